// SPDX-License-Identifier: Apache-2.0
// One content, one row, as many names as it comes by: in real Chromium, beyond what the contract of
// every store says.

import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountDraft } from '../../web/protocol.ts';
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
beforeEach(() => page.evaluate(() => subject.clear()));

const visit = (comings: Coming[], now: number) =>
  page.evaluate(([comings, now]) => subject.visit(comings, now), [comings, now] as const);
const names = () => page.evaluate(() => subject.names());
const mails = () => page.evaluate(() => subject.mails());
const texts = async () => (await mails()).map(({ text }) => text).sort();
const gone = (uidls: string[], now: number) =>
  page.evaluate(
    ([uidls, now]) =>
      subject.gone(
        uidls.map((uidl) => ({ uidl, occurrence: 0 })),
        now,
      ),
    [uidls, now] as const,
  );
const move = (ids: number[], folder: 'inbox' | 'trash') =>
  page.evaluate(([ids, folder]) => subject.move(ids, folder), [ids, folder] as const);
const discard = (ids: number[]) => page.evaluate((ids) => subject.discard(ids), ids);
const account = (id: number | null, more: Partial<AccountDraft>, now = 0) =>
  page.evaluate(([id, more, now]) => subject.account(id, more, now), [id, more, now] as const);

test('what comes again is told to nobody as new', async () => {
  expect(await visit([['a', 'x']], 1000)).toEqual({ said: ['stored'], rows: [1], gone: [] });
  const again: Coming[] = [
    ['b', 'x'],
    ['a', 'x'],
  ];
  expect(await visit(again, 2000)).toEqual({ said: ['known', 'known'], rows: [], gone: [] });
});

test('it is known after its last name was forgotten', async () => {
  const day = 24 * 60 * 60 * 1000;
  await visit([['a', 'x']], 1000);
  await gone(['a'], 2000);
  expect(await page.evaluate((now) => subject.forget(now), 40 * day)).toEqual([]);
  expect(await visit([['b', 'x']], 40 * day)).toMatchObject({ said: ['known'] });
  expect(await texts()).toEqual(['x']);
  // As old as it was.
  expect((await names()).known).toEqual(['b 1000']);
});

test('no name is believed whose message is not here', async () => {
  const both: Coming[] = [
    ['a', 'x'],
    ['b', 'y'],
  ];
  await visit(both, 1000);
  await page.evaluate(() => subject.halve([1]));
  expect((await names()).known).toEqual(['b 1000']);
  expect(await visit(both, 2000)).toMatchObject({ said: ['stored', 'known'] });
  expect((await names()).known).toEqual(['a 2000', 'b 1000']);
  expect(await texts()).toEqual(['x', 'y']);
});

test('another account has its own', async () => {
  await visit([['a', 'x']], 1000);
  const said = await page.evaluate(() => subject.visit([['a', 'x']], 2000, 2));
  expect(said).toMatchObject({ said: ['stored'] });
});

describe('a message in the trash that comes again', () => {
  beforeEach(() => page.evaluate(() => subject.addAccount(1, 'leave')));

  test('stays there, and is deleted on the server again where that was asked', async () => {
    await visit(
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
      1000,
    );
    await move([1, 2], 'trash');
    await discard([1]);
    expect((await names()).discarded).toEqual(['a']);
    await gone(['a', 'b'], 2000);
    const again: Coming[] = [
      ['new a', 'x'],
      ['new b', 'y'],
    ];
    expect(await visit(again, 3000)).toEqual({ said: ['known', 'known'], rows: [], gone: [] });
    expect((await mails()).map(({ folder }) => folder)).toEqual(['trash', 'trash']);
    expect((await names()).discarded).toEqual(['new a']);
  });

  test('is not deleted any more when it was taken out, by whatever name', async () => {
    await visit([['a', 'x']], 1000);
    await move([1], 'trash');
    await discard([1]);
    await visit([['b', 'x']], 2000);
    await gone(['a'], 3000);
    expect((await names()).discarded).toEqual(['b']);
    await move([1], 'inbox');
    expect((await names()).discarded).toEqual([]);
    // Not even where the server had said that it was gone.
    await visit([['a', 'x']], 4000);
    expect((await names()).discarded).toEqual([]);
  });

  test('is offered and deleted by all its names, unless one of them is shared', async () => {
    await visit(
      [
        ['a', 'x'],
        ['b', 'x'],
        ['c', 'y'],
        ['s', 'z', 0],
        ['s', 'z', 1],
        ['d', 'z'],
      ],
      1000,
    );
    expect(await texts()).toEqual(['x', 'y', 'z']);
    expect(await move([1, 2, 3], 'trash')).toEqual([1, 2]);
    await discard([1]);
    expect((await names()).discarded).toEqual(['a', 'b']);
    // What is left on the server is still offered.
    await gone(['a'], 2000);
    expect(await move([1], 'trash')).toEqual([1]);
    await gone(['b'], 3000);
    expect(await move([1], 'trash')).toEqual([]);
  });
});

