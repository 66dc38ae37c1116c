// SPDX-License-Identifier: Apache-2.0
// What the person is told before an account is removed: how much of its mail is nowhere but here.

import type { Server } from 'node:http';
import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newProfile, type Profile, servePage } from './browser.ts';
import type * as Subject from './page/only_here.ts';

declare const subject: typeof Subject;

let site: { url: string; server: Server };
let profile: Profile;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  site = await servePage('only_here');
});
afterAll(() => {
  site?.server.closeAllConnections();
  site?.server.close();
});
beforeEach(async () => {
  profile = await newProfile(site.url);
  ({ context, page } = await profile.start());
  return async () => {
    await context.close();
    await profile.remove();
  };
});

const count = () => page.evaluate(() => subject.count());

test('an account without mail', async () => {
  expect(await count()).toEqual({ total: 0, onlyHere: 0 });
});

test('what was deleted on the server is only here, also when its name is forgotten', async () => {
  await page.evaluate(() => subject.save(0, 10));
  await page.evaluate(() => subject.save(0, 5, 2));
  expect(await count()).toEqual({ total: 10, onlyHere: 0 });
  await page.evaluate(() => subject.deleted('u1', 'u2', 'u9'));
  expect(await count()).toEqual({ total: 10, onlyHere: 3 });
  await page.evaluate(() => subject.forgetDeleted());
  expect(await count()).toEqual({ total: 10, onlyHere: 3 });
  expect(await page.evaluate(() => subject.count(2))).toEqual({ total: 5, onlyHere: 0 });
});

test('what the server lists again after all is not only here', async () => {
  await page.evaluate(async () => {
    await subject.save(0, 3);
    await subject.deleted('u1');
    await subject.save(1, 2);
  });
  expect(await count()).toEqual({ total: 3, onlyHere: 0 });
});

test('a message that was deleted under its new name is only here', async () => {
  await page.evaluate(async () => {
    await subject.save(0, 3);
    await subject.renamed('u1', 'new');
  });
  expect(await count()).toEqual({ total: 3, onlyHere: 0 });
  await page.evaluate(() => subject.deleted('new'));
  expect(await count()).toEqual({ total: 3, onlyHere: 1 });
});

test('a message of which only the header is here is not here, until the rest comes', async () => {
  await page.evaluate(async () => {
    await subject.save(0, 3);
    await subject.saveHeader('large');
    await subject.saveHeader('moved');
    await subject.renamed('moved', 'to');
  });
  expect(await count()).toEqual({ total: 3, onlyHere: 0 });
  await page.evaluate(() => subject.saveWhole('large'));
  await page.evaluate(() => subject.saveWhole('to'));
  expect(await count()).toEqual({ total: 5, onlyHere: 0 });
  await page.evaluate(() => subject.deleted('to'));
  expect(await count()).toEqual({ total: 5, onlyHere: 1 });
});

test('more names than are read at once', async () => {
  await page.evaluate(() => subject.save(0, 4100));
  await page.evaluate(() => subject.deleted('u0', 'u1999', 'u2000', 'u2001', 'u4099'));
  expect(await count()).toEqual({ total: 4100, onlyHere: 5 });
});
