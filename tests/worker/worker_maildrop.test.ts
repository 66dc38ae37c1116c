// SPDX-License-Identifier: Apache-2.0
// The whole worker where an account changes its way to its maildrop, or its maildrop, or goes.

import { rm } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountDraft, Event, View } from '../../web/protocol.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { buildSite, newProfile, type Profile } from './browser.ts';
import type { AppPage } from './page/app.ts';
import { letter, type SmallServer, smallServer } from './small_server.ts';

declare const app: AppPage;

const inbox: View = { folder: 'inbox', account: null, query: '' };
let site: string;
let theRelay: RunningRelay;
let mailboxes: Record<string, string[]>;
/** Two ports of one server, and what it was asked at either. */
let ports: [SmallServer, SmallServer];
let beforeAnswer: (command: string) => Promise<void> = async () => {};
let profile: Profile;
let context: BrowserContext;
let page: Page;

const numbered = (name: string, count = 3) =>
  Array.from({ length: count }, (_, at) => letter(`${name} ${at + 1}`));

beforeAll(async () => {
  site = await buildSite();
  mailboxes = {};
  const port = () => smallServer(mailboxes, (command) => beforeAnswer(command));
  ports = [await port(), await port()];
  const targets = ports.flatMap(({ port }) => [`127.0.0.1:${port}`, `localhost:${port}`]);
  theRelay = await relay('--web', site, ...targets.flatMap((target) => ['--allow', target]));
});
afterAll(async () => {
  await theRelay?.stop();
  for (const port of ports ?? []) await port.stop();
  if (site) await rm(site, { recursive: true });
});
beforeEach(async () => {
  for (const port of ports) port.log.length = 0;
  profile = await newProfile(`${theRelay.url}/app.html`);
  ({ context, page } = await profile.start());
  return async () => {
    beforeAnswer = async () => {};
    await context.close();
    await profile.remove();
  };
});

const draft = (more: Partial<AccountDraft> = {}): AccountDraft => ({
  address: 'ana@example.org',
  user: 'ana',
  server: '127.0.0.1',
  port: ports[0].port,
  security: 'none',
  afterDownload: 'leave',
  deleteAfterDays: 14,
  relay: '',
  pin: '',
  rememberPassword: true,
  ...more,
});

async function save(more: Partial<AccountDraft> = {}, id: number | null = null): Promise<number> {
  const question = { type: 'saveAccount', id, account: draft(more), password: 'x' } as const;
  const answer = await page.evaluate((asked) => app.ask(asked), question);
  if (!('id' in answer)) throw new Error(JSON.stringify(answer));
  return answer.id;
}

const check = (account: number): Promise<Event> =>
  page.evaluate((account) => {
    const from = app.events.length;
    app.tell({ type: 'check', account, password: null });
    return app.next(from, ['checked', 'failed', 'passwordNeeded']);
  }, account);

const subjects = () =>
  page.evaluate(async (view) => {
    const answer = await app.ask({ type: 'list', view, offset: 0, count: 1000 });
    if (!('rows' in answer)) throw new Error(JSON.stringify(answer));
    return answer.rows.map(({ subject }) => subject).sort();
  }, inbox);

const asked = (verb: string) =>
  ports.map(({ log }) => log.filter((line) => line.split(' ')[1] === verb).length);

test('another port is another way to the same mail, which does not come again', async () => {
  mailboxes.ana = numbered('ana');
  const id = await save();
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 3 });
  await save({ port: ports[1].port }, id);
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 0 });
  expect(asked('RETR')).toEqual([3, 0]);
  // What is known is believed, for what is to be done there too.
  await save({ port: ports[1].port, afterDownload: 'delete' }, id);
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 0, deleted: 3 });
  expect(asked('RETR')).toEqual([3, 0]);
});

