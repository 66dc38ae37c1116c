// SPDX-License-Identifier: Apache-2.0
import { safeFileName } from './safe_file_name.ts';

/** Never under the type the mail claims: the browser must save it, not show it as a page of ours. */
export function saveFile(name: string, content: Uint8Array | Blob): void {
  const url = URL.createObjectURL(
    new Blob([content as Uint8Array<ArrayBuffer> | Blob], { type: 'application/octet-stream' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = safeFileName(name);
  link.click();
  // The browser reads the blob after the click; a minute is more than it needs to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
