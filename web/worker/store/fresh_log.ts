// SPDX-License-Identifier: Apache-2.0
// Chromium keeps IndexedDB in LevelDB, and may empty an archive after its process was ended in the
// middle of a write (a kill, a crash, a power cut):
//
//   1  LevelDB's log then ends in half a record. The next start leaves the half out, rightly.
//   2  That start goes on in the same log, so what it writes stands behind the half record.
//   3  The start after that one finds half a record in the middle of a log and takes the store for
//      corrupt. Chromium deletes all of it and makes an empty one. Or the half record swallows what
//      stands behind it: transactions that were durable, and mail that was deleted on the server.
//
// So every start makes LevelDB begin a new log, and put what is in the old one into a table. No call
// of IndexedDB says so, but Chromium compacts where a database was deleted, which begins with that.
// It costs a few milliseconds. The database that is deleted is made for it, and holds nothing. What is
// left of the danger is a kill within the moments that a start needs for this.
//
// NOTE: found in Chromium 156. Other browsers keep IndexedDB in SQLite, where this is of no use and
// does no harm.

import { deleteDB, openDB } from 'idb';

/** Never that of the archive. */
const kScratch = 'pillarbox-scratch';

/** Any number of tabs may do so at once. */
export async function beginFreshLog(): Promise<void> {
  const scratch = await openDB(kScratch, 1, {
    // Another tab is faster.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  scratch.close();
  await new Promise<void>((resolve, reject) => {
    // Whoever still holds it open deletes it in turn.
    deleteDB(kScratch, { blocked: () => resolve() }).then(resolve, reject);
  });
}
