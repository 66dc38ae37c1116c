// SPDX-License-Identifier: Apache-2.0
// The runner's folder as others see it: other processes, other maildrops, a disk without room.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileStore } from '../../web/node/file_store.ts';
import { FolderInUse, lockFolder } from '../../web/node/folder_lock.ts';
import { sha256 } from '../relay/processes.ts';
import { mail, octets } from './store_contract.ts';

const drop = { server: 'pop.example.org', user: 'sari' };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pillarbox-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const files = async () => (await readdir(folder)).sort();
const nameOf = (raw: Uint8Array) => `${sha256(Buffer.from(raw))}.eml`;

test('whoever reads state.json at any moment reads it whole, and no call is refused', async () => {
  const store = await FileStore.open(folder, drop);
  await store.save([mail('first', octets(9, 0))], 1);
  let writes = 0;
  let writing = true;
  const calls = Array.from({ length: 60 }, async (_, at) => {
    await store.save([mail(`u${at}`, octets(9, at)), mail(`v${at}`, octets(9, at))], at);
    await store.doubted({ uidl: `u${at}`, occurrence: 0, sessions: 1 });
    await store.deleted([{ uidl: `v${at}`, occurrence: 0 }], at);
    writes += 1;
  });
  const all = Promise.all(calls).finally(() => {
    writing = false;
  });
  const looks: number[] = [];
  while (writing) {
    const state = JSON.parse(await readFile(path.join(folder, 'state.json'), 'utf8'));
    looks.push(state.messages.length);
  }
  await all;
  expect(writes).toBe(60);
  expect(looks.length).toBeGreaterThan(10);
  expect(looks).toEqual([...looks].sort((a, b) => a - b));
  await store.close();
  const again = await FileStore.open(folder, drop);
  expect(await again.known()).toHaveLength(61);
  expect(await again.doubts()).toHaveLength(60);
});

test('what could not be written is not believed, and can be saved later', async () => {
  const store = await FileStore.open(folder, drop);
  await store.save([mail('a', octets(9, 1))], 1);
  // Nothing can be renamed over a folder that is not empty.
  const before = await readFile(path.join(folder, 'state.json'));
  await rm(path.join(folder, 'state.json'));
  await mkdir(path.join(folder, 'state.json', 'full'), { recursive: true });
  await expect(store.save([mail('b', octets(9, 2))], 2)).rejects.toThrow();
  await expect(store.deleted([{ uidl: 'a', occurrence: 0 }], 3)).rejects.toThrow();
  expect((await store.known()).map(({ uidl }) => uidl)).toEqual(['a']);
  await rm(path.join(folder, 'state.json'), { recursive: true });
  await writeFile(path.join(folder, 'state.json'), before);
  await store.save([mail('b', octets(9, 2))], 4);
  expect((await store.known()).map(({ uidl }) => uidl)).toEqual(['a', 'b']);
});

test('a message that comes to two maildrops is one file, as old as its first coming', async () => {
  const first = await FileStore.open(folder, drop);
  expect(await first.save([mail('a', octets(9, 1))], 1000)).toEqual(['stored']);
  await first.close();
  const second = await FileStore.open(folder, { ...drop, user: 'other' });
  expect(await second.known()).toEqual([]);
  expect(await second.save([mail('a', octets(9, 1))], 2000)).toEqual(['known']);
  expect(await second.known()).toMatchObject([{ uidl: 'a', storedAt: 1000 }]);
});

test.each([
  ['POP.example.org', 'other letters'],
  ['pop.example.org.', 'a dot at the end'],
])('%s is the same maildrop (%s)', async (server) => {
  const first = await FileStore.open(folder, { ...drop, server });
  await first.save([mail('a', octets(9, 1))], 1000);
  await first.doubted({ uidl: 'b', occurrence: 0, sessions: 3 });
  await first.close();
  const second = await FileStore.open(folder, drop);
  expect(await second.known()).toMatchObject([{ uidl: 'a' }]);
  expect(await second.doubts()).toEqual([{ uidl: 'b', occurrence: 0, sessions: 3 }]);
});

