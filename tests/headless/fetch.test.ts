// SPDX-License-Identifier: Apache-2.0
// A whole mailbox through the real relay from a real Dovecot: every octet as it is in the Maildir.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { generateMailbox } from '../../server/demo/mailbox.mjs';
import { type RunningRelay, relay, sha256 } from '../relay/processes.ts';
import { fetchMail, type Mailbox, run, type Scratch, scratch } from './harness.ts';
import { pop3Server } from './pop3_server.ts';

type Dovecot = Awaited<ReturnType<typeof startDovecot>>;

const user = 'sari@tokobatik.example';
const password = 'päss word =,';
let dovecot: Dovecot;
let theRelay: RunningRelay;
let to: Scratch;

const at = (port: number): Mailbox => ({
  relay: theRelay.url.replace(/^http/, 'ws'),
  server: `127.0.0.1:${port}`,
  user,
  password,
});
const plain = () => at(dovecot.port);

beforeAll(async () => {
  dovecot = await startDovecot({
    users: [
      { user, password, messages: generateMailbox({ now: new Date('2026-11-01T12:00:00Z') }) },
      {
        user: 'big@tokobatik.example',
        password,
        messages: generateLoad({ count: 2000, octets: 90e6 }),
      },
      {
        user: 'gone@tokobatik.example',
        password,
        messages: generateLoad({ count: 300, octets: 3e6 }),
      },
    ],
  });
  theRelay = await relay(
    '--allow',
    `127.0.0.1:${dovecot.port}`,
    '--allow',
    `127.0.0.1:${dovecot.tlsPort}`,
  );
});
afterAll(async () => {
  await theRelay.stop();
  await dovecot.stop();
});
beforeEach(async () => {
  to = await scratch();
});
afterEach(() => to.dispose());

