// SPDX-License-Identifier: Apache-2.0
// How many of an account's messages are nowhere but here, as far as can be said: whoever removes
// the account is told. In doubt a message counts as being only here.

import { kReadAtOnce } from './account_store.ts';
import { isWhole } from './headers.ts';
import type { Database, StoredUidl } from './schema.ts';

export interface HereCount {
  /** Messages that are here, leaving out those of which only the header is. */
  total: number;
  /** Of them, those that were deleted on the server, and those of which nothing is known. */
  onlyHere: number;
}

export async function countHere(database: Database, account: number): Promise<HereCount> {
  const transaction = database.transaction(['messages', 'uidls']);
  const rows = transaction.objectStore('messages').index('account');
  const here = await rows.getAllKeys(IDBKeyRange.only(account));
  // One message may have had several names, and what was deleted under one of them is deleted.
  const listed = new Set<number>();
  const deleted = new Set<number>();
  const headers = new Set<number>();
  const whole = new Set<number>();
  const last = [account, []];
  let from: IDBValidKey = [account];
  for (;;) {
    const range = IDBKeyRange.bound(from, last, true);
    const uidls = transaction.objectStore('uidls');
    const states: StoredUidl[] = await uidls.getAll(range, kReadAtOnce);
    for (const state of states) {
      (state.deletedAt === null ? listed : deleted).add(state.message);
      (isWhole(state) ? whole : headers).add(state.message);
    }
    const end = states.at(-1);
    if (end === undefined || states.length < kReadAtOnce) break;
    from = [account, end.uidl, end.occurrence];
  }
  const messages = here.filter((id) => whole.has(id) || !headers.has(id));
  const onlyHere = messages.filter((id) => !listed.has(id) || deleted.has(id));
  return { total: messages.length, onlyHere: onlyHere.length };
}
