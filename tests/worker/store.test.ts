// SPDX-License-Identifier: Apache-2.0
// The store in real Chromium with real IndexedDB on disk.

import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../relay/processes.ts';
import { newProfile, openPage } from './browser.ts';
import { deferred } from './fakes.ts';
import type * as Subject from './page/store.ts';
import { storeContract } from './store_contract.ts';
import { samenessContract } from './store_contract_sameness.ts';

declare const subject: typeof Subject;

let opened: Awaited<ReturnType<typeof openPage>>;
let page: Page;

beforeAll(async () => {
  opened = await openPage('store');
  ({ page } = opened);
});
afterAll(() => opened?.close());

describe('the contract of every store', () => {
  test.each([...storeContract, ...samenessContract].map(({ name }) => name))('%s', async (name) => {
    await page.evaluate((wanted) => subject.runContract(wanted), name);
  });
});

describe('in IndexedDB', () => {
  beforeEach(() => page.evaluate(() => subject.clear()));
  afterEach(() => page.reload());

  test('has exactly the stores of the contract', async () => {
    const { names, version } = await page.evaluate(() => subject.stores());
    expect(names).toEqual(['accounts', 'index', 'messages', 'raw', 'settings', 'uidls']);
    expect(version).toBe(3);
  });

  test('keeps raw mail in Uint8Arrays of at most 1 MiB, keyed by message and chunk', async () => {
    await page.evaluate(() => subject.save(1, 1, 2 * 1024 * 1024 + 5));
    expect(await page.evaluate(() => subject.rawValues())).toEqual([
      [[1, 0], 'Uint8Array', 1048576, 1048576],
      [[1, 1], 'Uint8Array', 1048576, 1048576],
      [[1, 2], 'Uint8Array', 5, 5],
    ]);
  });

  test('a batch is stored whole or not at all', async () => {
    expect(await page.evaluate(() => subject.save(1, 3, 100))).toBeNull();
    expect(await page.evaluate(() => subject.saveBroken(50))).toBe('storage.failed');
    expect(await page.evaluate(() => subject.survey())).toEqual({
      uidls: ['u1', 'u2', 'u3'],
      broken: [],
      strayRaw: 0,
      strayUidls: 0,
    });
  });

  test('a newer database is told of and not touched', async () => {
    await page.evaluate(() => subject.makeNewer());
    expect(await page.evaluate(() => subject.openRefused())).toEqual({ newer: true });
    expect(await page.evaluate(() => subject.treasure())).toEqual({ version: 99, value: 'kept' });
  });

  test('a migration keeps everything; one that fails changes nothing', async () => {
    await page.evaluate(() => subject.save(1, 5, 100));
    expect(await page.evaluate(() => subject.migrate(true))).toEqual({ error: true, version: 3 });
    expect((await page.evaluate(() => subject.survey())).uidls).toHaveLength(5);
    expect(await page.evaluate(() => subject.migrate(false))).toEqual({ error: false, version: 4 });
    expect(await page.evaluate(() => subject.openRefused())).toEqual({ newer: true });
  });

  test('a mailbox of version 1 opens, is whole, and is known by what its mail is like', async () => {
    const dated = { messageId: 'a@example.org', date: 7000, octets: 900 };
    const others = [
      { uidl: 'undated', messageId: 'b@example.org', date: null, octets: 10 },
      { uidl: 'nameless', messageId: '', date: 8000, octets: 20 },
    ];
    // More than are brought over at a time.
    const many = Array.from({ length: 2500 }, (_, index) => ({
      uidl: `many${index}`,
      messageId: `${index}@example.org`,
      date: 1000 + index,
      octets: 30 + index,
    }));
    const old = [{ uidl: 'dated', ...dated }, ...others, ...many];
    await page.evaluate((mails) => subject.makeOld(mails), old);
    const known = await page.evaluate(() => subject.knownOfOld());
    const expected = old.map(({ uidl, messageId, date, octets }) => ({
      uidl,
      storedAt: 5000,
      listedOctets: octets,
      likeness: date === null || messageId === '' ? null : { messageId, date, octets },
    }));
    const byName = (a: { uidl: string }, b: { uidl: string }) => (a.uidl < b.uidl ? -1 : 1);
    expect(known).toEqual(expected.sort(byName));
    const rows = await page.evaluate(() => subject.rowsOfOld());
    expect(rows).toEqual(old.map(({ uidl }) => ({ uidl, folder: 'archive', starred: true })));
    expect((await page.evaluate(() => subject.stores())).version).toBe(3);
  });

  test('a migration that fails after a while changes nothing', async () => {
    await page.evaluate(() => subject.save(1, 5, 100));
    expect(await page.evaluate(() => subject.migrateLate())).toEqual({ error: true, version: 3 });
    expect((await page.evaluate(() => subject.survey())).uidls).toHaveLength(5);
  });

  test('an old page lets a new one upgrade', async () => {
    expect(await page.evaluate(() => subject.supersede())).toBe(true);
  });

  test('forgets a UIDL 30 days after its deletion was confirmed, and no other', async () => {
    const day = 24 * 60 * 60 * 1000;
    await page.evaluate(() => subject.save(1, 3, 100));
    await page.evaluate(() => subject.noteDeleted('u1', 1000));
    await page.evaluate((now) => subject.noteDeleted('u2', now), 1000 + day);
    expect(await page.evaluate((now) => subject.forget(now), 1000 + 30 * day)).toHaveLength(3);
    expect(await page.evaluate((now) => subject.forget(now), 1001 + 30 * day)).toEqual([
      'u2',
      'u3',
    ]);
    expect((await page.evaluate(() => subject.survey())).uidls).toEqual(['u1', 'u2', 'u3']);
  });

  describe('deleting on the server what was deleted here', () => {
    beforeEach(() => page.evaluate(() => subject.addAccount(1, 'leave')));
    const moved = (ids: number[], folder: 'inbox' | 'trash') =>
      page.evaluate(([ids, folder]) => subject.move(ids, folder), [ids, folder] as const);
    const discard = (ids: number[]) => page.evaluate((ids) => subject.discard(ids), ids);
    const queue = () => page.evaluate(() => subject.discarded());
    const saved = (uidls: string[], account = 1) =>
      page.evaluate(([uidls, account]) => subject.saveNamed(uidls, account), [
        uidls,
        account,
      ] as const);

    test('waits in a queue that a reload leaves alone, until the server has confirmed it', async () => {
      const [a = 0, b = 0] = await saved(['a', 'b', 'c']);
      expect(await moved([a, b], 'trash')).toEqual([a, b]);
      expect(await queue()).toEqual([]);
      await discard([a, b]);
      await page.reload();
      expect(await queue()).toEqual(['a', 'b']);
      await page.evaluate(() => subject.noteDeleted('a', 2000));
      expect(await queue()).toEqual(['b']);
      // Nothing more is offered for what the server does not have.
      expect(await moved([a, b], 'trash')).toEqual([b]);
    });

    test('is asked for again of a server that kept it all the same', async () => {
      const [a = 0] = await saved(['a']);
      await moved([a], 'trash');
      await discard([a]);
      await page.evaluate(() => subject.noteDeleted('a', 2000));
      await page.evaluate(() => subject.saveAgain('a', 0));
      expect(await queue()).toEqual(['a']);
    });

    test('is not done to another message under a reused UIDL', async () => {
      const [a = 0] = await saved(['a']);
      await moved([a], 'trash');
      await discard([a]);
      await page.evaluate(() => subject.noteDeleted('a', 2000));
      await page.evaluate(() => subject.saveAgain('a', 77));
      expect(await queue()).toEqual([]);
      // The old row has no say any more in what happens under that name.
      await discard([a]);
      expect(await queue()).toEqual([]);
      expect(await moved([a], 'trash')).toEqual([]);
    });

    test('is taken back by taking the message out of the trash', async () => {
      const [a = 0, b = 0] = await saved(['a', 'b']);
      await moved([a, b], 'trash');
      await discard([a, b]);
      await moved([a], 'inbox');
      expect(await queue()).toEqual(['b']);
      // Only what is in the trash is deleted.
      await discard([a]);
      expect(await queue()).toEqual(['b']);
    });

    test('is offered neither where the account deletes anyway nor where two share a UIDL', async () => {
      await page.evaluate(() => subject.addAccount(2, 'delete'));
      const [same = 0, twin = 0, alone = 0] = await saved(['s', 's', 'a']);
      const [gone = 0] = await saved(['g'], 2);
      expect(await moved([same, twin, alone, gone], 'trash')).toEqual([alone]);
    });

    test('follows a message to its new UIDL', async () => {
      const [a = 0] = await saved(['a']);
      await moved([a], 'trash');
      await discard([a]);
      await page.evaluate(() => subject.rename('a', 'n'));
      expect(await queue()).toEqual(['n']);
      await moved([a], 'inbox');
      expect(await queue()).toEqual([]);
    });
  });

  describe('the header of a message that is too large', () => {
    const about = () => page.evaluate(() => subject.aboutLarge());
    const header = (now: number) => page.evaluate((now) => subject.saveLargeHeader(now), now);

    test('is a row without a message, which the server keeps and which is known to nobody', async () => {
      await page.evaluate(() => subject.addAccount(1, 'leave'));
      const [id = 0] = await header(1000);
      expect(await header(2000)).toEqual([]);
      const alone = {
        rows: [
          {
            id,
            folder: 'inbox',
            octets: 5_000_000,
            sha256: '',
            date: 1000,
            unread: true,
            starred: false,
            attachments: false,
            headerOnly: true,
          },
        ],
        raw: [null],
        known: [],
        headers: ['large'],
        wanted: [],
      };
      expect(await about()).toEqual(alone);
      // Through the trash and back, with a wish to delete it on the server too.
      const trash = await page.evaluate((id) => subject.move([id], 'trash'), id);
      expect(trash).toEqual([]);
      await page.evaluate((id) => subject.discard([id]), id);
      expect(await page.evaluate(() => subject.discarded())).toEqual([]);
      await page.evaluate((id) => subject.move([id], 'inbox'), id);
      await page.reload();
      expect(await about()).toEqual(alone);
    });

    test('gives its place to the message, with what the person did to it', async () => {
      const [id = 0] = await header(1000);
      await page.evaluate((id) => subject.star(id), id);
      expect(await page.evaluate((id) => subject.want(id), id)).toBe(true);
      await page.reload();
      expect(await about()).toMatchObject({ headers: [], wanted: ['large'], known: [] });
      await page.evaluate(() => subject.saveLarge('all of it', 3000));
      await page.reload();
      expect(await about()).toEqual({
        rows: [
          {
            id,
            folder: 'inbox',
            octets: 9,
            sha256: sha256(Buffer.from('all of it')),
            date: 1000,
            unread: true,
            starred: true,
            attachments: true,
          },
        ],
        raw: ['all of it'],
        known: ['large'],
        headers: [],
        wanted: [],
      });
      expect(await page.evaluate((id) => subject.want(id), id)).toBe(false);
      expect(await header(4000)).toHaveLength(1);
    });
  });

  test('what was learned of a server is believed for a month, and of no other', async () => {
    const day = 24 * 60 * 60 * 1000;
    const facts = (server: string, now: number) =>
      page.evaluate(([server, now]) => subject.facts(server, now), [server, now] as const);
    const learn = (facts: string[], now: number) =>
      page.evaluate(([facts, now]) => subject.learn('a.example', facts, now), [
        facts,
        now,
      ] as const);
    await learn(['no-capa', 'interval 300', 'refused PLAIN'], 1000);
    await page.reload();
    expect(await facts('a.example', 2000)).toEqual(['no-capa', 'interval 300', 'refused PLAIN']);
    expect(await facts('b.example', 2000)).toEqual([]);
    await learn(['interval 60', 'refused LOGIN'], 1000 + day);
    const now = 1000 + 30 * day;
    expect((await facts('a.example', now - 1)).sort()).toEqual([
      'interval 60',
      'no-capa',
      'refused LOGIN',
      'refused PLAIN',
    ]);
    expect((await facts('a.example', now)).sort()).toEqual(['interval 60', 'refused LOGIN']);
  });

  test('a remembered password opens in a new session, and only there', async () => {
    const password = 'pässword & <more>';
    expect(await page.evaluate(() => subject.recall(1))).toBeNull();
    // Of an account that was removed meanwhile nothing is to be left.
    await page.evaluate((text) => subject.remember(1, text), password);
    expect(await page.evaluate(() => subject.recall(1))).toBeNull();
    await page.evaluate(() => subject.addAccount(1, 'leave'));
    await page.evaluate((text) => subject.remember(1, text), password);
    const { text, extractable } = await page.evaluate(() => subject.settingsText());
    expect(text).not.toContain('ssword');
    expect(extractable).toBe(false);
    await page.reload();
    expect(await page.evaluate(() => subject.recall(1))).toBe(password);
    await page.evaluate(() => subject.graft(1, 2));
    expect(await page.evaluate(() => subject.recall(2))).toBeNull();
  });
});