test('another host is another maildrop, whose mail is known only when it has come', async () => {
  const first = await FileStore.open(folder, drop);
  await first.save([mail('a', octets(9, 1))], 1000);
  await first.doubted({ uidl: 'b', occurrence: 0, sessions: 3 });
  await first.close();
  const moved = await FileStore.open(folder, { ...drop, server: 'mail.example.org' });
  expect(await moved.known()).toEqual([]);
  expect(await moved.doubts()).toEqual([]);
  await moved.forgetDoubts();
  await moved.close();
  const again = await FileStore.open(folder, drop);
  expect(await again.doubts()).toHaveLength(1);
});

test('a file is believed by its octets: one that is gone or damaged is stored again', async () => {
  const store = await FileStore.open(folder, drop);
  const [a, b, c] = [octets(9, 1), octets(9, 2), octets(9, 3)];
  await store.save([mail('a', a), mail('b', b)], 1000);
  await unlink(path.join(folder, nameOf(a)));
  await writeFile(path.join(folder, nameOf(b)), 'damaged');
  // This one came from elsewhere.
  await writeFile(path.join(folder, nameOf(c)), c);
  const said = await store.save([mail('a2', a), mail('b2', b), mail('c', c)], 2000);
  expect(said).toEqual(['stored', 'stored', 'known']);
  for (const raw of [a, b, c]) {
    expect(await readFile(path.join(folder, nameOf(raw)))).toEqual(Buffer.from(raw));
  }
  const since = (await store.known()).map(({ uidl, storedAt }) => [uidl, storedAt]);
  expect(since).toContainEqual(['a2', 2000]);
  expect(since).toContainEqual(['c', 2000]);
});

test('what a process that was killed left unfinished is swept away', async () => {
  const part = `${nameOf(octets(9, 1))}.part`;
  await writeFile(path.join(folder, part), 'ha');
  await writeFile(path.join(folder, 'state.json.part'), '{"vers');
  await writeFile(path.join(folder, 'mine.part'), 'not ours');
  await FileStore.open(folder, drop);
  expect(await files()).toEqual(['mine.part', 'state.lock']);
});

describe('the lock of a folder', () => {
  const lock = () => path.join(folder, 'state.lock');

  test('is held by one, and given back', async () => {
    const store = await FileStore.open(folder, drop);
    await expect(FileStore.open(folder, drop)).rejects.toThrow(FolderInUse);
    await store.close();
    expect(await files()).toEqual([]);
    await (await FileStore.open(folder, drop)).close();
  });

  test('is not left behind where the folder cannot be opened', async () => {
    await writeFile(path.join(folder, 'state.json'), '{"version":99}');
    await expect(FileStore.open(folder, drop)).rejects.toThrow(/not written by this version/);
    expect(await files()).toEqual(['state.json']);
  });

  test('of a process that lives is in the way, and of one that was killed is not', async () => {
    const module = new URL('../../build/node/web/node/folder_lock.js', import.meta.url).href;
    const script = `import(${JSON.stringify(module)}).then(async ({ lockFolder }) => {
      await lockFolder(${JSON.stringify(folder)});
      process.stdout.write('locked');
      setInterval(() => {}, 1000);
    });`;
    const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    await expect(lockFolder(folder)).rejects.toThrow(`in use by another process (${other.pid})`);
    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
    const unlock = await lockFolder(folder);
    expect(await files()).toEqual(['state.lock']);
    await unlock();
  });

  test.each([
    ['a process whose number was given again', () => `${process.pid} another-boot 1`],
    ['nobody that can be told', () => ''],
    ['a number that is none', () => '-1'],
  ])('of %s is stale', async (_who, content) => {
    await writeFile(lock(), content());
    // It was killed while it wanted the lock, before it could write who it was.
    await writeFile(`${lock()}.999999999_long-ago_1.x`, '');
    await (await lockFolder(folder))();
    expect(await files()).toEqual([]);
  });

  test('goes to one of many who find a stale one at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      await writeFile(lock(), '999999999 long-ago 1');
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
      const held = tries.filter((each) => each.status === 'fulfilled');
      expect(held).toHaveLength(1);
      await held[0]?.value();
      expect(await files()).toEqual([]);
    }
  });
});
