// SPDX-License-Identifier: Apache-2.0
// The MailStore of one account in IndexedDB. A batch is one strict transaction over raw, rows and
// UIDL states: after a crash at any moment a message is there whole, listed and remembered, or it
// is not there at all and the server still has it.

import {
  type KnownMessage,
  likenessOf,
  type MailName,
  type MailStore,
  type ReceivedMail,
  storageError,
} from '../mail_store.ts';
import { settle, Taken } from '../namesakes.ts';
import { noteDoubt, readDoubts } from './doubts.ts';
import { completed, isWhole, saveHeaders } from './headers.ts';
import { marked } from './marked.ts';
import { putRaw } from './raw.ts';
import { renameAll } from './rename.ts';
import { rowOf } from './row_of.ts';
import type { Database, StoredRow, StoredUidl } from './schema.ts';

/** Firefox is slow beyond this many values in one answer. */
export const kReadAtOnce = 2000;

/** How long a UIDL is remembered after the server has confirmed its deletion. */
const kForgetAfter = 30 * 24 * 60 * 60 * 1000;

export function accountStore(
  database: Database,
  account: number,
  /** Rows that are new to the list, once they are durable. */
  onStored: (rows: StoredRow[]) => void,
): MailStore {
  const taken = new Taken();
  return {
    async known() {
      taken.clear();
      const known: KnownMessage[] = [];
      const last = [account, []];
      let from: IDBValidKey = [account];
      for (;;) {
        const range = IDBKeyRange.bound(from, last, true);
        const states: StoredUidl[] = await database.getAll('uidls', range, kReadAtOnce);
        for (const state of states) {
          if (state.deletedAt === null && isWhole(state)) known.push(state);
        }
        const end = states.at(-1);
        if (end === undefined || states.length < kReadAtOnce) return known;
        from = [account, end.uidl, end.occurrence];
      }
    },

    async save(batch: ReceivedMail[], now: number) {
      try {
        const digests = await Promise.all(batch.map((mail) => sha256Hex(mail.raw)));
        onStored(await saveAll(database, account, batch, digests, now, taken));
      } catch (error) {
        throw storageError(error);
      }
    },

    async deleted(messages: MailName[], now: number) {
      try {
        const transaction = database.transaction('uidls', 'readwrite', { durability: 'strict' });
        const uidls = transaction.store;
        const noted = messages.map(async ({ uidl, occurrence }) => {
          const state = await uidls.get([account, uidl, occurrence]);
          if (state) await uidls.put({ ...state, deletedAt: now });
        });
        await Promise.all([...noted, transaction.done]);
      } catch (error) {
        throw storageError(error);
      }
    },

    headers: () => marked(database, account, 'header'),
    wanted: () => marked(database, account, 'wanted'),
    async saveHeaders(headers, now) {
      onStored(await saveHeaders(database, account, headers, now));
    },

    discarded: () => marked(database, account, 'discarded'),

    doubts: () => readDoubts(database, account),
    doubted: (doubt) => noteDoubt(database, account, doubt),

    async renamed(names) {
      try {
        await renameAll(database, account, names);
      } catch (error) {
        throw storageError(error);
      }
    },
  };
}

async function saveAll(
  database: Database,
  account: number,
  batch: ReceivedMail[],
  digests: string[],
  now: number,
  taken: Taken,
): Promise<StoredRow[]> {
  const transaction = database.transaction(['messages', 'raw', 'uidls'], 'readwrite', {
    durability: 'strict',
  });
  const messages = transaction.objectStore('messages');
  const raws = transaction.objectStore('raw');
  const uidls = transaction.objectStore('uidls');
  const rows: StoredRow[] = [];

  const renumber = async (state: StoredUidl, occurrence: number) => {
    await uidls.put({ ...state, occurrence });
    const row = await messages.get(state.message);
    if (row !== undefined) await messages.put({ ...row, occurrence });
  };

  const one = async (mail: ReceivedMail, sha256: string) => {
    const { uidl, occurrence, raw, listedOctets } = mail;
    const name = { account, uidl, occurrence };
    const likeness = likenessOf(mail.summary, raw.length, mail.headerDigest);
    const seen = {
      ...(listedOctets === undefined ? {} : { listedOctets }),
      ...(likeness === null ? {} : { likeness }),
    };
    const states = await uidls.getAll(IDBKeyRange.bound([account, uidl], [account, uidl, []]));
    // What waits for its message is nobody else.
    const before = states.find(
      (each) => each.occurrence === occurrence && each.deletedAt === null && !isWhole(each),
    );
    const namesakes = states.filter((each) => each !== before);
    const { here, moved, displaced } = settle(namesakes, { occurrence, sha256 }, taken.of(uidl));
    taken.add(mail);
    if (here !== null && moved) await uidls.delete([account, uidl, here.occurrence]);
    if (displaced !== null) await renumber(displaced.state, displaced.occurrence);
    if (here !== null) {
      // Saved before, and confirmed too late; or removed, and the server has kept it after all. One
      // that the person has deleted there is to be deleted again: its mark is still on it.
      const known = { ...here, ...seen, deletedAt: null };
      if (moved) await renumber(known, occurrence);
      else await uidls.put(known);
      return;
    }
    const row = { ...name, octets: raw.length, sha256, ...rowOf(mail.summary, now) };
    const header =
      before?.deletedAt === null && !isWhole(before)
        ? await messages.get(before.message)
        : undefined;
    let id: number;
    if (header === undefined) {
      // The key comes from the store.
      id = await messages.add(row as StoredRow);
      rows.push({ ...row, id });
    } else {
      id = header.id;
      const whole = completed(header, row);
      await messages.put(whole);
      rows.push(whole);
    }
    const held = { storedAt: now, message: id, sha256, deletedAt: null };
    const state: StoredUidl = { ...name, ...held, ...seen };
    await Promise.all([...putRaw(raws, id, raw), uidls.put(state)]);
  };

  try {
    // Side by side: a transaction answers its requests in order, so nothing is gained by waiting.
    // But what shares a UIDL is settled one after the other.
    const save = (mail: ReceivedMail, index: number) => one(mail, digests[index] as string);
    const isShared = new Set(batch.map(({ uidl }) => uidl)).size < batch.length;
    if (isShared) for (const [index, mail] of batch.entries()) await save(mail, index);
    const saved = isShared ? [] : batch.map(save);
    await Promise.all([...saved, transaction.done]);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has aborted by itself.
    }
    // The transaction knows why, where a request may only know that it was aborted.
    throw transaction.error ?? error;
  }
  return rows;
}

/** Forgets UIDLs that the server removed more than 30 days ago. */
export async function forgetOld(database: Database, now: number): Promise<void> {
  const transaction = database.transaction('uidls', 'readwrite');
  for await (const cursor of transaction.store) {
    const { deletedAt } = cursor.value;
    if (deletedAt !== null && now - deletedAt > kForgetAfter) await cursor.delete();
  }
  await transaction.done;
}

export async function sha256Hex(octets: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', octets as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (octet) => octet.toString(16).padStart(2, '0')).join(
    '',
  );
}
