// SPDX-License-Identifier: Apache-2.0
// The whole worker in Chromium on real parts: the wasm core, the relay, Dovecot.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { seeded } from '../../server/demo/mailbox/random.mjs';
import { generateMailbox } from '../../server/demo/mailbox.mjs';
import type { AccountDraft, Event, View } from '../../web/protocol.ts';
import { type RunningRelay, relay, tcpServer } from '../relay/processes.ts';
import { newProfile, type Profile } from './browser.ts';
import type { AppPage } from './page/app.ts';
import { letter, type SmallServer, smallServer } from './small_server.ts';

declare const app: AppPage;

const user = 'sari@tokobatik.example';
const password = 'päss word =,';
const nowhere = 'no-such-host.invalid';
const inbox: View = { folder: 'inbox', account: null, query: '' };

/** A mail of several chunks, nearly all of it one file. */
const largeFile = seeded(6).bytes(4_500_000);
const largeMail =
  'Subject: large\r\nContent-Type: application/zip; name=film.zip\r\n' +
  `Content-Transfer-Encoding: base64\r\n\r\n${largeFile.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`;

/** The sample mails of every charset, and what they say; each ends in a line end here. */
const samples = fileURLToPath(new URL('../data/mime/charsets', import.meta.url));
const charsets = readdirSync(samples)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => {
    const raw = readFileSync(path.join(samples, name), 'latin1');
    const end = raw.endsWith('\r\n') ? '' : '\r\n';
    const json = readFileSync(path.join(samples, name.replace('.eml', '.json')), 'utf8');
    const { subject, text, html } = JSON.parse(json);
    const longer = (body: string | null) => body && body + end.replace('\r', '');
    return { mail: raw + end, says: [subject, longer(text), longer(html)].join('|') };
  });

let site: string;
let dovecot: Awaited<ReturnType<typeof startDovecot>>;
let theRelay: RunningRelay;
let closedPort: number;
let small: SmallServer;
/** What a test does while a command of the small server waits for its answer. */
let beforeAnswer: (command: string) => Promise<void> = async () => {};
let profile: Profile;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  site = await mkdtemp(path.join(tmpdir(), 'pillarbox-site-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('page', import.meta.url)),
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: site,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rollupOptions: { input: fileURLToPath(new URL('page/app.html', import.meta.url)) },
    },
  });
  const messages = [...generateMailbox({ now: new Date('2026-11-01T12:00:00Z') })];
  dovecot = await startDovecot({
    users: [
      { user, password, messages },
      { user: 'tls@tokobatik.example', password, messages: messages.slice(0, 40) },
      { user: 'tabs@tokobatik.example', password, messages: messages.slice(0, 200) },
    ],
  });
  const numbered = (name: string) => [1, 2, 3].map((number) => letter(`${name} ${number}`));
  small = await smallServer(
    {
      first: numbered('first'),
      renamed: numbered('first'),
      second: numbered('second'),
      slow: numbered('slow'),
      large: [largeMail],
      charsets: charsets.map(({ mail }) => mail),
    },
    (command) => beforeAnswer(command),
  );
  const unused = await tcpServer();
  closedPort = unused.port;
  await unused.close();
  const ports = [dovecot.port, dovecot.tlsPort, closedPort, small.port];
  const targets = ports.map((port) => `127.0.0.1:${port}`);
  targets.push(`${nowhere}:110`);
  theRelay = await relay('--web', site, ...targets.flatMap((target) => ['--allow', target]));
});
afterAll(async () => {
  await theRelay?.stop();
  await dovecot?.stop();
  await small?.stop();
  if (site) await rm(site, { recursive: true });
});

/** Every test begins with a profile that has never seen the site. */
beforeEach(async () => {
  profile = await newProfile(`${theRelay.url}/app.html`);
  ({ context, page } = await profile.start());
  return async () => {
    beforeAnswer = async () => {};
    await context.close();
    await profile.remove();
  };
});

const draft = (more: Partial<AccountDraft> = {}): AccountDraft => ({
  address: 'sari@tokobatik.example',
  user,
  server: '127.0.0.1',
  port: dovecot.port,
  security: 'none',
  afterDownload: 'leave',
  deleteAfterDays: 14,
  relay: '',
  pin: '',
  rememberPassword: false,
  ...more,
});