describe('an account that is changed', () => {
  const both: Coming[] = [
    ['1', 'x'],
    ['2', 'y'],
  ];
  const was = { known: ['1 1000', '2 1000'], discarded: [] };
  beforeEach(async () => {
    expect(await account(null, {})).toBe(1);
    await page.evaluate(() => subject.checkedAt(1, 900));
    await visit(both, 1000);
    await page.evaluate(() => subject.setting('doubts:1'));
  });

  test.each<[string, Partial<AccountDraft>]>([
    ['the port', { port: 110, security: 'stls' }],
    ['how the line is secured', { security: 'stls' }],
    ['letters of the name of its server', { server: 'POP.Example.org' }],
    ['a dot behind the name of its server', { server: 'pop.example.org.' }],
    ['its relay, and what becomes of mail', { relay: 'wss://x.example/', afterDownload: 'delete' }],
  ])('in %s has the same maildrop, of which nothing comes again', async (_what, more) => {
    await account(1, more, 2000);
    expect(await names()).toEqual(was);
    expect(await page.evaluate(() => subject.accounts())).toEqual([[1, 900]]);
    expect(await page.evaluate(() => subject.settings())).toEqual(['doubts:1']);
  });

  test.each<[string, Partial<AccountDraft>]>([
    ['server', { server: 'mail.example.org' }],
    ['user', { user: 'Ana' }],
  ])(
    'in its %s believes no name, and stores nothing of the same mail again',
    async (_what, more) => {
      await account(1, more, 2000);
      expect(await names()).toEqual({ known: [], discarded: [] });
      expect(await page.evaluate(() => subject.accounts())).toEqual([[1, null]]);
      expect(await page.evaluate(() => subject.settings())).toEqual([]);
      const again: Coming[] = [
        ['2', 'x'],
        ['3', 'y'],
      ];
      expect(await visit(again, 3000)).toMatchObject({ said: ['known', 'known'] });
      expect(await names()).toEqual({ known: ['2 1000', '3 1000'], discarded: [] });
      expect(await texts()).toEqual(['x', 'y']);
    },
  );

  test('to another mailbox and back stores nothing of the first again, though UIDLs are equal', async () => {
    await account(1, { user: 'other' }, 2000);
    const others: Coming[] = [
      ['1', 'other x'],
      ['2', 'y'],
      ['3', 'other z'],
    ];
    expect(await visit(others, 3000)).toMatchObject({ said: ['stored', 'known', 'stored'] });
    await account(1, {}, 4000);
    expect((await names()).known).toEqual([]);
    expect(await visit(both, 5000)).toMatchObject({ said: ['known', 'known'] });
    expect(await names()).toEqual(was);
    await account(1, { user: 'other' }, 6000);
    expect(await visit(others, 7000)).toMatchObject({ said: ['known', 'known', 'known'] });
    expect(await texts()).toEqual(['other x', 'other z', 'x', 'y']);
    const isOf = await names();
    expect(isOf.known).toEqual(['1 3000', '2 1000', '3 3000']);
  });

  test('to another mailbox and back shows no header twice', async () => {
    const headers = (uidls: string[], now: number) =>
      page.evaluate(([uidls, now]) => subject.headers(uidls, now), [uidls, now] as const);
    expect(await headers(['8', '9'], 1000)).toBe(4);
    await account(1, { user: 'other' }, 2000);
    await visit([['8', 'other']], 3000);
    await account(1, {}, 4000);
    expect(await headers(['8', '9'], 5000)).toBe(0);
    expect(await headers(['8', '9'], 6000)).toBe(0);
    // The message takes the place of its header, as ever.
    const eight: Coming[] = [['8', 'all of it', 1]];
    expect(await visit(eight, 7000)).toEqual({
      said: ['stored'],
      rows: [expect.any(Number)],
      gone: [],
    });
    expect((await mails()).filter(({ text }) => text === null)).toHaveLength(3);
    expect(await mails()).toHaveLength(2 + 4 + 1);
  });

  test('to another mailbox takes no wish to delete along', async () => {
    await move([1], 'trash');
    await discard([1]);
    await account(1, { server: 'mail.example.org' }, 2000);
    await visit(both, 3000);
    expect((await names()).discarded).toEqual([]);
    await account(1, {}, 4000);
    await visit(both, 5000);
    expect((await names()).discarded).toEqual([]);
  });
});

