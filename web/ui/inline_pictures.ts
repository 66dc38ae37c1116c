// SPDX-License-Identifier: Apache-2.0
// The pictures that a mail brings along for its own text.

import type { MessageBody } from '../protocol.ts';

const kRaster = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
]);

/** blob: URLs under raster types only: nothing in them can run, whoever opens them. */
export function pictureUrls(inline: MessageBody['inline']): Map<string, string> {
  const urls = new Map<string, string>();
  for (const { contentId, contentType, bytes } of inline) {
    const type = contentType.toLowerCase();
    if (!kRaster.has(type)) continue;
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
    urls.set(contentId, URL.createObjectURL(blob));
  }
  return urls;
}