async function save(account: AccountDraft, id: number | null = null): Promise<number> {
  const answer = await page.evaluate((question) => app.ask(question), {
    type: 'saveAccount',
    id,
    account,
    password: null,
  } as const);
  if (!('id' in answer)) throw new Error(JSON.stringify(answer));
  return answer.id;
}

/** Checks mail; the event that ends it. */
const check = (account: number, given: string | null, where = page): Promise<Event> =>
  where.evaluate(
    ([account, password]) => {
      const from = app.events.length;
      app.tell({ type: 'check', account, password });
      return app.next(from, ['checked', 'failed', 'passwordNeeded']);
    },
    [account, given] as const,
  );

const list = (view: View, offset: number, count: number) =>
  page.evaluate(
    async (question) => {
      const answer = await app.ask(question);
      if (!('rows' in answer)) throw new Error(JSON.stringify(answer));
      return answer;
    },
    { type: 'list', view, offset, count } as const,
  );

/** sha256 of every message, from the octets that View source gives. */
async function digests(view: View): Promise<string[]> {
  const { rows } = await list(view, 0, 100_000);
  return page.evaluate(
    (ids) =>
      Promise.all(
        ids.map(async (id) => {
          const answer = await app.ask({ type: 'source', id });
          return 'bytes' in answer ? app.sha256(answer.bytes) : answer.reason;
        }),
      ),
    rows.map(({ id }) => id),
  );
}

test('fetches a mailbox byte for byte, nothing twice, and reads it with every server gone', async () => {
  const id = await save(draft());
  expect(await check(id, null)).toEqual({ type: 'passwordNeeded', account: id, rejected: false });
  const expected = await dovecot.digests(user);
  const stored = expected.length;
  expect(await check(id, password)).toEqual({
    type: 'checked',
    account: id,
    stored,
    deleted: 0,
    skipped: 0,
  });
  expect((await digests(inbox)).sort()).toEqual([...expected].sort());
  const told = await page.evaluate(() => app.events.filter(({ type }) => type === 'progress'));
  expect(told.length).toBeGreaterThan(0);
  // The password of this session is still known.
  expect(await check(id, null)).toMatchObject({ type: 'checked', stored: 0 });

  await context.setOffline(true);
  const { rows, total } = await list(inbox, 0, 50);
  expect(total).toBe(stored);
  const dates = rows.map(({ date }) => date);
  expect(dates).toEqual([...dates].sort((a, b) => b - a));
  const withFile = (await list(inbox, 0, 1000)).rows.find(({ attachments }) => attachments);
  const read = await page.evaluate((id) => app.ask({ type: 'read', id }), withFile?.id ?? 0);
  if (!('body' in read)) throw new Error(JSON.stringify(read));
  expect(read.textOnly).toBe(false);
  expect(read.body.subject).toBe(withFile?.subject);
  expect(read.body.from[0]).toEqual(withFile?.from);
  const [first] = read.body.attachments;
  const size = await page.evaluate(async (id) => {
    const answer = await app.ask({ type: 'attachment', id, index: 0 });
    return 'file' in answer ? answer.file.size : answer.reason;
  }, withFile?.id ?? 0);
  expect(size).toBe(first?.size);
});

test('gives out a large attachment octet for octet', async () => {
  const id = await save(draft({ user: 'large', port: small.port }));
  expect(await check(id, password)).toMatchObject({ type: 'checked', stored: 1 });
  const [row] = (await list(inbox, 0, 1)).rows;
  const file = await page.evaluate(async (id) => {
    const answer = await app.ask({ type: 'attachment', id, index: 0 });
    if (!('file' in answer)) throw new Error(JSON.stringify(answer));
    const digest = await crypto.subtle.digest('SHA-256', await answer.file.arrayBuffer());
    const { filename, file } = answer;
    return { filename, type: file.type, digest: [...new Uint8Array(digest)] };
  }, row?.id ?? 0);
  expect(file).toEqual({
    filename: 'film.zip',
    type: 'application/octet-stream',
    digest: [...createHash('sha256').update(largeFile).digest()],
  });
});

test('reads every charset in Chromium as in Node', async () => {
  const id = await save(draft({ user: 'charsets', port: small.port }));
  const stored = charsets.length;
  expect(await check(id, password)).toMatchObject({ type: 'checked', stored });
  const { rows } = await list(inbox, 0, stored);
  const read = await page.evaluate(
    (ids) =>
      Promise.all(
        ids.map(async (id) => {
          const answer = await app.ask({ type: 'read', id });
          if (!('body' in answer)) return JSON.stringify(answer);
          return [answer.body.subject, answer.body.text, answer.body.html].join('|');
        }),
      ),
    rows.map(({ id }) => id),
  );
  expect(read.sort()).toEqual(charsets.map(({ says }) => says).sort());
});

