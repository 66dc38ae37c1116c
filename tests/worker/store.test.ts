// SPDX-License-Identifier: Apache-2.0
// The store in real Chromium with real IndexedDB on disk.

import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newProfile, type Profile, servePage } from './browser.ts';
import { deferred } from './fakes.ts';
import type * as Subject from './page/store.ts';
import { storeContract } from './store_contract.ts';

declare const subject: typeof Subject;

let site: { url: string; server: Server };
let profile: Profile;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  site = await servePage('store');
  profile = await newProfile(site.url);
  ({ context, page } = await profile.start());
});
afterAll(async () => {
  await context?.close();
  await profile?.remove();
  site?.server.closeAllConnections();
  site?.server.close();
});

describe('the contract of every store', () => {
  test.each(storeContract.map(({ name }) => name))('%s', async (name) => {
    await page.evaluate((wanted) => subject.runContract(wanted), name);
  });
});

describe('in IndexedDB', () => {
  beforeEach(() => page.evaluate(() => subject.clear()));
  afterEach(() => page.reload());

  test('has exactly the stores of the contract', async () => {
    const { names, version } = await page.evaluate(() => subject.stores());
    expect(names).toEqual(['accounts', 'index', 'messages', 'raw', 'settings', 'uidls']);
    expect(version).toBe(1);
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
    expect(await page.evaluate(() => subject.migrate(true))).toEqual({ error: true, version: 1 });
    expect((await page.evaluate(() => subject.survey())).uidls).toHaveLength(5);
    expect(await page.evaluate(() => subject.migrate(false))).toEqual({ error: false, version: 2 });
    expect(await page.evaluate(() => subject.openRefused())).toEqual({ newer: true });
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

  test('a remembered password opens in a new session, and only there', async () => {
    const password = 'pässword & <more>';
    expect(await page.evaluate(() => subject.recall(1))).toBeNull();
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
  const other = await newProfile(site.url);
  const { context: small, page: writer } = await other.start();
  const devtools = await small.newCDPSession(writer);
  const { origin } = new URL(site.url);
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
  const other = await newProfile(site.url);
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
