// SPDX-License-Identifier: Apache-2.0
// What the whole worker does without being asked, in Chromium on the real IndexedDB and the real
// relay: checks by itself, and the log of every conversation.

import { rm } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountDraft, Event } from '../../web/protocol.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { buildSite, newProfile, type Profile } from './browser.ts';
import type { AppPage } from './page/app.ts';
import { letter, type SmallServer, smallServer } from './small_server.ts';

declare const app: AppPage;

const password = 'kawung-parang-truntum';
const url = () => `${theRelay.url}/app.html`;

let site: string;
let theRelay: RunningRelay;
let small: SmallServer;
let mailboxes: Record<string, string[]>;
let beforeAnswer: (command: string) => Promise<void> = async () => {};
let profile: Profile;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  site = await buildSite();
  mailboxes = {};
  small = await smallServer(mailboxes, (command) => beforeAnswer(command));
  theRelay = await relay('--web', site, '--allow', `127.0.0.1:${small.port}`);
});
afterAll(async () => {
  await theRelay?.stop();
  await small?.stop();
  if (site) await rm(site, { recursive: true });
});

beforeEach(async () => {
  mailboxes.ana = [letter('the first')];
  small.log.length = 0;
  profile = await newProfile(url());
  ({ context, page } = await profile.start());
  return async () => {
    beforeAnswer = async () => {};
    await context.close();
    await profile.remove();
  };
});

async function save(more: Partial<AccountDraft> = {}): Promise<number> {
  const account: AccountDraft = {
    address: 'ana@example.org',
    user: 'ana',
    server: '127.0.0.1',
    port: small.port,
    security: 'none',
    afterDownload: 'leave',
    deleteAfterDays: 14,
    relay: '',
    pin: '',
    rememberPassword: true,
    ...more,
  };
  const question = { type: 'saveAccount', id: null, account, password: null } as const;
  const answer = await page.evaluate((asked) => app.ask(asked), question);
  if (!('id' in answer)) throw new Error(JSON.stringify(answer));
  return answer.id;
}

/** Asks for a check; the event that ends it. */
const check = (account: number, given: string | null = password): Promise<Event> =>
  page.evaluate(
    ([account, password]) => {
      const from = app.events.length;
      app.tell({ type: 'check', account, password });
      return app.next(from, ['checked', 'failed', 'passwordNeeded']);
    },
    [account, given] as const,
  );

/** The database as it would be if the last visit had been an hour ago. */
const anHourLater = (account: number) =>
  page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('pillarbox');
      request.onsuccess = () => resolve(request.result);
    });
    const store = database.transaction('settings', 'readwrite').objectStore('settings');
    await new Promise<void>((resolve) => {
      const request = store.get(name);
      request.onsuccess = () => {
        const visit = { ...request.result, endedAt: request.result.endedAt - 3_600_000 };
        store.put(visit, name).onsuccess = () => resolve();
      };
    });
    database.close();
  }, `visit:${account}`);

const online = (where = page) => where.evaluate(() => app.tell({ type: 'online' }));
const ended = (where: Page, from: number) =>
  where.evaluate((at) => app.next(at, ['checked', 'failed', 'passwordNeeded']), from);
const eventCount = (where: Page) => where.evaluate(() => app.events.length);
const readLog = (account: number, where = page) =>
  where.evaluate(async (id) => {
    const answer = await app.ask({ type: 'log', account: id });
    if (!('text' in answer)) throw new Error(JSON.stringify(answer));
    return answer.text;
  }, account);
/** No tab has the lock of a check, nor waits for it. */
const noCheckRuns = () =>
  page.waitForFunction(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    return ![...held, ...pending].some(({ name }) => name?.startsWith('pillarbox-check-'));
  });
const sessions = () => small.log.filter((line) => line === 'ana USER ana').length;

test('mail comes by itself when the network is back, to all tabs by one session', async () => {
  const account = await save();
  await check(account);
  expect(sessions()).toBe(1);
  const other = await context.newPage();
  await other.goto(url());
  await readLog(account, other);
  mailboxes.ana?.push(letter('the second'));
  await anHourLater(account);
  const tabs = [page, other];
  const from = await Promise.all(tabs.map(eventCount));
  // While the session waits here, the tab that came too late has found it under way.
  let held = () => {};
  const bothAsked = new Promise<void>((resolve) => {
    held = resolve;
  });
  beforeAnswer = async (command) => {
    if (command === 'STAT') await bothAsked;
  };
  for (const tab of tabs) await online(tab);
  for (const tab of tabs) await readLog(account, tab);
  held();
  const told = await Promise.all(tabs.map((tab, at) => ended(tab, from[at] ?? 0)));
  for (const event of told) {
    expect(event).toMatchObject({ type: 'checked', stored: 1, automatic: true });
  }
  for (const tab of tabs) await online(tab);
  for (const tab of tabs) await readLog(account, tab);
  await noCheckRuns();
  expect(sessions()).toBe(2);
});