test('trusts a certificate that no authority vouches for only by its pin, and then deletes', async () => {
  const account = draft({
    user: 'tls@tokobatik.example',
    security: 'tls',
    port: dovecot.tlsPort,
    afterDownload: 'delete',
  });
  const id = await save(account);
  const refused = await check(id, password);
  expect(refused).toMatchObject({ type: 'failed', failure: { code: 'tls.untrusted' } });
  const pin = refused.type === 'failed' ? refused.failure.certificate?.spkiPin : undefined;
  expect(pin).toMatch(/^sha256\//u);
  await save({ ...account, pin: pin ?? '' }, id);
  const expected = await dovecot.digests(account.user);
  expect(await check(id, password)).toMatchObject({ type: 'checked', stored: 40, deleted: 40 });
  expect(await dovecot.digests(account.user)).toEqual([]);
  expect((await digests(inbox)).sort()).toEqual([...expected].sort());
  // The state follows in its own time.
  await page.waitForFunction(() =>
    app.events.some(
      (event) =>
        event.type === 'state' &&
        event.state.accounts[0]?.connection?.pinned === true &&
        event.state.accounts[0].checkedAt !== null,
    ),
  );
});

test.each([
  ['a wrong password', {}, 'wrong', 'auth.rejected'],
  ['a relay that is not there', { relay: 'ws://127.0.0.1:9/' }, password, 'relay.unreachable'],
  ['a server that the relay refuses', { server: '10.1.2.3' }, password, 'relay.refused'],
  ['a port where nobody listens', 'closed', password, 'connect.refused'],
])('%s', async (_name, change, given, code) => {
  const id = await save(draft(typeof change === 'string' ? { port: closedPort } : change));
  expect(await check(id, given)).toMatchObject({ type: 'failed', failure: { code } });
  if (code !== 'auth.rejected') return;
  const asked = await page.evaluate(() => app.next(0, ['passwordNeeded']));
  expect(asked).toEqual({ type: 'passwordNeeded', account: id, rejected: true });
});

test('refuses an account that cannot be one, and says why', async () => {
  const answer = await page.evaluate((question) => app.ask(question), {
    type: 'saveAccount',
    id: null,
    account: draft({ relay: 'relay.example' }),
    password: null,
  } as const);
  expect(answer).toMatchObject({ type: 'refused', reason: expect.stringContaining('wss://') });
});

test('a remembered password is there after a restart', async () => {
  const id = await save(draft({ user: 'tabs@tokobatik.example', rememberPassword: true }));
  expect(await check(id, password)).toMatchObject({ type: 'checked', stored: 200 });
  await context.close();
  ({ context, page } = await profile.start());
  expect(await check(id, null)).toMatchObject({ type: 'checked', stored: 0 });
});

test('two tabs: one fetches, both follow', async () => {
  const id = await save(draft({ user: 'tabs@tokobatik.example' }));
  const other = await context.newPage();
  await other.goto(page.url());
  await other.evaluate(() => app.next(0, ['state']));
  const [here, there] = await Promise.all([check(id, password), check(id, password, other)]);
  expect(here).toEqual({ type: 'checked', account: id, stored: 200, deleted: 0, skipped: 0 });
  expect(there).toEqual(here);
  expect((await list(inbox, 0, 1)).total).toBe(200);
  const seen = await other.evaluate(
    async (view) => {
      const answer = await app.ask({ type: 'list', view, offset: 0, count: 1000 });
      return 'rows' in answer ? answer.rows.length : answer.reason;
    },
    { ...inbox, query: ' ', account: id },
  );
  expect(seen).toBe(200);
});

test('a mail that was being shown when the tab went opens as text until it was shown', async () => {
  await save(draft({ user: 'tabs@tokobatik.example' }));
  const id = await check(1, password)
    .then(() => list(inbox, 0, 1))
    .then(({ rows }) => rows[0]?.id ?? 0);
  const textOnly = () =>
    page.evaluate(async (id) => {
      const answer = await app.ask({ type: 'read', id });
      return 'body' in answer ? answer.textOnly : answer.reason;
    }, id);
  // Once it is answered the mark is stored: nothing that hangs the page now can undo it.
  await page.evaluate((id) => app.ask({ type: 'showing', id }), id);
  expect(await textOnly()).toBe(false);
  await page.reload();
  expect(await textOnly()).toBe(true);
  await page.evaluate((id) => app.tell({ type: 'shown', id }), id);
  expect(await textOnly()).toBe(false);
});

test('removing an account removes its mail', async () => {
  const id = await save(draft({ user: 'tabs@tokobatik.example' }));
  await check(id, password);
  const [row] = (await list(inbox, 0, 1)).rows;
  await page.evaluate((id) => app.ask({ type: 'removeAccount', id }), id);
  expect((await list(inbox, 0, 1)).total).toBe(0);
  const source = await page.evaluate((id) => app.ask({ type: 'source', id }), row?.id ?? 0);
  expect(source).toMatchObject({ type: 'refused' });
});

test('an account that moves to another mailbox fetches it before it deletes there', async () => {
  const account = draft({ port: small.port, user: 'first' });
  const id = await save(account);
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 3 });
  // The same mailbox by another name is compared, and nothing of it is there twice.
  await save({ ...account, user: 'renamed' }, id);
  expect(await check(id, 'x')).toMatchObject({ type: 'checked' });
  expect((await list(inbox, 0, 100)).total).toBe(3);

  await save({ ...account, user: 'second', afterDownload: 'delete' }, id);
  let storedBefore = 0;
  beforeAnswer = async (command) => {
    if (command.startsWith('DELE') && storedBefore === 0) {
      storedBefore = (await digests(inbox)).length;
    }
  };
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 3, deleted: 3 });
  expect(storedBefore).toBe(6);
  const { rows } = await list(inbox, 0, 100);
  const subjects = rows.map(({ subject }) => subject).sort();
  const expected = ['first', 'second'].flatMap((name) => [1, 2, 3].map((n) => `${name} ${n}`));
  expect(subjects).toEqual(expected);
});