describe('fetch', () => {
  it('stores every message byte for byte, and nothing the second time', async () => {
    const expected = await dovecot.digests(user);
    const first = await fetchMail(plain(), to, '--tls', 'none');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(await to.digests()).toEqual(expected.sort());
    expect(first.end).toEqual({
      event: 'done',
      listed: expected.length,
      stored: expected.length,
      known: 0,
      deleted: 0,
      skipped: 0,
    });
    const stored = first.events.filter(({ event }) => event === 'stored');
    expect(stored.map((each) => each.sha256).sort()).toEqual(expected);

    const second = await fetchMail(plain(), to, '--tls', 'none', '--keep');
    expect(second.events).toEqual([{ ...first.end, stored: 0 }]);
    expect(await to.digests()).toEqual(expected);
  });

  it.each([
    ['implicit', () => at(dovecot.tlsPort)],
    ['stls', () => plain()],
  ])('does so over TLS (%s)', async (security, box) => {
    const done = await fetchMail(box(), to, '--tls', security, '--ca', dovecot.caFile);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(await to.digests()).toEqual((await dovecot.digests(user)).sort());
  });

  it('stores 2,000 messages of 90 MB, and with --delete empties the maildrop', async () => {
    const big = { ...plain(), user: 'big@tokobatik.example' };
    const expected = (await dovecot.digests(big.user)).sort();
    expect(expected).toHaveLength(2000);
    const first = await fetchMail(big, to, '--tls', 'none');
    expect(first.end).toMatchObject({ event: 'done', stored: 2000, skipped: 0 });
    expect(await to.digests()).toEqual(expected);

    const second = await fetchMail(big, to, '--tls', 'none', '--delete');
    expect(second.end).toMatchObject({ event: 'done', stored: 0, deleted: 2000 });
    expect(await dovecot.digests(big.user)).toEqual([]);
    expect(await to.digests()).toEqual(expected);
  });

  it('deletes what it stored in the same run', async () => {
    const gone = { ...plain(), user: 'gone@tokobatik.example' };
    const expected = (await dovecot.digests(gone.user)).sort();
    const done = await fetchMail(gone, to, '--tls', 'none', '--delete');
    expect(done.end).toMatchObject({ event: 'done', stored: 300, deleted: 300 });
    expect(await dovecot.digests(gone.user)).toEqual([]);
    expect(await to.digests()).toEqual(expected);
    const state = await to.state();
    expect(state.every(({ deletedAt }) => deletedAt !== undefined)).toBe(true);
  });

  it('deletes after N days counted from storing, and skips what is too large', async () => {
    const expected = await dovecot.digests(user);
    const skipped = await fetchMail(plain(), to, '--tls', 'none', '--max-octets', '1');
    expect(skipped.end).toMatchObject({ event: 'done', stored: 0, skipped: expected.length });

    const kept = await fetchMail(plain(), to, '--tls', 'none', '--delete-after', '1');
    expect(kept.end).toMatchObject({ event: 'done', stored: expected.length, deleted: 0 });
    expect(await dovecot.digests(user)).toHaveLength(expected.length);
  });

  it('keeps the maildrops of one folder apart, though their UIDLs may be equal', async () => {
    // A server that numbers its messages from 1 in every maildrop, and forgets none here.
    const server = await pop3Server(
      ['1', '2', '3'].map((uidl) => ({ uidl, text: `Subject: ${uidl}\r\n` })),
    );
    const through = await relay('--allow', server.at);
    const mine = { ...plain(), relay: through.url.replace(/^http/, 'ws'), server: server.at };
    const first = await fetchMail(mine, to, '--tls', 'none', '--keep');
    expect(first.end).toMatchObject({ event: 'done', stored: 3, deleted: 0 });
    // What has the same octets is known when they have come, and not before.
    const other = await fetchMail({ ...mine, user: 'other' }, to, '--tls', 'none', '--delete');
    expect(other.end).toMatchObject({ event: 'done', stored: 0, known: 3, deleted: 3 });
    await through.stop();
    server.stop();
  });

  it('stores copies of one message as the one file that they are', async () => {
    const text = 'Subject: to the list\r\n\r\nthe same\r\n';
    const server = await pop3Server([
      { uidl: 'a', text },
      { uidl: 'b', text },
      { uidl: 'b', text },
    ]);
    const through = await relay('--allow', server.at);
    const mine = { ...plain(), relay: through.url.replace(/^http/, 'ws'), server: server.at };
    const done = await fetchMail(mine, to, '--tls', 'none', '--delete');
    await through.stop();
    server.stop();
    expect(done.end).toMatchObject({ event: 'done', stored: 1, known: 2, deleted: 3, skipped: 0 });
    const digest = sha256(Buffer.from(text));
    expect(await to.digests()).toEqual([digest]);
    // The newest comes first.
    expect(done.events.filter(({ event }) => event === 'stored' || event === 'known')).toEqual([
      { event: 'stored', uidl: 'b', octets: text.length, sha256: digest },
      { event: 'known', uidl: 'b', sha256: digest },
      { event: 'known', uidl: 'a', sha256: digest },
    ]);
    expect(await to.state()).toHaveLength(3);
  });

  it.each(['user', 'plain', 'login', 'cram-md5', 'scram-sha-1', 'scram-sha-256'])(
    'logs in with %s, and the log of it holds no secret',
    async (auth) => {
      const done = await fetchMail(
        at(dovecot.tlsPort),
        to,
        ...['--ca', dovecot.caFile, '--auth', auth, '--max-octets', '1', '--log'],
      );
      expect(done.end).toMatchObject({ event: 'done', stored: 0 });
      const log = done.stderr;
      expect(log).toMatch(/^\* TLSv1\.3, /);
      expect(log).toContain(auth === 'user' ? 'C: PASS ****\n' : `C: AUTH ${auth.toUpperCase()}`);
      expect(log).toMatch(/C: QUIT\nS: \+OK .*\n$/);
      for (const secret of [password, `\0${user}\0${password}`]) {
        expect(log).not.toContain(secret);
        expect(log).not.toContain(Buffer.from(secret).toString('base64').slice(0, 10));
      }
      const uidls = done.events.flatMap(({ uidl }) => uidl ?? []);
      expect(uidls.length).toBeGreaterThan(100);
      expect(uidls.filter((uidl) => log.includes(uidl))).toEqual([]);
    },
  );
});

describe('usage', () => {
  const complete = [
    ...['--relay', 'ws://x/', '--server', 'a:1', '--user', 'u'],
    ...['--password-file', '/dev/null', '--out', '/nonexistent'],
  ];
  it.each([
    [[], '--relay is missing'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['--relay', 'http://x/'], '--server is missing'],
    [['--relay', 'http://x/', '--server', 'a:1'], 'wss:// or ws://'],
    [['--relay', 'ws://x/', '--server', 'a'], 'HOST:PORT'],
    [['--relay', 'ws://x/', '--server', 'a:99999'], '65535'],
    [['--relay', 'ws://x/', '--server', 'a:1', '--tls', 'maybe'], 'implicit, stls or none'],
    [['--relay', 'ws://x/', '--server', 'a:1', '--auth', 'maybe'], '--auth is one of'],
    [['--relay', 'ws://x/', '--server', 'a:1', '--pin', 'sha256/AAAA'], '44 characters'],
    [['--relay', 'ws://x/', '--server', 'a:1', '--keep', '--delete'], 'Choose one of'],
    [[...complete, '--delete-after=-1'], 'whole number'],
    [[...complete, '--delete-after', 'x'], 'whole number'],
    [[...complete, '--max-octets', '1e3'], 'whole number'],
    [[...complete, '--password-file', '/nonexistent'], 'Cannot be read'],
  ])('%j is answered with what is wrong', async (args, words) => {
    const ended = await run(...args).ended;
    expect(ended.code).toBe(2);
    expect(ended.events).toEqual([]);
    expect(ended.stderr).toContain(words);
  });
});