test('says when the browser has no room, and leaves nothing half', async () => {
  const other = await newProfile(opened.url);
  const { context: small, page: writer } = await other.start();
  const devtools = await small.newCDPSession(writer);
  const { origin } = new URL(opened.url);
  // Before the first write: Chromium asks for the room that is left only now and then.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 });
  expect(await writer.evaluate(() => subject.save(1, 2, 1000))).toBeNull();
  expect(await writer.evaluate(() => subject.save(10, 4, 2_000_000))).toBe('storage.full');
  expect(await writer.evaluate(() => subject.survey())).toEqual({
    uidls: ['u1', 'u2'],
    broken: [],
    strayRaw: 0,
    strayUidls: 0,
  });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  expect(await writer.evaluate(() => subject.save(10, 4, 2_000_000))).toBeNull();
  await small.close();
  await other.remove();
});

test('after the browser was killed, every message that was confirmed is there, and none half', async () => {
  const other = await newProfile(opened.url);
  const { context: doomed, page: writer } = await other.start();
  let confirmed = 0;
  const enough = deferred<void>();
  await writer.exposeFunction('note', (last: number) => {
    confirmed = last;
    if (last >= 300) enough.resolve();
  });
  await writer.evaluate(() => {
    const { note } = globalThis as unknown as { note: (last: number) => Promise<void> };
    void subject.saveForEver(note);
  });
  await enough.promise;
  const gone = new Promise((resolve) => doomed.once('close', resolve));
  process.kill(browserProcess(other.folder), 'SIGKILL');
  await gone;

  const { context: next, page: reader } = await other.start();
  const found = await reader.evaluate(() => subject.survey());
  await next.close();
  await other.remove();
  expect(found).toMatchObject({ broken: [], strayRaw: 0, strayUidls: 0 });
  const stored = new Set(found.uidls);
  const missing = Array.from({ length: confirmed }, (_, index) => `u${index}`).filter(
    (uidl) => !stored.has(uidl),
  );
  expect(missing).toEqual([]);
  expect(stored.size).toBe(found.uidls.length);
  expect(found.uidls.length % 20).toBe(0);
});

/** The browser's own process, not one of its children. */
function browserProcess(folder: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) {
    let line: string;
    try {
      line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      continue;
    }
    if (line.includes(`--user-data-dir=${folder}`) && !line.includes('--type=')) return Number(pid);
  }
  throw new Error('no browser runs on that profile');
}
