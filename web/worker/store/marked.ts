// SPDX-License-Identifier: Apache-2.0
// UIDLs with a mark: what the next check is to do, kept until the server has confirmed it. The mark
// stays on a message that the server says it has removed: if it is listed again, it was not. And it is
// on every name of a message, those too that it is given later.

import type { IDBPObjectStore } from 'idb';
import type { MailName } from '../mail_store.ts';
import { isWhole } from './headers.ts';
import { liveNames } from './names.ts';
import type { Database, Mark, PillarboxSchema, StoredUidl } from './schema.ts';
import { whole } from './whole.ts';

export async function marked(database: Database, account: number, mark: Mark): Promise<MailName[]> {
  const states = await database.getAllFromIndex('uidls', 'mark', [account, mark]);
  return states
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ uidl, occurrence }) => ({ uidl, occurrence }));
}

/** Of these rows, those whose message the server still holds, and holds under names that no other
 *  message of it has: where two share one, nobody can say which of them a DELE would remove. */
export async function onServer(database: Database, ids: number[]): Promise<number[]> {
  const transaction = database.transaction('uidls');
  const uidls = transaction.store;
  const isShared = async ({ account, uidl }: StoredUidl) => {
    const other = await uidls.get([account, uidl, 1]);
    return other !== undefined && other.deletedAt === null;
  };
  const found = ids.map(async (id) => {
    const names = (await liveNames(uidls, id)).filter(isWhole);
    const shared = await Promise.all(names.map(isShared));
    return names.length > 0 && !shared.includes(true) ? [id] : [];
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
  const one = async (id: number) => {
    const row = await transaction.objectStore('messages').get(id);
    if (row === undefined || row.folder !== 'trash') return;
    const names = (await liveNames(uidls, id)).filter(isWhole);
    await Promise.all(names.map((state) => uidls.put(withMark(state, 'discarded'))));
  };
  await whole(transaction, () => Promise.all(ids.map(one)));
}

type Uidls = IDBPObjectStore<PillarboxSchema, ('messages' | 'uidls')[], 'uidls', 'readwrite'>;

/** The message is to stay where it is listed, by whatever name, also by one that the server says it
 *  has removed. The requests belong to the caller's transaction. */
export async function keepOnServer(uidls: Uidls, row: number): Promise<void> {
  const names = await uidls.index('message').getAll(row);
  const marked = names.filter((state) => state.mark === 'discarded');
  await Promise.all(marked.map((state) => uidls.put(withMark(state, null))));
}

export function withMark(state: StoredUidl, mark: Mark | null): StoredUidl {
  const { mark: _, ...rest } = state;
  return mark === null ? rest : { ...rest, mark };
}
