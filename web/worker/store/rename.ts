// SPDX-License-Identifier: Apache-2.0
// Messages that look as if the server had given them another UIDL. The new name is a hint: it has no
// listed size, so nothing is deleted on it, and it goes when the message is fetched.

import type { MailName } from '../mail_store.ts';
import { withMark } from './marked.ts';
import type { Database } from './schema.ts';
import { whole } from './whole.ts';

/** All of it or nothing. A new name that is known already stays as it is. */
export async function renameAll(
  database: Database,
  account: number,
  names: { from: MailName; to: MailName }[],
): Promise<void> {
  const transaction = database.transaction(['messages', 'uidls'], 'readwrite', {
    durability: 'strict',
  });
  const messages = transaction.objectStore('messages');
  const uidls = transaction.objectStore('uidls');
  const one = async (from: MailName, to: MailName) => {
    const [before, taken] = await Promise.all([
      uidls.get([account, from.uidl, from.occurrence]),
      uidls.get([account, to.uidl, to.occurrence]),
    ]);
    if (before === undefined || taken?.deletedAt === null) return;
    // What LIST said was said of the old name. That name stays known, for a server that comes back
    // to it, but is not waited for: what is to be done is done under the new one.
    const { listedOctets: _, ...rest } = before;
    await uidls.put(withMark(before, null));
    await uidls.put({ ...rest, ...to, hint: true });
    const row = await messages.get(before.message);
    if (row !== undefined) await messages.put({ ...row, ...to });
  };
  await whole(transaction, () => Promise.all(names.map(({ from, to }) => one(from, to))));
}
