// SPDX-License-Identifier: Apache-2.0
// The MailStore of one account in IndexedDB. A batch is one strict transaction over raw, rows and
// UIDL states: after a crash at any moment a message is there whole, listed and remembered, or it
// is not there at all and the server still has it.

import {
  type KnownMessage,
  type MailName,
  type MailStore,
  type ReceivedMail,
  storageError,
} from '../mail_store.ts';
import { Taken } from '../namesakes.ts';
import { noteDoubt, readDoubts } from './doubts.ts';
import { isWhole, saveHeaders } from './headers.ts';
import { marked } from './marked.ts';
import { renameAll } from './rename.ts';
import { saveAll } from './save.ts';
import type { Database, StoredRow, StoredUidl } from './schema.ts';
import { whole } from './whole.ts';

/** Firefox is slow beyond this many values in one answer. */
export const kReadAtOnce = 2000;

/** How long a UIDL is remembered after the server has confirmed its deletion. */
const kForgetAfter = 30 * 24 * 60 * 60 * 1000;

export function accountStore(
  database: Database,
  account: number,
  /** Rows that are new to the list, once they are durable, and those that are not there any more. */
  onStored: (rows: StoredRow[], gone: number[]) => void,
): MailStore {
  const taken = new Taken();
  return {
    async known() {
      taken.clear();
      // A name is a belief, and the row is the fact.
      const rows = new Set(await database.getAllKeysFromIndex('messages', 'account', account));
      const known: KnownMessage[] = [];
      const last = [account, []];
      let from: IDBValidKey = [account];
      for (;;) {
        const range = IDBKeyRange.bound(from, last, true);
        const states: StoredUidl[] = await database.getAll('uidls', range, kReadAtOnce);
        for (const state of states) {
          if (state.deletedAt !== null || !isWhole(state)) continue;
          if (rows.has(state.message)) known.push(state);
        }
        const end = states.at(-1);
        if (end === undefined || states.length < kReadAtOnce) return known;
        from = [account, end.uidl, end.occurrence];
      }
    },

    async save(batch: ReceivedMail[], now: number) {
      try {
        const { said, rows, gone } = await saveAll(database, account, batch, now, taken);
        if (rows.length + gone.length > 0) onStored(rows, gone);
        return said;
      } catch (error) {
        throw storageError(error);
      }
    },

    async deleted(messages: MailName[], now: number) {
      try {
        const transaction = database.transaction('uidls', 'readwrite', { durability: 'strict' });
        const uidls = transaction.store;
        const one = async ({ uidl, occurrence }: MailName) => {
          const state = await uidls.get([account, uidl, occurrence]);
          if (state) await uidls.put({ ...state, deletedAt: now });
        };
        await whole(transaction, () => Promise.all(messages.map(one)));
      } catch (error) {
        throw storageError(error);
      }
    },

    headers: () => marked(database, account, 'header'),
    wanted: () => marked(database, account, 'wanted'),
    async saveHeaders(headers, now) {
      onStored(await saveHeaders(database, account, headers, now), []);
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

/** Forgets UIDLs that the server removed more than 30 days ago. */
export async function forgetOld(database: Database, now: number): Promise<void> {
  const transaction = database.transaction('uidls', 'readwrite');
  for await (const cursor of transaction.store) {
    const { deletedAt } = cursor.value;
    if (deletedAt !== null && now - deletedAt > kForgetAfter) await cursor.delete();
  }
  await transaction.done;
}
