// SPDX-License-Identifier: Apache-2.0
// A mistake of ours in the core, in the real worker in Chromium: a mail that is read breaks the
// instance while a check runs in it.

import { rm } from 'node:fs/promises';
import type { BrowserContext, Page, Worker } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountDraft } from '../../web/protocol.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { buildSite, newProfile, type Profile } from './browser.ts';
import { deferred } from './fakes.ts';
import type { AppPage } from './page/app.ts';
import { letter, type SmallServer, smallServer } from './small_server.ts';

declare const app: AppPage;
/** In the worker: the memory of each instance. */
declare const memories: WebAssembly.Memory[];

let site: string;
let server: SmallServer;
let through: RunningRelay;
let profile: Profile;
let context: BrowserContext;
let page: Page;
let beforeAnswer: (command: string) => Promise<void> = async () => {};

const letters = (name: string) => Array.from({ length: 60 }, (_, at) => letter(`${name} ${at}`));

beforeAll(async () => {
  site = await buildSite();
  server = await smallServer({ ana: [letter('hello')], budi: letters('budi') }, (command) =>
    beforeAnswer(command),
  );
  through = await relay('--web', site, '--allow', `127.0.0.1:${server.port}`);
  profile = await newProfile(`${through.url}/app.html`);
  ({ context, page } = await profile.start());
  worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
});
afterAll(async () => {
  await context?.close();
  await profile?.remove();
  await through?.stop();
  await server?.stop();
  if (site) await rm(site, { recursive: true });
});

let worker: Worker;

async function save(user: string, afterDownload: AccountDraft['afterDownload']): Promise<number> {
  const account: AccountDraft = {
    ...{ address: `${user}@example.org`, user, server: '127.0.0.1', port: server.port },
    ...{ security: 'none', afterDownload, deleteAfterDays: 14, relay: '', pin: '' },
    rememberPassword: false,
  };
  const question = { type: 'saveAccount', id: null, account, password: 'p' } as const;
  const answer = await page.evaluate((question) => app.ask(question), question);
  if (!('id' in answer)) throw new Error(JSON.stringify(answer));
  return answer.id;
}

const check = (account: number) =>
  page.evaluate((account) => {
    const from = app.events.length;
    app.tell({ type: 'check', account, password: null });
    return app.next(from, ['checked', 'failed']);
  }, account);

const read = (id: number) => page.evaluate((id) => app.ask({ type: 'read', id }), id);

/** The commands of each session of a user after its login. */
const sessionsOf = (user: string) =>
  server.log
    .filter((line) => line.startsWith(`${user} `))
    .join('\n')
    .split(`${user} PASS p`)
    .slice(1);

test('the check ends and deletes nothing; reader and check go on in a new instance', async () => {
  await worker.evaluate(() => {
    const instantiate = WebAssembly.instantiateStreaming;
    const found: WebAssembly.Memory[] = [];
    Object.assign(globalThis, { memories: found });
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiate(...given);
      for (const each of Object.values(made.instance.exports)) {
        if (each instanceof WebAssembly.Memory) found.push(each);
      }
      return made;
    };
  });
  const ana = await save('ana', 'leave');
  expect(await check(ana)).toMatchObject({ type: 'checked', stored: 1 });
  const listing = await page.evaluate(() =>
    app.ask({
      type: 'list',
      view: { folder: 'inbox', account: null, query: '' },
      offset: 0,
      count: 1,
    }),
  );
  const id = 'rows' in listing ? (listing.rows[0]?.id ?? 0) : 0;
  expect(await read(id)).toMatchObject({ body: { subject: 'hello' } });

  const budi = await save('budi', 'delete');
  const reached = deferred<void>();
  const go = deferred<void>();
  beforeAnswer = async (command) => {
    if (command !== 'RETR 60') return;
    reached.resolve();
    await go.promise;
  };
  const ended = check(budi);
  await reached.promise;
  // All of the instance's memory is something else.
  await worker.evaluate(() => {
    for (const memory of memories) new Uint8Array(memory.buffer).fill(0xff);
  });
  expect(await read(id)).toMatchObject({ type: 'refused', code: 'internal' });
  expect(await ended).toMatchObject({
    ...{ type: 'failed', account: budi, stored: 0 },
    failure: { code: 'internal', detail: expect.stringMatching(/RuntimeError/) },
  });
  beforeAnswer = async () => {};
  go.resolve();

  // By a new instance, without anybody's doing.
  expect(await read(id)).toMatchObject({ body: { subject: 'hello' } });
  expect(await worker.evaluate(() => memories.length)).toBe(2);
  expect(await check(budi)).toMatchObject({ type: 'checked', stored: 60, deleted: 60 });
  const [first, second, ...more] = sessionsOf('budi');
  expect(more).toEqual([]);
  expect(first).toMatch(/RETR 60/);
  expect(first).not.toMatch(/DELE|QUIT/);
  expect(second).toMatch(/DELE/);
  expect(await worker.evaluate(() => memories.length)).toBe(2);
});
