// SPDX-License-Identifier: Apache-2.0
// The whole worker in Chromium on real parts: the wasm core, the relay, Dovecot.

import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { seeded } from '../../server/demo/mailbox/random.mjs';
import { generateMailbox } from '../../server/demo/mailbox.mjs';
import type { AccountDraft, Event, View } from '../../web/protocol.ts';
import { type RunningRelay, relay, sha256, tcpServer } from '../relay/processes.ts';
import { buildSite, newProfile, type Profile } from './browser.ts';
import type { AppPage } from './page/app.ts';
import { datedLetter, letter, type SmallServer, smallServer } from './small_server.ts';

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
const samples = path.resolve(import.meta.dirname, '../data/mime/charsets');
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
  site = await buildSite();
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
      moving: Array.from({ length: 12 }, (_, at) => datedLetter(`moving ${at}`, at + 1)),
      reused: numbered('reused'),
      discards: numbered('discards'),
      parts: Array.from({ length: 25 }, (_, at) => letter(`part ${at}`)),
      large: [letter('large').replace('large.\r\n', 'words\r\n'.repeat(1000)), letter('small')],
      // Its text ends early, by a line that was not stuffed.
      poisoned: numbered('poisoned').with(1, letter('two\r\n.\r\nwords')),
      attachment: [largeMail],
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
  const id = await save(draft({ user: 'attachment', port: small.port }));
  expect(await check(id, password)).toMatchObject({ type: 'checked', stored: 1 });
  const [row] = (await list(inbox, 0, 1)).rows;
  const file = await page.evaluate(async (id) => {
    const answer = await app.ask({ type: 'attachment', id, index: 0 });
    if (!('file' in answer)) throw new Error(JSON.stringify(answer));
    const digest = await crypto.subtle.digest('SHA-256', await answer.file.arrayBuffer());
    const { filename, file } = answer;
    const hex = [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, '0'));
    return { filename, type: file.type, digest: hex.join('') };
  }, row?.id ?? 0);
  expect(file).toEqual({
    filename: 'film.zip',
    type: 'application/octet-stream',
    digest: sha256(largeFile),
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

/** What the small server was asked since `from`, of one user. */
const asked = (user: string, verb: string, from = 0): string[] =>
  small.log.slice(from).filter((line) => line.startsWith(`${user} ${verb}`));

test('a mailbox whose unique-ids have all changed is recognised, and not fetched again', async () => {
  const id = await save(draft({ port: small.port, user: 'moving' }));
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 12 });
  const before = await digests(inbox);
  small.prefixes.moving = 'new-';
  const from = small.log.length;
  expect(await check(id, null)).toMatchObject({ type: 'checked', stored: 0 });
  expect(asked('moving', 'TOP', from)).toHaveLength(12);
  expect(asked('moving', 'RETR', from)).toEqual([]);
  expect(await digests(inbox)).toEqual(before);
  // The new names are known now, the old ones still are.
  expect(await check(id, null)).toMatchObject({ type: 'checked', stored: 0 });
  delete small.prefixes.moving;
  expect(await check(id, null)).toMatchObject({ type: 'checked', stored: 0 });
  expect(asked('moving', 'TOP', from)).toHaveLength(12);
});

test('another message under a unique-id that is known is fetched, and neither deleted unread', async () => {
  const account = draft({ port: small.port, user: 'reused' });
  const id = await save(account);
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 3 });
  const mails = small.mailboxes.reused ?? [];
  const other = letter(`other ${'x'.repeat(2000)}`);
  mails[1] = other;
  await save({ ...account, afterDownload: 'delete' }, id);
  let storedBefore = 0;
  beforeAnswer = async (command) => {
    if (command === 'DELE 2') storedBefore = (await list(inbox, 0, 1)).total;
  };
  expect(await check(id, null)).toMatchObject({ type: 'checked', stored: 1, deleted: 3 });
  expect(storedBefore).toBe(4);
  expect((await list(inbox, 0, 9)).rows.map(({ subject }) => subject)).toContain(
    `other ${'x'.repeat(2000)}`,
  );
});

test('deletes on the server what was deleted here, at the next check, also after a restart', async () => {
  const id = await save(draft({ port: small.port, user: 'discards', rememberPassword: true }));
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 3 });
  const { rows } = await list(inbox, 0, 9);
  const idOf = (subject: string) => rows.find((row) => row.subject === subject)?.id ?? 0;
  const ids = [idOf('discards 1'), idOf('discards 2')];
  const moved = await page.evaluate((ids) => app.ask({ type: 'move', ids, folder: 'trash' }), ids);
  expect(moved).toMatchObject({ onServer: ids });
  await page.evaluate((ids) => app.ask({ type: 'discard', ids }), ids);
  await page.evaluate((ids) => app.ask({ type: 'move', ids, folder: 'inbox' }), ids.slice(1));
  expect(small.mailboxes.discards).toHaveLength(3);
  await context.close();
  ({ context, page } = await profile.start());
  expect(await check(id, null)).toMatchObject({ type: 'checked', stored: 0, deleted: 1 });
  expect(small.mailboxes.discards).toEqual([letter('discards 2'), letter('discards 3')]);
  const from = small.log.length;
  const again = await page.evaluate((ids) => app.ask({ type: 'move', ids, folder: 'trash' }), ids);
  expect(again).toMatchObject({ onServer: ids.slice(1) });
  await check(id, null);
  expect(asked('discards', 'DELE', from)).toEqual([]);
});

