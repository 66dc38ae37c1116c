// SPDX-License-Identifier: Apache-2.0
// Whatever is killed, and whenever: every message is stored exactly once, and the server loses
// nothing that is not stored.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { startSlowProxy } from '../bench/slow_proxy.mjs';
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
  const expected: string[] = [];
  const deliver = async (round: number) => {
    const messages = [...generateLoad({ count: 40, octets: 2e6, seed: round + 1 })];
    expected.push(...messages.map(crlfDigest));
    await dovecot.addMessages(user, messages);
  };

  // How long a whole run takes here decides from when to when the kills come.
  await deliver(0);
  const began = performance.now();
  await fetchMail(box(), to, '--tls', 'none', '--delete');
  const whole = performance.now() - began;

  let killed = 0;
  for (let round = 1; round <= rounds; round++) {
    await deliver(round);
    const running = await start(box(), to, '--tls', 'none', '--delete');
    const moment = whole * (0.3 + 0.7 * Math.random());
    const timer = setTimeout(() => running.process.kill('SIGKILL'), moment);
    if ((await running.ended).code === null) killed += 1;
    clearTimeout(timer);
  }
  console.log(`${killed} of ${rounds} runs were killed before their end`);
  expect(killed).toBeGreaterThan(rounds / 4);

  const last = await fetchMail(box(), to, '--tls', 'none', '--delete');
  expect(last).toMatchObject({ code: 0, end: { event: 'done' } });
  expect(await dovecot.digests(user)).toEqual([]);
  expect(await to.digests()).toEqual(expected.sort());
  const state = await to.state();
  expect(state.map((each) => each.sha256).sort()).toEqual(expected);
});

it('goes on where it stopped when the relay is killed in mid-fetch and started again', async () => {
  const messages = [...generateLoad({ count: 300, octets: 6e6, seed: 77 })];
  await dovecot.addMessages(user, messages);
  // Slow enough that the relay is gone long before the end.
  const slow = await startSlowProxy({
    host: '127.0.0.1',
    port: dovecot.port,
    roundTrip: 10,
    rate: 8e6,
  });
  const first = await relay('--allow', `127.0.0.1:${slow.port}`);
  const running = await start(box(first.url, slow.port), to, '--tls', 'none');
  running.process.stdout?.once('data', () => first.process.kill('SIGKILL'));
  const broken = await running.ended;
  expect(broken.code).toBe(1);
  expect(broken.end.event).toBe('failed');
  const before = broken.events.filter(({ event }) => event === 'stored');
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(300);

  const second = await relay('--allow', `127.0.0.1:${slow.port}`);
  const done = await fetchMail(box(second.url, slow.port), to, '--tls', 'none');
  await second.stop();
  await slow.stop();
  const after = done.events.filter(({ event }) => event === 'stored');
  expect(done.end).toMatchObject({ event: 'done', listed: 300, stored: after.length });
  expect([...before, ...after].map((each) => each.sha256).sort()).toEqual(
    messages.map(crlfDigest).sort(),
  );
  expect(await to.digests()).toEqual(messages.map(crlfDigest).sort());
});
