// SPDX-License-Identifier: Apache-2.0
// Version 2 keeps beside each UIDL what its message is like. What was stored before is in the rows:
// it is brought over, so that mail of a version 1 too is known when its server renames everything,
// and told from another message that is given its UIDL.

import { likenessOf } from '../mail_store.ts';
import type { UpgradeTransaction } from './schema.ts';

/** So many rows are held at a time. */
const kRowsAtOnce = 1000;

export async function fillLikenesses(transaction: UpgradeTransaction): Promise<void> {
  const messages = transaction.objectStore('messages');
  const uidls = transaction.objectStore('uidls');
  let after = 0;
  for (;;) {
    const rows = await messages.getAll(IDBKeyRange.lowerBound(after, true), kRowsAtOnce);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    const filled = rows.map(async ({ id, account, uidl, occurrence, ...row }) => {
      const state = await uidls.get([account, uidl, occurrence]);
      if (state?.message !== id) return;
      // A row without a date of its own has that of its storing.
      const date = row.date === row.storedAt ? null : row.date;
      const likeness = likenessOf({ messageId: row.messageId, date }, row.octets);
      // What LIST said was not kept. Where it said something else the message is fetched once more,
      // found to be the same, and what LIST says is kept then.
      const known = { ...state, listedOctets: row.octets };
      await uidls.put(likeness === null ? known : { ...known, likeness });
    });
    await Promise.all(filled);
  }
}
