// SPDX-License-Identifier: Apache-2.0
// Whatever is killed, and whenever: every message is stored exactly once, and the server loses
// nothing that is not stored.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { below, seeded } from '../faults/maildrop.ts';
import { type Moment, Tap } from '../faults/tap.ts';
import { type RunningRelay, relay, sha256 } from '../relay/processes.ts';
import { fetchMail, type Mailbox, type Scratch, scratch, start } from './harness.ts';

type Dovecot = Awaited<ReturnType<typeof startDovecot>>;

const user = 'sari@tokobatik.example';
const password = 'secret';
let dovecot: Dovecot;
let theRelay: RunningRelay;
let to: Scratch;

beforeAll(async () => {
  dovecot = await startDovecot({ users: [{ user, password }] });
  theRelay = await relay('--allow', `127.0.0.1:${dovecot.port}`);
});
afterAll(async () => {
  await theRelay.stop();
  await dovecot.stop();
});
beforeEach(async () => {
  to = await scratch();
});
afterEach(() => to.dispose());

const box = (url = theRelay.url, port = dovecot.port): Mailbox => ({
  relay: url.replace(/^http/, 'ws'),
  server: `127.0.0.1:${port}`,
  user,
  password,
});
const crlfDigest = (message: Buffer) =>
  sha256(Buffer.from(message.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1'));

it('survives kill -9 of the runner at 50 random moments while it deletes', async () => {
  const rounds = 50;
  const kOctets = 2e6;
  const seed = below(Math.random, 1e6);
  const random = seeded(seed);
  const tap = await Tap.start(dovecot.port);
  const tapped = await relay('--allow', `127.0.0.1:${tap.port}`);
  const through = box(tapped.url, tap.port);
  const expected: string[] = [];
  const deliver = async (round: number) => {
    const messages = [...generateLoad({ count: 40, octets: kOctets, seed: round + 1 })];
    expected.push(...messages.map(crlfDigest));
    await dovecot.addMessages(user, messages);
  };

  // Of what a round has to fetch, delete and end with, every moment is as good as another.
  const moment = (): Moment => {
    const choice = random();
    if (choice < 0.7) return { octets: 1 + below(random, 0.9 * kOctets) };
    return choice < 0.85 ? { deletions: 1 + below(random, 40) } : { quit: true };
  };
  let certain = 0;
  let killed = 0;
  for (let round = 1; round <= rounds; round++) {
    await deliver(round);
    const come = tap.watch(moment());
    const running = await start(through, to, '--tls', 'none', '--delete');
    await come;
    // The disk is some moments behind the wire. Who is killed on the spot has not come to the end.
    const pause = round % 2 === 0 ? 0 : below(random, 40);
    if (pause === 0) certain += 1;
    else await new Promise((resolve) => setTimeout(resolve, pause));
    running.process.kill('SIGKILL');
    if ((await running.ended).code === null) killed += 1;
  }
  console.log(`${killed} of ${rounds} runs were killed before their end, seed ${seed}`);
  expect(killed).toBeGreaterThanOrEqual(certain);

  const last = await fetchMail(through, to, '--tls', 'none', '--delete');
  expect(last).toMatchObject({ code: 0, end: { event: 'done' } });
  expect(await dovecot.digests(user)).toEqual([]);
  expect(await to.digests()).toEqual(expected.sort());
  const state = await to.state();
  expect(state.map((each) => each.sha256).sort()).toEqual(expected);
  await tapped.stop();
  await tap.stop();
});

it('goes on where it stopped when the relay is killed in mid-fetch and started again', async () => {
  const messages = [...generateLoad({ count: 300, octets: 6e6, seed: 77 })];
  await dovecot.addMessages(user, messages);
  const tap = await Tap.start(dovecot.port);
  // The server falls silent in the middle: the relay is gone before the end, however late we are.
  void tap.watch({ octets: 3e6, hold: true });
  const first = await relay('--allow', `127.0.0.1:${tap.port}`);
  const running = await start(box(first.url, tap.port), to, '--tls', 'none');
  running.process.stdout?.once('data', () => first.process.kill('SIGKILL'));
  const broken = await running.ended;
  expect(broken.code).toBe(1);
  expect(broken.end.event).toBe('failed');
  const before = broken.events.filter(({ event }) => event === 'stored');
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(300);

  void tap.watch({});
  const second = await relay('--allow', `127.0.0.1:${tap.port}`);
  const done = await fetchMail(box(second.url, tap.port), to, '--tls', 'none');
  await second.stop();
  await tap.stop();
  const after = done.events.filter(({ event }) => event === 'stored');
  expect(done.end).toMatchObject({ event: 'done', listed: 300, stored: after.length });
  expect([...before, ...after].map((each) => each.sha256).sort()).toEqual(
    messages.map(crlfDigest).sort(),
  );
  expect(await to.digests()).toEqual(messages.map(crlfDigest).sort());
});
