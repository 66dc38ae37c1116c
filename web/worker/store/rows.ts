// SPDX-License-Identifier: Apache-2.0
// Rows of the list in the database, where they are the truth and the only copy.

import type { Folder } from '../../protocol.ts';
import { kReadAtOnce } from './account_store.ts';
import { markOne } from './marked.ts';
import { rawRange } from './raw.ts';
import type { Database, StoredRow } from './schema.ts';

const folderRange = (folder: Folder) => IDBKeyRange.bound([folder, -Infinity], [folder, Infinity]);

export const countRows = (database: Database, folder: Folder): Promise<number> =>
  database.countFromIndex('messages', 'folder', folderRange(folder));

/** Newest first, straight from the index: what a cold start shows before the list is in memory. */
export async function firstRows(
  database: Database,
  folder: Folder,
  offset: number,
  count: number,
): Promise<StoredRow[]> {
  const rows: StoredRow[] = [];
  const index = database.transaction('messages').store.index('folder');
  let cursor = await index.openCursor(folderRange(folder), 'prev');
  if (cursor && offset > 0) cursor = await cursor.advance(offset);
  while (cursor && rows.length < count) {
    rows.push(cursor.value);
    cursor = await cursor.continue();
  }
  return rows;
}

/** All rows, in batches, the last stored first. */
export async function* allRows(database: Database): AsyncGenerator<StoredRow[]> {
  const newest = await database.transaction('messages').store.openKeyCursor(null, 'prev');
  // Ids are given out in order, so a range of them holds at most as many rows as it is wide.
  for (let to = newest?.key ?? 0; to > 0; to -= kReadAtOnce) {
    yield await database.getAll('messages', IDBKeyRange.bound(to - kReadAtOnce, to, true));
  }
}

/** Those of them that there are. */
export async function readRows(database: Database, ids: number[]): Promise<StoredRow[]> {
  const { store } = database.transaction('messages');
  const rows = await Promise.all(ids.map((id) => store.get(id)));
  return rows.filter((row) => row !== undefined);
}

export interface RowChange {
  folder?: Folder | undefined;
  unread?: boolean | undefined;
  starred?: boolean | undefined;
}

/** Changes what is the person's in these rows, all or none; returns them as they are now. What comes
 *  out of the trash is not to be deleted on the server any more. */
export async function changeRows(
  database: Database,
  ids: number[],
  { folder, unread, starred }: RowChange,
): Promise<StoredRow[]> {
  const transaction = database.transaction(['messages', 'uidls'], 'readwrite', {
    durability: 'strict',
  });
  const store = transaction.objectStore('messages');
  const changed = ids.map(async (id) => {
    const row = await store.get(id);
    if (row === undefined) return null;
    const isRestored = row.folder === 'trash' && folder !== undefined && folder !== 'trash';
    if (isRestored) await markOne(transaction.objectStore('uidls'), row, null);
    row.folder = folder ?? row.folder;
    row.flags.unread = unread ?? row.flags.unread;
    row.flags.starred = starred ?? row.flags.starred;
    await store.put(row);
    return row;
  });
  const [rows] = await Promise.all([Promise.all(changed), transaction.done]);
  return rows.filter((row) => row !== null);
}

/** Rows and raw mail that go in one transaction. */
const kRemoveAtOnce = 200;

/** Everything that belongs to an account. The account itself goes last, so that a removal that was
 *  interrupted can be asked for again. */
export async function removeAccountData(database: Database, account: number): Promise<void> {
  for (;;) {
    const ids = await database.getAllKeysFromIndex('messages', 'account', account, kRemoveAtOnce);
    if (ids.length === 0) break;
    const transaction = database.transaction(['messages', 'raw'], 'readwrite', {
      durability: 'strict',
    });
    const requests = ids.flatMap((id) => [
      transaction.objectStore('messages').delete(id),
      transaction.objectStore('raw').delete(rawRange(id)),
    ]);
    await Promise.all([...requests, transaction.done]);
  }
  const transaction = database.transaction(['uidls', 'accounts'], 'readwrite', {
    durability: 'strict',
  });
  await Promise.all([
    transaction.objectStore('uidls').delete(IDBKeyRange.bound([account], [account, []])),
    transaction.objectStore('accounts').delete(account),
    transaction.done,
  ]);
}