test('the row of a header goes where its message turns out to be here', async () => {
  await visit([['a', 'x']], 1000);
  await page.evaluate(() => subject.header('b', 1500));
  expect((await mails()).map(({ text }) => text)).toEqual(['x', null]);
  expect(await visit([['b', 'x']], 2000)).toEqual({ said: ['known'], rows: [], gone: [2] });
  expect((await mails()).map(({ text }) => text)).toEqual(['x']);
  expect((await names()).known).toEqual(['a 1000', 'b 1000']);
});

test('headers are stored all or none', async () => {
  expect(await page.evaluate(() => subject.brokenHeaders())).toBe('DataCloneError');
  expect(await mails()).toEqual([]);
});

describe('a mailbox of version 2', () => {
  test('opens as it was, and what comes again of it is known', async () => {
    const old: Coming[] = [
      ['a', 'x'],
      ['b', 'y'],
      // It was stored a second time.
      ['c', 'x'],
      ['s', 'z', 0],
      ['s', 'z', 1],
    ];
    await page.evaluate((old) => subject.makeSecond(old), old);
    expect((await page.evaluate(() => subject.stores())).version).toBe(3);
    expect(await names()).toEqual({
      known: ['a 5000', 'b 5000', 'c 5000', 's 5000', 's/1 5000'],
      discarded: [],
    });
    const again: Coming[] = [
      ['new', 'y'],
      ['c', 'x'],
      ['d', 'x'],
      ['e', 'other'],
    ];
    const said = { said: ['known', 'known', 'known', 'stored'], gone: [] };
    expect(await visit(again, 6000)).toMatchObject(said);
    expect(await texts()).toEqual(['other', 'x', 'x', 'y', 'z', 'z']);
    expect((await mails()).map(({ folder }) => folder)).toEqual([
      ...Array(5).fill('archive'),
      'inbox',
    ]);
    expect(await page.evaluate(() => subject.survey())).toMatchObject({
      broken: [],
      strayRaw: 0,
      strayUidls: 0,
    });
    // A second name that a version 2 had stored apart still is the name of its own row.
    await page.evaluate(() => subject.addAccount(1, 'leave'));
    await move([3], 'trash');
    await discard([3]);
    expect((await names()).discarded).toEqual(['c']);
  });

  test('of 20,000 messages opens; how long it takes is printed', async () => {
    const milliseconds = await page.evaluate(() => subject.openLarge(20_000));
    console.log(`20,000 messages of version 2 open in ${milliseconds} ms`);
    expect((await names()).known).toHaveLength(20_000);
  });
});
