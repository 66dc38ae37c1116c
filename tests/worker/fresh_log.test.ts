// SPDX-License-Identifier: Apache-2.0
// A fresh log in real Chromium. What it is for is in tests/killed/torn_log.test.ts.
import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newProfile, type Profile, servePage } from './browser.ts';

declare const subject: typeof import('./page/fresh_log.ts');

let url: string;
let server: Server;
let profile: Profile;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  ({ url, server } = await servePage('fresh_log'));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  profile = await newProfile(url);
  ({ context, page } = await profile.start());
  return async () => {
    await context.close();
    await profile.remove();
  };
});

/** The log that LevelDB writes to, by its number. */
function log(): number {
  const databases = path.join(profile.folder, 'Default', 'IndexedDB');
  const [folder = ''] = readdirSync(databases).filter((name) => name.endsWith('.leveldb'));
  const logs = readdirSync(path.join(databases, folder)).filter((name) => name.endsWith('.log'));
  return Math.max(...logs.map((name) => Number.parseInt(name, 10)));
}

/** A mail store, which is held open. */
const openArchive = () =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('pillarbox', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('raw').put('mail', 1);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
  );

test('what is written next is in another log, and the archive is untouched', async () => {
  await openArchive();
  const before = log();
  await page.evaluate(() => subject.beginFreshLog());
  await expect.poll(log).toBeGreaterThan(before);
  const left = await page.evaluate(() => indexedDB.databases());
  expect(left).toEqual([{ name: 'pillarbox', version: 1 }]);
});

test('tabs that do so at once do not wait for each other', async () => {
  await openArchive();
  const other = await context.newPage();
  await other.goto(url);
  const many = (tab: Page) =>
    tab.evaluate(() => Promise.all(Array.from({ length: 20 }, () => subject.beginFreshLog())));
  await Promise.all([many(page), many(other)]);
  const left = () => page.evaluate(() => indexedDB.databases());
  await expect.poll(left).toEqual([{ name: 'pillarbox', version: 1 }]);
});
