// SPDX-License-Identifier: Apache-2.0
// A message as sent, in chunks of at most 1 MiB: one value for nearly every mail, and a large one
// never has to be cloned whole.

import type { IDBPObjectStore } from 'idb';
import type { Database, PillarboxSchema } from './schema.ts';

export const kChunkOctets = 1024 * 1024;

type RawStore = IDBPObjectStore<
  PillarboxSchema,
  ('raw' | 'messages' | 'uidls')[],
  'raw',
  'readwrite'
>;

/** The requests of one message; they belong to the caller's transaction. */
export function putRaw(store: RawStore, id: number, raw: Uint8Array): Promise<unknown>[] {
  const requests: Promise<unknown>[] = [];
  let chunk = 0;
  do {
    const from = chunk * kChunkOctets;
    const whole = raw.length <= kChunkOctets && raw.byteLength === raw.buffer.byteLength;
    // A clone takes the whole buffer along that a view looks into.
    const piece = whole ? raw : raw.slice(from, from + kChunkOctets);
    requests.push(store.put(piece, [id, chunk]));
    chunk += 1;
  } while (chunk * kChunkOctets < raw.length);
  return requests;
}

/** All chunks of one message. */
export const rawRange = (id: number) => IDBKeyRange.bound([id, 0], [id, Infinity]);

/** The message as sent, or null if there is none of that id. */
export async function readRaw(database: Database, id: number): Promise<Uint8Array | null> {
  const chunks = await database.getAll('raw', rawRange(id));
  const [first] = chunks;
  if (first === undefined) return null;
  if (chunks.length === 1) return first;
  const whole = new Uint8Array(chunks.reduce((octets, chunk) => octets + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Gives the chunks of one message to `take`, one after the other. */
export async function eachChunk(
  database: Database,
  id: number,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  const { store } = database.transaction('raw');
  for (let at = await store.openCursor(rawRange(id)); at; at = await at.continue()) take(at.value);
}
