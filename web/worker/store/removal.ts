// SPDX-License-Identifier: Apache-2.0
// Removing an account takes many transactions, and a tab may be closed between any two of them. So
// the first one takes away the account itself and leaves a note that its mail is to go: from then
// on nothing lists it and no check runs. Its messages follow, each with its names: what is not here
// any more must not be believed to be. The note goes last, and whoever finds one goes on.

import { showingName } from '../marks.ts';
import { namesFrom, settingNames } from './account_settings.ts';
import { forgetFacts } from './host_facts.ts';
import { rawRange } from './raw.ts';
import type { Database } from './schema.ts';
import { whole } from './whole.ts';

const kPrefix = 'removing:';
const noteOf = (account: number) => `${kPrefix}${account}`;

/** Rows and raw mail that go in one transaction. */
const kRemoveAtOnce = 200;

/** Accounts that are gone, and whose mail is not yet. */
export async function beingRemoved(database: Database): Promise<number[]> {
  const names = await database.getAllKeys('settings', namesFrom(kPrefix));
  return names.map((name) => Number(name.slice(kPrefix.length)));
}

/** The caller sees to it that no check of the account runs meanwhile. */
export async function beginRemoval(database: Database, account: number): Promise<void> {
  const transaction = database.transaction(['accounts', 'settings'], 'readwrite', {
    durability: 'strict',
  });
  const accounts = transaction.objectStore('accounts');
  const settings = transaction.objectStore('settings');
  await whole(transaction, async () => {
    const removed = await accounts.get(account);
    // Another tab may have been faster.
    if (removed === undefined) return;
    await accounts.delete(account);
    const others = await accounts.getAll();
    const isShared = others.some(({ server }) => server === removed.server);
    await Promise.all([
      settings.put(true, noteOf(account)),
      ...settingNames(account).map((name) => settings.delete(name)),
      isShared ? null : forgetFacts(settings, removed.server),
    ]);
  });
}

/** May be called again after it was interrupted, and by two at once. */
export async function finishRemoval(database: Database, account: number): Promise<void> {
  while (await removeSome(database, account)) {
    // There may be more.
  }
  const transaction = database.transaction(['uidls', 'settings'], 'readwrite', {
    durability: 'strict',
  });
  await whole(transaction, () =>
    Promise.all([
      transaction.objectStore('uidls').delete(IDBKeyRange.bound([account], [account, []])),
      transaction.objectStore('settings').delete(noteOf(account)),
    ]),
  );
}

/** False if there was nothing to remove. */
async function removeSome(database: Database, account: number): Promise<boolean> {
  const transaction = database.transaction(['messages', 'raw', 'uidls', 'settings'], 'readwrite', {
    durability: 'strict',
  });
  const messages = transaction.objectStore('messages');
  const uidls = transaction.objectStore('uidls');
  const one = async (id: number) => {
    const names = await uidls.index('message').getAllKeys(id);
    await Promise.all([
      ...names.map((name) => uidls.delete(name)),
      messages.delete(id),
      transaction.objectStore('raw').delete(rawRange(id)),
      transaction.objectStore('settings').delete(showingName(id)),
    ]);
  };
  return whole(transaction, async () => {
    const ids = await messages.index('account').getAllKeys(account, kRemoveAtOnce);
    await Promise.all(ids.map(one));
    return ids.length > 0;
  });
}
