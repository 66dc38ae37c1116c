// SPDX-License-Identifier: Apache-2.0
// The runner, where the same octets come again, where one message is bad, and where two run at once.
import { mkdir, readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { lockFolder } from '../../web/node/folder_lock.ts';
import { type RunningRelay, relay, sha256 } from '../relay/processes.ts';
import { fetchMail, type Mailbox, type Scratch, scratch } from './harness.ts';
import { pop3Server, type Stored } from './pop3_server.ts';

const textOf = (name: string) => `Subject: ${name}\r\n\r\n${name}\r\n`;
const mail = (uidl: string, name = uidl): Stored => ({ uidl, text: textOf(name) });
const digest = (name: string) => sha256(Buffer.from(textOf(name)));

let server: Awaited<ReturnType<typeof pop3Server>>;
let theRelay: RunningRelay;
let to: Scratch;
let box: Mailbox;

beforeAll(async () => {
  server = await pop3Server([]);
  theRelay = await relay('--allow', server.at);
  const url = theRelay.url.replace(/^http/, 'ws');
  box = { relay: url, server: server.at, user: 'ana', password: 'x' };
});
afterAll(async () => {
  await theRelay?.stop();
  server?.stop();
});
beforeEach(async () => {
  to = await scratch();
  server.asked.length = 0;
});
afterEach(() => to.dispose());

const run = (...options: string[]) => fetchMail(box, to, '--tls', 'none', ...options);
const done = (counts: object) => ({
  ...{ event: 'done', listed: 3, stored: 0, known: 0, deleted: 0, skipped: 0 },
  ...counts,
});

it('says of what comes again that it is known, and stores it no second time', async () => {
  server.hold(['a', 'b', 'c'].map((name) => mail(name)));
  expect((await run('--delete')).end).toEqual(done({ stored: 3, deleted: 3 }));
  const files = await to.digests();
  // Restored by its server: two of them under names that were seen before, one under a new one.
  server.hold([mail('b'), mail('a'), mail('new', 'c')]);
  const again = await run('--keep');
  expect(again.end).toEqual(done({ known: 3 }));
  const known = again.events.filter(({ event }) => event === 'known');
  expect(known).toEqual([
    { event: 'known', uidl: 'new', sha256: digest('c') },
    { event: 'known', uidl: 'a', sha256: digest('a') },
    { event: 'known', uidl: 'b', sha256: digest('b') },
  ]);
  expect(await to.digests()).toEqual(files);
  // From then on they need not even come.
  server.asked.length = 0;
  expect((await run()).events).toEqual([done({})]);
  expect(server.asked).not.toContain('RETR');
  expect((await run('--delete')).end).toEqual(done({ deleted: 3 }));
});

it('counts the days from when the octets came first', async () => {
  server.hold(['a', 'b', 'c'].map((name) => mail(name)));
  await run();
  server.hold([mail('x', 'a'), mail('y', 'b'), mail('z')]);
  const again = await run('--delete-after', '0');
  expect(again.end).toMatchObject({ stored: 1, known: 2 });
  const state = await to.state();
  const since = (name: string) =>
    state.filter((each) => each.sha256 === digest(name)).map(({ storedAt }) => storedAt);
  expect(new Set(since('a')).size).toBe(1);
  expect(since('a')).toHaveLength(2);
});

it('is told when another process has the folder, and touches nothing', async () => {
  server.hold(['a', 'b', 'c'].map((name) => mail(name)));
  await mkdir(to.out);
  const unlock = await lockFolder(to.out);
  const refused = await run();
  expect(refused).toMatchObject({
    code: 1,
    events: [{ event: 'failed', code: 'storage.failed', detail: expect.any(String) }],
  });
  expect(refused.end.detail).toBe(`${to.out} is in use by another process (${process.pid}).`);
  expect(server.asked).toEqual([]);
  await unlock();
  expect((await run()).end).toEqual(done({ stored: 3 }));
  const others = (await readdir(to.out)).filter((name) => !name.endsWith('.eml'));
  expect(others).toEqual(['state.json']);
});

it('tries a message that makes sessions fail three times in all, and again when it is told to', async () => {
  const bad: Stored = { uidl: 'bad', text: 'Subject: bad\r\n\r\n.\r\nno end\r\n', unstuffed: true };
  server.hold([mail('a'), bad, mail('c')]);
  const first = await run();
  expect(first.end).toEqual(done({ stored: 2, skipped: 1 }));
  const retrievals = () => server.asked.filter((verb) => verb === 'RETR').length;
  const before = retrievals();
  const second = await run();
  expect(second.end).toEqual(done({ skipped: 1 }));
  expect(retrievals()).toBe(before);
  // Its server has been mended.
  server.hold([mail('a'), { uidl: 'bad', text: textOf('good') }, mail('c')]);
  expect((await run()).end).toEqual(done({ skipped: 1 }));
  expect((await run('--try-again')).end).toEqual(done({ stored: 1 }));
  expect((await run()).end).toEqual(done({}));
});
