// SPDX-License-Identifier: Apache-2.0
import { safeFileName } from './format.ts';

/** Never under the type the mail claims: the browser must save it, not show it as a page of ours. */
export function saveFile(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = safeFileName(name);
  link.click();
  // The browser reads the blob after the click; a minute is more than it needs to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
