// SPDX-License-Identifier: Apache-2.0
// An attachment on its way to the save dialog. It may be most of a large mail, so neither is ever
// held whole here: the mail goes into the core chunk by chunk, the file comes out piece by piece, and
// each piece is the browser's, which keeps what is large on disk.

import type { Core, ParsedMessage } from '../../wasm/bindings/pillarbox.d.ts';
import { eachChunk } from './store/raw.ts';
import type { Database } from './store/schema.ts';

/** A stored mail, parsed; null if there is none of that id. The caller gives it back. */
export async function openMail(
  core: Core,
  database: Database,
  id: number,
): Promise<ParsedMessage | null> {
  const row = await database.get('messages', id);
  if (row === undefined) return null;
  const room = core.createRoom(row.octets);
  try {
    let at = 0;
    await eachChunk(database, id, (chunk) => {
      room.view(at, chunk.length).set(chunk);
      at += chunk.length;
    });
    return at === row.octets ? room.parse() : null;
  } finally {
    room.delete();
  }
}

export function readAttachment(
  mail: ParsedMessage,
  index: number,
): { filename: string; file: Blob } | null {
  const stream = mail.stream(index);
  if (stream === null) return null;
  try {
    const pieces: Blob[] = [];
    for (let piece = stream.read(); piece.length > 0; piece = stream.read()) {
      pieces.push(new Blob([piece as Uint8Array<ArrayBuffer>]));
    }
    const { attachments } = JSON.parse(mail.json()) as { attachments: { filename: string }[] };
    // Never under the type the mail claims: the browser must save it, not show it as a page of ours.
    const file = new Blob(pieces, { type: 'application/octet-stream' });
    return { filename: attachments[index]?.filename ?? '', file };
  } finally {
    stream.delete();
  }
}
