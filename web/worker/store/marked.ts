// SPDX-License-Identifier: Apache-2.0
// UIDLs with a mark: what the next check is to do, kept until the server has confirmed it. The mark
// stays on a message that the server says it has removed: if it is listed again, it was not.

import type { IDBPObjectStore } from 'idb';
import type { MailName } from '../mail_store.ts';
import { isWhole } from './headers.ts';
import type { Database, Mark, PillarboxSchema, StoredRow, StoredUidl } from './schema.ts';

export async function marked(database: Database, account: number, mark: Mark): Promise<MailName[]> {
  const states = await database.getAllFromIndex('uidls', 'mark', [account, mark]);
  return states
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ uidl, occurrence }) => ({ uidl, occurrence }));
}

/** Of these rows, those whose message the server still holds, and holds under a name that no other
 *  message of it has: where two share one, nobody can say which of them a DELE would remove. */
export async function onServer(database: Database, ids: number[]): Promise<number[]> {
  const transaction = database.transaction(['messages', 'uidls']);
  const found = ids.map(async (id) => {
    const row = await transaction.objectStore('messages').get(id);
    if (row === undefined) return [];
    const uidls = transaction.objectStore('uidls');
    const [state, other] = await Promise.all([
      uidls.get([row.account, row.uidl, row.occurrence]),
      uidls.get([row.account, row.uidl, 1]),
    ]);
    const held = state?.message === id && state.deletedAt === null && isWhole(state);
    const isAlone = other === undefined || other.deletedAt !== null;
    return held && isAlone ? [id] : [];
  });
  const [held] = await Promise.all([Promise.all(found), transaction.done]);
  return held.flat();
}

/** What of these rows is in the trash is to be deleted on the server too: all of it or nothing. */
export async function discardRows(database: Database, ids: number[]): Promise<void> {
  const transaction = database.transaction(['messages', 'uidls'], 'readwrite', {
    durability: 'strict',
  });
  const uidls = transaction.objectStore('uidls');
  const done = ids.map(async (id) => {
    const row = await transaction.objectStore('messages').get(id);
    if (row !== undefined && row.folder === 'trash') await markOne(uidls, row, 'discarded');
  });
  await Promise.all([...done, transaction.done]);
}

type Uidls = IDBPObjectStore<PillarboxSchema, ('messages' | 'uidls')[], 'uidls', 'readwrite'>;

/** The requests belong to the caller's transaction; null takes a mark away. */
export async function markOne(uidls: Uidls, row: StoredRow, mark: Mark | null): Promise<void> {
  const state = await uidls.get([row.account, row.uidl, row.occurrence]);
  // The name may be another message's by now.
  if (state?.message === row.id && isWhole(state)) await uidls.put(withMark(state, mark));
}

export function withMark(state: StoredUidl, mark: Mark | null): StoredUidl {
  const { mark: _, ...rest } = state;
  return mark === null ? rest : { ...rest, mark };
}
