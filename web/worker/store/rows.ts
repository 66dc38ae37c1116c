// SPDX-License-Identifier: Apache-2.0
// Rows of the list in the database, where they are the truth and the only copy.

import type { Folder } from '../../protocol.ts';
import { kReadAtOnce } from './account_store.ts';
import { keepOnServer } from './marked.ts';
import type { Database, StoredRow } from './schema.ts';
import { whole } from './whole.ts';

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
  const change = async (id: number) => {
    const row = await store.get(id);
    if (row === undefined) return null;
    const isRestored = row.folder === 'trash' && folder !== undefined && folder !== 'trash';
    if (isRestored) await keepOnServer(transaction.objectStore('uidls'), id);
    row.folder = folder ?? row.folder;
    row.flags.unread = unread ?? row.flags.unread;
    row.flags.starred = starred ?? row.flags.starred;
    await store.put(row);
    return row;
  };
  const rows = await whole(transaction, () => Promise.all(ids.map(change)));
  return rows.filter((row) => row !== null);
}