test('without a password it is said once, and nothing is asked', async () => {
  const account = await save({ rememberPassword: false });
  await check(account);
  await context.close();
  ({ context, page } = await profile.start());
  await anHourLater(account);
  await online();
  expect(await ended(page, 0)).toEqual({
    type: 'passwordNeeded',
    account,
    rejected: false,
    automatic: true,
  });
  const from = await eventCount(page);
  await online();
  await readLog(account);
  const since = await page.evaluate((at) => app.events.slice(at).map(({ type }) => type), from);
  expect(since).not.toContain('passwordNeeded');
  expect(since).not.toContain('failed');
  expect(sessions()).toBe(1);
});

test('a password that was refused is not sent again by itself', async () => {
  const account = await save({ user: 'nobody' });
  expect(await check(account)).toMatchObject({ failure: { code: 'auth.rejected' } });
  // It is typed again, and not yet tried.
  const before = small.log.length;
  await page.evaluate(
    ([id, secret, port]) =>
      app.ask({
        type: 'saveAccount',
        id,
        password: secret,
        account: {
          address: 'ana@example.org',
          user: 'nobody',
          server: '127.0.0.1',
          port,
          security: 'none',
          afterDownload: 'leave',
          deleteAfterDays: 14,
          relay: '',
          pin: '',
          rememberPassword: true,
        },
      }),
    [account, password, small.port] as const,
  );
  await anHourLater(account);
  await online();
  await readLog(account);
  expect(small.log.slice(before)).toEqual([]);
});

test('two accounts of one maildrop are checked one after the other', async () => {
  const both = [await save(), await save({ address: 'other@example.org' })];
  await page.evaluate(async (ids) => {
    let at = app.events.length;
    for (const id of ids) app.tell({ type: 'check', account: id, password: 'kawung' });
    for (const _ of ids) {
      await app.next(at, ['checked']);
      const isNext = (event: Event, place: number) => place >= at && event.type === 'checked';
      at = app.events.findIndex(isNext) + 1;
    }
  }, both);
  const turns = small.log.filter((line) => /^ana (USER|QUIT)/.test(line));
  expect(turns).toEqual(['ana USER ana', 'ana QUIT', 'ana USER ana', 'ana QUIT']);
});

test('the log has the last conversations, without password and mail, and goes with the account', async () => {
  const account = await save();
  expect(await readLog(account)).toBe('');
  await check(account);
  const text = await readLog(account);
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z 127\.0\.0\.1:\d+, no encryption\n/);
  const lines = text.split('\n').map((line) => line.replace(/^ +\d+\.\d{3} /, ''));
  expect(lines.slice(1, 8)).toEqual([
    'S: +OK ready',
    'C: CAPA',
    'S: +OK (24 octets): USER, UIDL, PIPELINING',
    'C: USER ana',
    'S: +OK',
    'C: PASS ****',
    'S: +OK',
  ]);
  expect(lines).toContain('C: RETR 1');
  expect(lines).toContain(`S: +OK (${letter('the first').length} octets)`);
  expect(lines.at(-1)).toBe('* done: 1 stored, 0 deleted, 0 skipped');
  expect(text).not.toContain(password.slice(0, 6));
  expect(text).not.toContain('the first');

  const kept = async () =>
    (await readLog(account)).split('\n\n').map((each) => /\d stored/.exec(each)?.[0]);
  // Those that found nothing do not push out the others.
  for (let time = 0; time < 3; ++time) await check(account);
  expect(await kept()).toEqual(['0 stored', '1 stored']);
  for (let mails = 2; mails < 6; ++mails) {
    mailboxes.ana?.push(...Array.from({ length: mails }, (_, at) => letter(`${mails}, ${at}`)));
    await check(account);
  }
  expect(await kept()).toEqual(['5 stored', '4 stored', '3 stored', '2 stored', '0 stored']);
  await page.evaluate((id) => app.ask({ type: 'removeAccount', id }), account);
  expect(await readLog(account)).toBe('');
});
