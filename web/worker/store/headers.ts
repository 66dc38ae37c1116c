// SPDX-License-Identifier: Apache-2.0
// Messages over the limit of size, of which only the header was fetched: a row to be seen and a
// UIDL without a content's sha256. They are no stored copy: known() leaves them out, so they are
// never deleted from the server, and the whole message takes the row's place when it comes.

import type { Summary } from '../../../wasm/bindings/pillarbox.d.ts';
import type { ReceivedHeader } from '../mail_store.ts';
import { rowOf } from './row_of.ts';
import type { Database, StoredRow, StoredUidl } from './schema.ts';
import { whole } from './whole.ts';

/** Whether the message itself is here, and not its header alone. */
export const isWhole = (state: StoredUidl): boolean => state.sha256 !== '';

/** All of it or nothing; the rows that are new to the list. */
export async function saveHeaders(
  database: Database,
  account: number,
  headers: ReceivedHeader[],
  now: number,
): Promise<StoredRow[]> {
  const transaction = database.transaction(['messages', 'uidls'], 'readwrite', {
    durability: 'strict',
  });
  const messages = transaction.objectStore('messages');
  const uidls = transaction.objectStore('uidls');
  const rows: StoredRow[] = [];
  const one = async ({ uidl, occurrence, octets, summary }: ReceivedHeader) => {
    const states = await uidls.getAll(IDBKeyRange.bound([account, uidl], [account, uidl, []]));
    const before = states.find((each) => each.occurrence === occurrence);
    if (before?.deletedAt === null && !isWhole(before)) return;
    const name = { account, uidl, occurrence };
    // The account has been to another maildrop meanwhile. There are no octets to compare yet, and
    // none are left out: whatever message it is, it takes the row's place when it comes.
    for (const state of states.filter((each) => each.deletedAt !== null && !isWhole(each))) {
      const there = await messages.get(state.message);
      if (there === undefined || !isHeaderOf(there, octets, summary)) continue;
      await uidls.delete([account, uidl, state.occurrence]);
      await uidls.put({ ...state, ...name, deletedAt: null, mark: 'header' });
      await messages.put({ ...there, occurrence });
      return;
    }
    const row = { ...name, octets, sha256: '', headerOnly: true as const, ...rowOf(summary, now) };
    // The key comes from the store.
    const id = await messages.add(row as StoredRow);
    rows.push({ ...row, id });
    const held = { storedAt: now, message: id, sha256: '', deletedAt: null };
    await uidls.put({ ...name, ...held, mark: 'header' });
  };
  // One after the other: two of them may have the same UIDL.
  await whole(transaction, async () => {
    for (const header of headers) await one(header);
  });
  return rows;
}

/** Whether this row came of such a header. */
function isHeaderOf(row: StoredRow, octets: number, summary: Summary): boolean {
  if (!row.headerOnly || row.octets !== octets) return false;
  const all = { ...row, ...rowOf(summary, row.storedAt), folder: row.folder, flags: row.flags };
  return JSON.stringify(all) === JSON.stringify(row);
}

/** The rest of this row's message is to be fetched, whatever its size. False if its server is not
 *  known to have it. */
export async function wantRest(database: Database, id: number): Promise<boolean> {
  const transaction = database.transaction(['messages', 'uidls'], 'readwrite', {
    durability: 'strict',
  });
  const uidls = transaction.objectStore('uidls');
  const row = await transaction.objectStore('messages').get(id);
  const state = row && (await uidls.get([row.account, row.uidl, row.occurrence]));
  const waits = state?.message === id && state.deletedAt === null && !isWhole(state);
  if (waits) await uidls.put({ ...state, mark: 'wanted' });
  await transaction.done;
  return waits;
}

/** The row of the whole message, in the place of that of its header: what the person did to it and
 *  its place in the list stay. */
export function completed(header: StoredRow, whole: Omit<StoredRow, 'id'>): StoredRow {
  const { id, folder, date, flags } = header;
  return { ...whole, id, folder, date, flags: { ...flags, attachments: whole.flags.attachments } };
}