test('another name of the server is believed of nothing, and all of it is known when it has come', async () => {
  mailboxes.ana = numbered('ana');
  const id = await save();
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 3 });
  await save({ server: 'localhost', afterDownload: 'delete' }, id);
  let retrieved = -1;
  beforeAnswer = async (command) => {
    if (command.startsWith('DELE') && retrieved < 0) retrieved = asked('RETR')[0] ?? 0;
  };
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 0, deleted: 3 });
  expect(retrieved).toBe(6);
  expect(await subjects()).toEqual(['ana 1', 'ana 2', 'ana 3']);
});

test('to another mailbox and back nothing is stored twice, though the UIDLs are equal', async () => {
  mailboxes.ana = numbered('ana');
  mailboxes.budi = [...numbered('budi', 2), letter('ana 3')];
  const all = ['ana 1', 'ana 2', 'ana 3', 'budi 1', 'budi 2'];
  const id = await save();
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 3 });
  await save({ user: 'budi' }, id);
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 2 });
  expect(await subjects()).toEqual(all);
  await save({}, id);
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 0 });
  await save({ user: 'budi' }, id);
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 0 });
  expect(await subjects()).toEqual(all);
});

test('what its server restores is known when it comes, and as safe as it was', async () => {
  mailboxes.ana = numbered('ana');
  const id = await save({ afterDownload: 'delete' });
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 3, deleted: 3 });
  mailboxes.ana = numbered('ana').reverse();
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 0, deleted: 3 });
  expect(asked('RETR')).toEqual([6, 0]);
  expect(await subjects()).toEqual(['ana 1', 'ana 2', 'ana 3']);
});

test('the log says what came again', async () => {
  mailboxes.ana = numbered('ana');
  const id = await save();
  await check(id);
  await save({ server: 'localhost' }, id);
  await check(id);
  const log = await page.evaluate((id) => app.ask({ type: 'log', account: id }), id);
  expect(log).toMatchObject({
    text: expect.stringContaining('* done: 0 stored, 3 known, 0 deleted, 0 skipped'),
  });
});

/** What the database holds, store by store; the settings by name. */
const left = () =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('pillarbox');
      request.onsuccess = () => resolve(request.result);
    });
    const stores = ['accounts', 'messages', 'raw', 'uidls', 'settings'];
    const transaction = database.transaction(stores);
    const keys = stores.map((store) => {
      const request = transaction.objectStore(store).getAllKeys();
      return new Promise<IDBValidKey[]>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    });
    const [accounts = [], messages = [], raw = [], uidls = [], settings = []] =
      await Promise.all(keys);
    database.close();
    return {
      ...{ accounts: accounts.length, messages: messages.length },
      ...{ raw: raw.length, uidls: uidls.length, settings },
    };
  });

test('a removal that lost its tab goes on with the next one, and the account is gone at once', async () => {
  mailboxes.ana = numbered('ana', 600);
  const id = await save();
  expect(await check(id)).toMatchObject({ type: 'checked', stored: 600 });
  await page.evaluate((id) => app.ask({ type: 'removeAccount', id }), id);
  await context.close();
  ({ context, page } = await profile.start());
  expect(await subjects()).toEqual([]);
  const state = await page.evaluate(() => app.next(0, ['state']));
  expect(state).toMatchObject({ state: { accounts: [], counts: expect.any(Array) } });
  // Nobody checks it, and nobody asks for its password.
  const before = ports[0].log.length;
  const events = await page.evaluate(async (account) => {
    app.tell({ type: 'check', account, password: 'x' });
    app.tell({ type: 'tryAgain', account });
    const question = { type: 'log', account } as const;
    await app.ask(question);
    await app.ask(question);
    return app.events.map(({ type }) => type);
  }, id);
  for (const type of ['checking', 'passwordNeeded', 'failed']) expect(events).not.toContain(type);
  expect(ports[0].log.length).toBe(before);
  const nothing = { accounts: 0, messages: 0, raw: 0, uidls: 0, settings: ['passwordKey'] };
  await expect.poll(left, { timeout: 60_000 }).toEqual(nothing);
});
