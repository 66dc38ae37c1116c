// SPDX-License-Identifier: Apache-2.0
// The runner's folder, held to the contract of every store.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { FileStore } from '../../web/node/file_store.ts';
import { type Backend, storeContract } from './store_contract.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pillarbox-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function open(): Promise<Backend> {
  return {
    store: await FileStore.open(folder, { server: 'pop.example.org', user: 'sari' }),
    async stored() {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
      return Promise.all(names.map((name) => readFile(path.join(folder, name))));
    },
    reopened: open,
  };
}

test.each([...storeContract])('$name', async ({ run }) => run(await open()));