test('what a server cannot do is found out once', async () => {
  const id = await save(draft({ port: small.port, user: 'first' }));
  const tries = async () => {
    const from = small.log.length;
    const ended = await check(id, 'x');
    return { ended, capa: small.log.slice(from).filter((line) => line.endsWith('CAPA')).length };
  };
  small.hangsUpOn = 'CAPA';
  const first = await tries();
  expect(first.ended).toMatchObject({ type: 'checked' });
  expect(first.capa).toBeGreaterThan(0);
  await page.reload();
  expect(await tries()).toMatchObject({ ended: { type: 'checked' }, capa: 0 });
  small.hangsUpOn = '';
});

test('a message that makes sessions fail is left alone after three, until it is to be tried again', async () => {
  const id = await save(draft({ port: small.port, user: 'poisoned' }));
  const aside = (count: number) =>
    page.waitForFunction(
      ([account, count]) => {
        const states = app.events.filter((event) => event.type === 'state');
        const told = states.at(-1)?.state.setAside ?? [];
        return (
          told.reduce((sum, one) => (one.account === account ? sum + one.count : sum), 0) === count
        );
      },
      [id, count] as const,
    );
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 2, skipped: 1 });
  await aside(1);
  await page.reload();
  const from = small.log.length;
  expect(await check(id, 'x')).toMatchObject({ type: 'checked', stored: 0, skipped: 1 });
  expect(asked('poisoned', 'RETR', from)).toEqual([]);
  await aside(1);

  (small.mailboxes.poisoned as string[])[1] = letter('mended');
  const ended = await page.evaluate((account) => {
    const from = app.events.length;
    app.tell({ type: 'tryAgain', account });
    return app.next(from, ['checked', 'failed']);
  }, id);
  expect(ended).toMatchObject({ type: 'checked', stored: 1, skipped: 0 });
  await aside(0);
  expect((await digests(inbox)).sort()).toEqual(
    (small.mailboxes.poisoned ?? []).map((mail) => sha256(Buffer.from(mail))).sort(),
  );
});

test('of a message over the limit only the header comes, until the person asks for the rest', async () => {
  const account = draft({
    port: small.port,
    user: 'large',
    maxOctets: 2000,
    afterDownload: 'delete',
  });
  const id = await save(account);
  const [large = ''] = small.mailboxes.large ?? [];
  expect(await check(id, 'x')).toMatchObject({ stored: 1, deleted: 1, skipped: 1 });
  expect(small.mailboxes.large).toEqual([large]);
  const row = (await list(inbox, 0, 9)).rows.find(({ subject }) => subject === 'large');
  expect(row).toMatchObject({ headerOnly: true, octets: large.length, from: { name: 'Ana' } });
  const ofRow = (type: 'read' | 'source') =>
    page.evaluate(([type, id]) => app.ask({ type, id }), [type, row?.id ?? 0] as const);
  expect(await ofRow('read')).toMatchObject({ type: 'refused' });
  expect(await ofRow('source')).toMatchObject({ type: 'refused' });

  const from = small.log.length;
  expect(await check(id, null)).toMatchObject({ stored: 0, deleted: 0, skipped: 1 });
  expect([...asked('large', 'TOP', from), ...asked('large', 'RETR', from)]).toEqual([]);

  await page.evaluate((id) => app.ask({ type: 'want', id }), row?.id ?? 0);
  expect(await check(id, null)).toMatchObject({ stored: 1, deleted: 1, skipped: 0 });
  expect(small.mailboxes.large).toEqual([]);
  const whole = (await list(inbox, 0, 9)).rows.filter(({ subject }) => subject === 'large');
  expect(whole.map(({ id, headerOnly }) => ({ id, headerOnly }))).toEqual([{ id: row?.id }]);
  expect(await digests(inbox)).toContain(sha256(Buffer.from(large)));
  expect(await page.evaluate((id) => app.ask({ type: 'want', id }), row?.id ?? 0)).toMatchObject({
    type: 'refused',
  });
});

test('a mailbox that is listed by parts is fetched whole in one check', async () => {
  const all = [...(small.mailboxes.parts ?? [])];
  small.parts.parts = 10;
  small.capabilities.push('EXPIRE 0');
  try {
    const id = await save(draft({ port: small.port, user: 'parts' }));
    const ended = await check(id, 'x');
    expect(ended).toMatchObject({ type: 'checked', stored: 25, deleted: 0 });
    const expected = all.map((mail) => sha256(Buffer.from(mail)));
    expect((await digests(inbox)).sort()).toEqual(expected.sort());
    expect(asked('parts', 'QUIT')).toHaveLength(4);
    expect(asked('parts', 'DELE')).toEqual([]);
  } finally {
    small.capabilities.pop();
  }
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
