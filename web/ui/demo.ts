// SPDX-License-Identifier: Apache-2.0
// A host may offer a demo mailbox: demo.json beside index.html. Where there is none, nothing shows.

import { type Demo, demo } from './state.ts';

export function isDemo(value: unknown): value is Demo {
  if (typeof value !== 'object' || value === null) return false;
  const found = value as Record<string, unknown>;
  return (
    ['address', 'user', 'password', 'server', 'relay'].every(
      (key) => typeof found[key] === 'string',
    ) &&
    typeof found.port === 'number' &&
    ['tls', 'stls', 'none'].includes(String(found.security))
  );
}

export async function findDemo(): Promise<void> {
  try {
    const response = await fetch('./demo.json', { cache: 'no-store' });
    if (!response.ok) return;
    const value: unknown = await response.json();
    if (isDemo(value)) demo.value = value;
  } catch {
    // No demo here, or no connection: the button is not shown.
  }
}