test('a tab that is closed in the middle of a check leaves no other one waiting', async () => {
  const id = await save(draft({ port: small.port, user: 'slow' }));
  const other = await context.newPage();
  await other.goto(page.url());
  await other.evaluate(() => app.next(0, ['state']));
  const asked = new Promise<void>((resolve) => {
    beforeAnswer = (command) => {
      if (!command.startsWith('RETR')) return Promise.resolve();
      resolve();
      return new Promise(() => {});
    };
  });
  const seen = page.evaluate(() => app.next(0, ['checking', 'progress']));
  await other.evaluate((account) => app.tell({ type: 'check', account, password: 'x' }), id);
  await Promise.all([asked, seen]);
  await other.close();
  expect(await page.evaluate(() => app.next(0, ['checked', 'failed']))).toMatchObject({
    type: 'failed',
    account: id,
    failure: { code: 'cancelled' },
  });
  beforeAnswer = async () => {};
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 3 });
});

test('a password goes unencrypted only to the server that the person agreed to', async () => {
  const account = draft({ server: nowhere, port: 110 });
  const id = await save(account);
  expect(await check(id, 'x')).toMatchObject({ failure: { code: 'auth.insecure' } });
  await save({ ...account, plaintextHost: 'elsewhere.invalid' }, id);
  expect(await check(id, 'x')).toMatchObject({ failure: { code: 'auth.insecure' } });
  await save({ ...account, plaintextHost: ' No-Such-Host.invalid' }, id);
  expect(await check(id, 'x')).toMatchObject({
    failure: { code: 'connect.refused', detail: expect.stringMatching(/^unknown-host/u) },
  });
});

test('a remembered password that was refused is forgotten', async () => {
  const account = draft({ port: small.port, user: 'slow', rememberPassword: true });
  const id = await save(account);
  expect(await check(id, 'x')).toMatchObject({ type: 'checked' });
  await save({ ...account, user: 'nobody' }, id);
  const refused = page.evaluate(() => app.next(0, ['passwordNeeded']));
  expect(await check(id, null)).toMatchObject({ failure: { code: 'auth.rejected' } });
  expect(await refused).toMatchObject({ rejected: true });
  await page.reload();
  // Another attempt with the same one would come nearer to a locked account.
  expect(await check(id, null)).toMatchObject({ type: 'passwordNeeded', rejected: false });
});
