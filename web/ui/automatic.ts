// SPDX-License-Identifier: Apache-2.0
// Checks that nobody asked for speak more quietly: what failed and was put away stays away until
// something changes, and no news is not told.

import type { Event, FailureCode } from '../protocol.ts';

/** What the person has put away, by account: only another failure is news. */
const dismissed = new Map<number, FailureCode>();

export function dismiss(account: number, code: FailureCode): void {
  dismissed.set(account, code);
}

/** The person asks, or it works again: from now on everything is news. */
export function forgetDismissed(account: number): void {
  dismissed.delete(account);
}

/** Whether how a check ended is to be told. */
export function isNews(event: Extract<Event, { type: 'checked' | 'failed' }>): boolean {
  if (!event.automatic) return true;
  if (event.type === 'failed') {
    const { code } = event.failure;
    return code !== 'cancelled' && code !== dismissed.get(event.account);
  }
  // What is left on the server is left there every time.
  return event.stored > 0 || event.deleted > 0;
}
