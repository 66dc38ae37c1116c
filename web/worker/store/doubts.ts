// SPDX-License-Identifier: Apache-2.0
// Messages that made sessions fail, by account: one that did so too often is left alone by every
// later check, until the person says that it is to be tried again.

import { type Doubt, kMostDoubts } from '../mail_store.ts';
import { namesFrom, settingName } from './account_settings.ts';
import type { Database } from './schema.ts';

export const doubtsName = (account: number) => settingName('doubts', account);

export async function readDoubts(database: Database, account: number): Promise<Doubt[]> {
  return ((await database.get('settings', doubtsName(account))) ?? []) as Doubt[];
}

/** None fail at it any more if it says 0. */
export async function noteDoubt(
  database: Database,
  account: number,
  { uidl, occurrence, sessions }: Doubt,
): Promise<void> {
  const { store, done } = database.transaction('settings', 'readwrite', { durability: 'strict' });
  const before = ((await store.get(doubtsName(account))) ?? []) as Doubt[];
  const others = before.filter((one) => one.uidl !== uidl || one.occurrence !== occurrence);
  const after = sessions > 0 ? [...others, { uidl, occurrence, sessions }] : others;
  await Promise.all([
    after.length > 0 ? store.put(after, doubtsName(account)) : store.delete(doubtsName(account)),
    done,
  ]);
}

export async function forgetDoubts(database: Database, account: number): Promise<void> {
  await database.delete('settings', doubtsName(account));
}

/** How many messages of each account are left alone; accounts without any are left out. */
export async function setAside(database: Database): Promise<{ account: number; count: number }[]> {
  const prefix = 'doubts:';
  const range = namesFrom(prefix);
  const { store, done } = database.transaction('settings');
  const [names, values] = await Promise.all([store.getAllKeys(range), store.getAll(range), done]);
  return names
    .map((name, index) => ({
      account: Number(name.slice(prefix.length)),
      count: (values[index] as Doubt[]).filter(({ sessions }) => sessions >= kMostDoubts).length,
    }))
    .filter(({ count }) => count > 0);
}
