// SPDX-License-Identifier: Apache-2.0
// An account that is held, because it may be about to be removed: in no tab is it checked, so that
// nothing is deleted on its server that would be lost here.

import { rm } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountDraft, Event } from '../../web/protocol.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { buildSite, newProfile, type Profile } from './browser.ts';
import type { AppPage } from './page/app.ts';
import { letter, type SmallServer, smallServer } from './small_server.ts';

declare const app: AppPage;

let site: string;
let theRelay: RunningRelay;
let small: SmallServer;
const mailboxes: Record<string, string[]> = {};
let beforeAnswer: (command: string) => Promise<void> = async () => {};
let profile: Profile;
let context: BrowserContext;
let page: Page;

const url = () => `${theRelay.url}/app.html`;

beforeAll(async () => {
  site = await buildSite();
  small = await smallServer(mailboxes, (command) => beforeAnswer(command));
  theRelay = await relay('--web', site, '--allow', `127.0.0.1:${small.port}`);
});
afterAll(async () => {
  await theRelay?.stop();
  await small?.stop();
  if (site) await rm(site, { recursive: true });
});
beforeEach(async () => {
  mailboxes.ana = [letter('the first'), letter('the second')];
  small.log.length = 0;
  profile = await newProfile(url());
  ({ context, page } = await profile.start());
  return async () => {
    beforeAnswer = async () => {};
    await context.close();
    await profile.remove();
  };
});

async function save(): Promise<number> {
  const account: AccountDraft = {
    address: 'ana@example.org',
    user: 'ana',
    server: '127.0.0.1',
    port: small.port,
    security: 'none',
    plaintextHost: '127.0.0.1',
    afterDownload: 'delete',
    deleteAfterDays: 14,
    relay: '',
    pin: '',
    rememberPassword: true,
    checkMinutes: 0,
  };
  const question = { type: 'saveAccount', id: null, account, password: 'x' } as const;
  const answer = await page.evaluate((asked) => app.ask(asked), question);
  if (!('id' in answer)) throw new Error(JSON.stringify(answer));
  return answer.id;
}

const hold = (account: number, held: boolean) =>
  page.evaluate((command) => app.tell(command), { type: 'hold', account, held } as const);
const startCheck = (account: number, where = page) =>
  where.evaluate((id) => app.tell({ type: 'check', account: id, password: null }), account);
const eventTypes = (where = page): Promise<Event['type'][]> =>
  where.evaluate(() => app.events.map(({ type }) => type));
/** The check has met the lock: a few answers of the database later than it was asked for. */
const settled = (account: number, where = page) =>
  where.evaluate(async (id) => {
    for (let turn = 0; turn < 10; turn += 1) await app.ask({ type: 'countHere', account: id });
  }, account);
const ended = (where = page) =>
  where.evaluate(() => app.next(0, ['checked', 'failed', 'passwordNeeded']));

test('it is not checked in any tab, and is again when it is let go', async () => {
  const id = await save();
  const other = await context.newPage();
  await other.goto(url());
  await settled(id, other);
  await hold(id, true);
  await settled(id);
  for (const where of [page, other]) {
    await startCheck(id, where);
    await settled(id, where);
    expect(await eventTypes(where)).not.toContain('checking');
  }
  expect(small.log).toEqual([]);
  await hold(id, false);
  await settled(id);
  await startCheck(id);
  expect(await ended()).toMatchObject({ type: 'checked', stored: 2, deleted: 2 });
});

test('a check that runs ends before anything is deleted', async () => {
  const id = await save();
  let release = () => {};
  const reached = new Promise<void>((resolve) => {
    beforeAnswer = async (command) => {
      if (!command.startsWith('RETR')) return;
      resolve();
      await new Promise<void>((go) => {
        release = go;
      });
    };
  });
  await startCheck(id);
  await reached;
  await hold(id, true);
  expect(await ended()).toMatchObject({ type: 'failed', failure: { code: 'cancelled' } });
  beforeAnswer = async () => {};
  release();
  await settled(id);
  expect(small.log.filter((line) => line.includes('DELE'))).toEqual([]);
});

test('it can be removed while it is held', async () => {
  const id = await save();
  await startCheck(id);
  await ended();
  expect(
    await page.evaluate((id) => app.ask({ type: 'countHere', account: id }), id),
  ).toMatchObject({ total: 2, onlyHere: 2 });
  await hold(id, true);
  await page.evaluate((id) => app.ask({ type: 'removeAccount', id }), id);
  expect(
    await page.evaluate((id) => app.ask({ type: 'countHere', account: id }), id),
  ).toMatchObject({ total: 0, onlyHere: 0 });
  const locks = await page.evaluate(async () => (await navigator.locks.query()).held ?? []);
  expect(locks.filter(({ name }) => name === `pillarbox-check-${id}`)).toEqual([]);
});
