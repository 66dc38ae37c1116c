// SPDX-License-Identifier: Apache-2.0
// The list over a database of 20,000 rows, in real Chromium. Times are printed, not judged: this
// machine is not a reader's.

import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { View } from '../../web/protocol.ts';
import { openPage } from './browser.ts';
import type * as Subject from './page/store.ts';

declare const subject: typeof Subject;

const kRows = 20_000;
let opened: Awaited<ReturnType<typeof openPage>>;
let page: Page;

beforeAll(async () => {
  opened = await openPage('store');
  ({ page } = opened);
  await page.evaluate((count) => subject.fillRows(count), kRows);
});
afterAll(() => opened?.close());

const inbox: View = { folder: 'inbox', account: null, query: '' };

test('the first window comes before all rows are in memory, and is the same afterwards', async () => {
  const { first, loaded, later, before, after } = await page.evaluate(async (view) => {
    const first = await subject.timed(async () => {
      await subject.openMailbox();
      return subject.theMailbox().window(view, 0, 64);
    });
    const before = await subject.theMailbox().window(view, 100, 10);
    const loaded = await subject.timed(() => subject.theMailbox().loaded);
    const later = await subject.timed(() => subject.theMailbox().window(view, 0, 64));
    const after = await subject.theMailbox().window(view, 100, 10);
    return { first, loaded, later, before, after };
  }, inbox);
  console.log(
    `${kRows} rows: first window ${first.ms} ms, all loaded ${loaded.ms} ms later, window ${later.ms} ms`,
  );
  expect(first.result.total).toBe(kRows * 0.9);
  expect(first.result.rows).toHaveLength(64);
  expect(later.result).toEqual(first.result);
  expect(after).toEqual(before);
  const dates = first.result.rows.map(({ date }) => date);
  expect(dates).toEqual([...dates].sort((a, b) => b - a));
});

test('every row is in exactly one window', async () => {
  const ids = await page.evaluate(async (view) => {
    const all: number[] = [];
    for (let offset = 0; offset < 18_000; offset += 100) {
      const { rows } = await subject.theMailbox().window(view, offset, 100);
      all.push(...rows.map(({ id }) => id));
    }
    return all;
  }, inbox);
  expect(new Set(ids).size).toBe(18_000);
});

test('search', async () => {
  const search = (query: string) =>
    page.evaluate(async (view) => subject.timed(() => subject.theMailbox().window(view, 0, 50)), {
      ...inbox,
      query,
    });
  const cold = await search('zurich reunion');
  const warm = await search('sender42 first');
  console.log(`${kRows} rows: first search ${cold.ms} ms, next ${warm.ms} ms`);
  expect(cold.result.total).toBe(20);
  expect(warm.result.total).toBe(200);
});

test('flags and moves are in the list and in the database', async () => {
  const view = { ...inbox, account: 2 };
  const result = await page.evaluate(async (view) => {
    const mailbox = subject.theMailbox();
    const { rows, total } = await mailbox.window(view, 0, 2);
    const [first, second] = rows.map(({ id }) => id) as [number, number];
    await mailbox.change([first, second], { starred: true, unread: false });
    await mailbox.change([first, 999_999], { folder: 'trash' });
    const kept = await mailbox.window(view, 0, 1);
    const trash = await mailbox.window({ ...view, folder: 'trash' }, 0, 1);
    const counts = await mailbox.counts();
    await subject.openMailbox();
    await subject.theMailbox().loaded;
    const again = await subject.theMailbox().counts();
    return { first, second, total, kept, trash, counts, again };
  }, view);
  expect(result.kept).toMatchObject({ total: result.total - 1, rows: [{ id: result.second }] });
  expect(result.trash).toMatchObject({ total: 1, rows: [{ id: result.first, starred: true }] });
  expect(result.again).toEqual(result.counts);
});

test('removing an account removes its rows and no other', async () => {
  const counts = await page.evaluate(async (view) => {
    const mailbox = subject.theMailbox();
    await subject.addAccount(1, 'leave');
    await mailbox.removeAccount(1);
    const gone = await mailbox.window({ ...view, account: 1 }, 0, 1);
    await subject.goOn();
    await subject.openMailbox();
    await subject.theMailbox().loaded;
    const all = await subject.theMailbox().counts();
    return { gone: gone.total, left: all.reduce((sum, { total }) => sum + total, 0) };
  }, inbox);
  expect(counts.gone).toBe(0);
  // The rows with a star count twice.
  expect(counts.left).toBeGreaterThanOrEqual(kRows / 2);
  expect((await page.evaluate(() => subject.survey())).uidls).toHaveLength(kRows / 2);
});
