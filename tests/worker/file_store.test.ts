// SPDX-License-Identifier: Apache-2.0
// The runner's folder, held to the contract of every store.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileStore } from '../../web/node/file_store.ts';
import { type Backend, mail, octets, storeContract } from './store_contract.ts';
import { samenessContract } from './store_contract_sameness.ts';

const drop = { server: 'pop.example.org', user: 'sari' };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pillarbox-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function open(): Promise<Backend> {
  const store = await FileStore.open(folder, drop);
  return {
    store,
    async stored() {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
      return Promise.all(names.map((name) => readFile(path.join(folder, name))));
    },
    async reopened() {
      await store.close();
      return open();
    },
  };
}

test.each([...storeContract, ...samenessContract])('$name', async ({ run }) => run(await open()));

test('knows a message under the name that its server gave it later, and under the old one', async () => {
  const store = await FileStore.open(folder, drop);
  await store.save([{ ...mail('old', octets(10, 1)), listedOctets: 12 }], 1000);
  await store.renamed([
    { from: { uidl: 'old', occurrence: 0 }, to: { uidl: 'new', occurrence: 0 } },
    { from: { uidl: 'nobody', occurrence: 0 }, to: { uidl: 'x', occurrence: 0 } },
  ]);
  await store.close();
  const known = await (await FileStore.open(folder, drop)).known();
  expect(known.map(({ uidl, storedAt, listedOctets }) => [uidl, storedAt, listedOctets])).toEqual([
    ['old', 1000, 12],
    // The size was that of the other server's listing.
    ['new', 1000, undefined],
  ]);
  expect(known[1]?.likeness).toEqual({
    messageId: 'old@example.org',
    date: Date.UTC(2024, 0, 2),
    octets: 10,
  });
});

test('believes what it learned of a host for a month', async () => {
  const day = 24 * 60 * 60 * 1000;
  const store = await FileStore.open(folder, drop);
  await store.learned('mail.example.org', 'no-capa', 0);
  await store.close();
  const again = await FileStore.open(folder, drop);
  expect(again.facts('mail.example.org', 29 * day)).toEqual(['no-capa']);
  expect(again.facts('mail.example.org', 31 * day)).toEqual([]);
  expect(again.facts('other.example.org', 0)).toEqual([]);
});
