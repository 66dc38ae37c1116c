// SPDX-License-Identifier: Apache-2.0
// An account is removed in many transactions, and the tab may go between any two of them.

import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import type { Coming } from './page/sameness.ts';
import type * as Subject from './page/store.ts';

declare const subject: typeof Subject;

let opened: Awaited<ReturnType<typeof openPage>>;
let page: Page;

beforeAll(async () => {
  opened = await openPage('store');
  ({ page } = opened);
});
afterAll(() => opened?.close());

const kMails = 450;
const mailsOf = (name: string, count: number): Coming[] =>
  Array.from({ length: count }, (_, at) => [`${name}${at}`, `${name} ${at}`]);

/** Two accounts at one server, one of them with more mail than goes at once. */
beforeEach(async () => {
  await page.evaluate(() => subject.clear());
  await page.evaluate(() => subject.account(null, {}, 0));
  await page.evaluate(() => subject.account(null, { user: 'other' }, 0));
  for (const [account, comings] of [
    [1, mailsOf('first', kMails)],
    // Its last message has three names, and of another only the header is here.
    [
      1,
      [
        ['again', 'first 449'],
        ['and again', 'first 449'],
      ],
    ],
    [2, mailsOf('second', 10)],
  ] as [number, Coming[]][]) {
    await page.evaluate(([account, comings]) => subject.visit(comings, 1000, account), [
      account,
      comings,
    ] as const);
  }
  await page.evaluate(() => subject.header('large', 1000));
  for (const name of [
    ...['password:1', 'visit:1', 'log:1', 'doubts:1', 'showing:3', 'showing:455'],
    ...['password:2', 'log:11', 'passwordKey', 'facts:pop.example.org:995'],
  ]) {
    await page.evaluate((name) => subject.setting(name), name);
  }
});

const state = () => page.evaluate(() => subject.leftovers());
const kept = { rows: { 2: 10 }, uidls: { 2: 10 }, raw: { 2: 10 } };
const keptSettings = [
  'facts:pop.example.org:995',
  'log:11',
  'password:2',
  'passwordKey',
  'showing:455',
];

test('a tab that goes in the middle leaves no message half, and the next one goes on', async () => {
  const lefts: number[] = [];
  for (let transactions = 0; ; transactions += 1) {
    const done = await page.evaluate((most) => subject.removeUntil(1, most), transactions);
    const { rows, uidls, raw } = await state();
    // A name without its message would say that it is safe here.
    expect({ uidls: uidls[0], raw: raw[0] }).toEqual({ uidls: undefined, raw: undefined });
    lefts.push(rows[1] ?? 0);
    if (transactions > 0) {
      expect(await page.evaluate(() => subject.accounts())).toEqual([[2, null]]);
      const all = { total: 10, counted: 10, accounts: [2] };
      expect(await page.evaluate(() => subject.shown())).toEqual([all, all]);
      const settings = await page.evaluate(() => subject.settings());
      const ours = settings.filter((name) => /^(password|visit|log|doubts):1$/u.test(name));
      expect(ours).toEqual([]);
      expect(settings.includes('removing:1')).toBe(!done);
    }
    if (done) break;
  }
  // Each time it went on where the one before was.
  expect(lefts[0]).toBe(kMails + 1);
  expect(lefts.length).toBeGreaterThan(3);
  expect(lefts.at(-1)).toBe(0);
  expect(await state()).toEqual(kept);
  expect(await page.evaluate(() => subject.settings())).toEqual(keptSettings);
});

test('what was begun is finished by the next start, and done once', async () => {
  expect(await page.evaluate(() => subject.removeUntil(1, 2))).toBe(false);
  await page.reload();
  await page.evaluate(() => Promise.all([subject.goOn(), subject.goOn()]));
  expect(await state()).toEqual(kept);
  expect(await page.evaluate(() => subject.settings())).toEqual(keptSettings);
  // Another tab asks for the same.
  expect(await page.evaluate(() => subject.removeUntil(1, 9))).toBe(true);
  expect(await page.evaluate(() => subject.settings())).toEqual(keptSettings);
});

test('what was learned of a server goes with the last account there', async () => {
  for (const name of ['facts:pop.example.org:110', 'facts:pop.example.org.evil:995']) {
    await page.evaluate((name) => subject.setting(name), name);
  }
  await page.evaluate(() => subject.removeUntil(2, 9));
  const facts = async () =>
    (await page.evaluate(() => subject.settings())).filter((name) => name.startsWith('facts:'));
  expect(await facts()).toHaveLength(3);
  await page.evaluate(() => subject.removeUntil(1, 9));
  expect(await facts()).toEqual(['facts:pop.example.org.evil:995']);
  expect((await state()).rows).toEqual({});
});
