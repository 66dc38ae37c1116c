// SPDX-License-Identifier: Apache-2.0
// The page of only_here.test.ts: accounts in the states that the count has to tell apart.

import { accountStore, forgetOld } from '../../../web/worker/store/account_store.ts';
import { countHere, type HereCount } from '../../../web/worker/store/only_here.ts';
import { mail, octets } from '../store_contract.ts';
import { current } from './connection.ts';

const kDay = 24 * 60 * 60 * 1000;
const kAccount = 1;

export const count = async (account = kAccount): Promise<HereCount> =>
  countHere(await current(), account);

async function store(account = kAccount) {
  return accountStore(await current(), account, () => {});
}

const named = (uidl: string) => ({ uidl, occurrence: 0 });

export async function save(from: number, to: number, account = kAccount): Promise<void> {
  const mails = [];
  for (let number = from; number < to; number += 1) {
    mails.push(mail(`u${number}`, octets(10, number + 1000 * account)));
  }
  await (await store(account)).save(mails, 0);
}

export async function deleted(...uidls: string[]): Promise<void> {
  await (await store()).deleted(uidls.map(named), 0);
}

export async function forgetDeleted(): Promise<void> {
  await forgetOld(await current(), 31 * kDay);
}

export async function renamed(from: string, to: string): Promise<void> {
  await (await store()).renamed?.([{ from: named(from), to: named(to) }]);
}

export async function saveHeader(uidl: string): Promise<void> {
  const { summary } = mail(uidl, octets(1, 1));
  await (await store()).saveHeaders?.([{ ...named(uidl), octets: 9000, summary }], 0);
}

export async function saveWhole(uidl: string): Promise<void> {
  // Each name has other octets: with equal ones it would be one message.
  await (await store()).save([mail(uidl, octets(9000, uidl.length))], 0);
}
