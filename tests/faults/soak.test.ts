// SPDX-License-Identifier: Apache-2.0
// Sessions against a server, a store and a process that fail by chance, through the real relay.
// What must hold whatever happens: every message is stored exactly once and octet by octet, and
// the server has removed or put away none that was not stored before.
//
//   PILLARBOX_SOAK_SESSIONS=20000  more of them
//   PILLARBOX_SOAK_SEED=17         this one only
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeCertificates } from '../../server/demo/certificates.mjs';
import type { SessionConfig } from '../../wasm/bindings/pillarbox.d.ts';
import { type CheckParts, type CheckResult, checkMail } from '../../web/worker/check_mail.ts';
import { type Clock, systemClock } from '../../web/worker/clock.ts';
import type { MailStore } from '../../web/worker/mail_store.ts';
import { relayUrl } from '../../web/worker/relay_url.ts';
import { openTransport, type SocketConstructor } from '../../web/worker/transport.ts';
import { config, newCore } from '../headless/core.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { FallibleStore } from './fallible_store.ts';
import { FaultServer, type Faults, noFaults } from './fault_server.ts';
import {
  below,
  Maildrop,
  type Random,
  type StoredOnServer,
  seeded,
  sha256,
  showsItsDots,
} from './maildrop.ts';

const kMessages = 200;
const kSessionsASeed = 20;
const kSessions = Number(process.env.PILLARBOX_SOAK_SESSIONS ?? 2000);
const seeds =
  process.env.PILLARBOX_SOAK_SEED === undefined
    ? Array.from({ length: Math.ceil(kSessions / kSessionsASeed) }, (_, index) => index + 1)
    : [Number(process.env.PILLARBOX_SOAK_SEED)];

const directory = mkdtempSync(join(tmpdir(), 'pillarbox-faults-'));
let anchors: Uint8Array;
let through: RunningRelay;
let plain: FaultServer;
let encrypted: FaultServer;

beforeAll(async () => {
  const { caFile, certFile, keyFile } = await makeCertificates(join(directory, 'tls'));
  anchors = readFileSync(caFile);
  const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  plain = await FaultServer.start();
  encrypted = await FaultServer.start(tls);
  const targets = [plain, encrypted].map(({ port }) => ['--allow', `127.0.0.1:${port}`]);
  through = await relay(...targets.flat());
});
afterAll(async () => {
  await through.stop();
  await plain.stop();
  await encrypted.stop();
  rmSync(directory, { recursive: true });
});

/** One check; with `kill`, everything of it stops at that moment, as a closed tab does. */
async function checkOnce(
  core: CheckParts['core'],
  server: FaultServer,
  store: FallibleStore,
  given: SessionConfig,
  facts: Set<string>,
  kill: number | null,
): Promise<CheckResult | 'killed'> {
  let frames = 0;
  let killed = () => {};
  const death = new Promise<'killed'>((resolve) => {
    killed = () => resolve('killed');
  });
  let alive = true;
  // What is dead asks for nothing, has no timers, and hears of nothing.
  const never = new Promise<never>(() => {});
  const guarded: MailStore = {
    known: () => (alive ? store.known() : never),
    save: (...args) => (alive ? store.save(...args) : never),
    deleted: (names) => (alive ? store.deleted(names) : never),
  };
  const clock: Clock = {
    now: systemClock.now,
    after: (milliseconds, call) => systemClock.after(milliseconds, () => alive && call()),
  };
  const check = checkMail({
    core,
    config: { ...given, facts: [...facts] },
    store: guarded,
    connect: (listener) => {
      const url = relayUrl(through.url.replace(/^http/, 'ws'), '127.0.0.1', server.port);
      const transport = openTransport(
        url,
        {
          ...listener,
          received: (octets) => {
            if (kill !== null && alive && ++frames > kill) {
              alive = false;
              transport.close();
              killed();
            }
            if (alive) listener.received(octets);
          },
        },
        {
          WebSocket: WebSocket as unknown as SocketConstructor,
          fetch,
          clock,
        },
      );
      return transport;
    },
    clock,
    listener: { learned: (fact) => facts.add(fact) },
    signal: new AbortController().signal,
  });
  return Promise.race([check, death]);
}

function chosen(random: Random, from: StoredOnServer[], most: number): Set<string> {
  const uidls = new Set<string>();
  for (let left = below(random, most + 1); left > 0 && from.length > 0; left--) {
    uidls.add(from[below(random, from.length)]?.uidl ?? '');
  }
  return uidls;
}

function faultsBy(random: Random, maildrop: Maildrop, written: number): Faults {
  const { messages } = maildrop;
  const dotted = messages.filter(({ raw }) => showsItsDots(raw));
  const often = (share: number) => random() < share;
  const one = <T>(...all: T[]) => all[below(random, all.length)] as T;
  return {
    ...noFaults(),
    dropAfter: often(0.5) ? below(random, Math.max(written, 100) + 1) : null,
    reset: often(0.3),
    split: often(0.5) ? 'chance' : 'whole',
    delay: often(0.3) ? 4 : 0,
    refused: often(0.2) ? chosen(random, messages, 5) : new Set(),
    junk: often(0.1) ? chosen(random, messages, 1) : new Set(),
    unstuffed: often(0.1) ? chosen(random, dotted, 2) : new Set(),
    pipelining: often(0.2) ? one('absent', 'dropped', 'garbled') : 'kept',
    quit: often(0.3) ? one('ignored', 'silent') : 'answered',
    login: often(0.05) ? one('-ERR [IN-USE] busy', '-ERR [SYS/TEMP] later') : '+OK',
    capa: often(0.1) ? one('refused', 'closed') : 'answered',
    empty: often(0.05),
  };
}

describe('chance', () => {
  let sessions = 0;
  // Patience, where a machine is busy with other things.
  test.each(seeds)('seed %i', { timeout: 300_000 }, async (seed) => {
    const random = seeded(seed);
    const maildrop = new Maildrop();
    const store = new FallibleStore();
    const removedUnstored: string[] = [];
    const secure = seed % 2 === 0;
    const server = secure ? encrypted : plain;
    server.serve(maildrop, random, ({ uidl, raw }) => {
      if (!store.has(sha256(raw))) removedUnstored.push(uidl);
    });
    const given = config({
      security: secure ? 'implicit' : 'none',
      anchors: secure ? anchors : new Uint8Array(),
      user: 'ana',
      password: 'secret',
      afterDownload: seed % 5 === 0 ? 'leave' : 'delete',
    });
    if (seed % 3 === 0) maildrop.shows = 25;
    const core = await newCore();
    const facts = new Set<string>();
    const outcomes: string[] = [];
    const largest = 400_000;
    // Half is there, and the other half comes while we fetch.
    maildrop.deliver(random, kMessages / 2);
    for (let number = 0; number < kSessionsASeed; number++) {
      maildrop.deliver(random, kMessages / 2 / kSessionsASeed);
      if (random() < 0.1) maildrop.shuffle(random);
      server.faults = faultsBy(random, maildrop, largest);
      const storing = random();
      const atOnce = random();
      store.fate = () =>
        storing < 0.8
          ? 'stored'
          : atOnce < 0.5
            ? 'refused'
            : random() < 0.3
              ? 'stored, but said to be refused'
              : 'stored';
      const slow = random() < 0.5 ? 30 : 0;
      store.milliseconds = () => below(random, slow + 1);
      const kill = random() < 0.2 ? below(random, 30) : null;
      const result = await checkOnce(core, server, store, given, facts, kill);
      outcomes.push(result === 'killed' ? result : (result.failure?.code ?? 'done'));
      sessions += 1;
      // What one server learned in a fault is not this server's nature: ask afresh now and then.
      if (random() < 0.3) facts.clear();
    }
    store.fate = () => 'stored';
    store.milliseconds = () => 0;
    server.faults = noFaults();
    // Who has learned to do without CAPA does not see that this server puts mail away.
    const learned = [...facts].join(', ');
    facts.clear();
    const last = await checkOnce(core, server, store, given, facts, null);
    const said = `PILLARBOX_SOAK_SEED=${seed}: ${outcomes.join(' ')}; learned: ${learned}`;
    expect(last, said).toMatchObject({ failure: null, skipped: 0 });
    expect(outcomes, said).not.toContain('internal');
    expect(removedUnstored, said).toEqual([]);
    // What is put away without being deleted stays there.
    const left = new Set(maildrop.messages);
    for (const message of maildrop.putAway) left.delete(message);
    const leaves = given.afterDownload === 'leave' && maildrop.shows === null;
    expect(left.size, said).toBe(leaves ? kMessages : 0);
    const sent = maildrop.everything.map(({ raw }) => sha256(raw));
    expect([...store.messages].sort(), said).toEqual(sent.sort());
  });

  test('as many sessions as were asked for', () => {
    console.log(`${sessions} sessions of ${seeds.length} seeds`);
    expect(sessions).toBe(seeds.length * kSessionsASeed);
  });
});

describe.each([
  ['in clear', false],
  ['over TLS', true],
])('on purpose, %s', (_how, secure) => {
  async function twoMails() {
    const random = seeded(7);
    const maildrop = new Maildrop();
    maildrop.deliver(random, 2);
    const server = secure ? encrypted : plain;
    server.serve(maildrop, random);
    const given = config({
      security: secure ? 'implicit' : 'none',
      anchors: secure ? anchors : new Uint8Array(),
      user: 'ana',
      password: 'secret',
      afterDownload: 'delete',
    });
    const sent = maildrop.everything.map(({ raw }) => sha256(raw)).sort();
    return { maildrop, server, given, sent, store: new FallibleStore() };
  }

  test('a frame boundary at every octet', async () => {
    const { maildrop, server, given, sent, store } = await twoMails();
    server.faults = { ...noFaults(), split: 'octets' };
    const result = await checkOnce(await newCore(), server, store, given, new Set(), null);
    expect(result).toMatchObject({ failure: null, stored: 2, deleted: 2 });
    expect(store.messages.sort()).toEqual(sent);
    expect(maildrop.messages).toEqual([]);
  });

  test.each(['ignored', 'silent'] as const)('hanging up at QUIT (%s)', async (quit) => {
    const { maildrop, server, given, sent, store } = await twoMails();
    const core = await newCore();
    server.faults = { ...noFaults(), quit };
    const first = await checkOnce(core, server, store, given, new Set(), null);
    expect(first).toMatchObject({ stored: 2, deleted: 0 });
    expect(maildrop.messages.length).toBe(quit === 'ignored' ? 2 : 0);
    server.faults = noFaults();
    await checkOnce(core, server, store, given, new Set(), null);
    expect(maildrop.messages).toEqual([]);
    expect(store.messages.sort()).toEqual(sent);
  });

  test.each(['dropped', 'garbled'] as const)(
    'a server that lies about PIPELINING (%s) is found out, and emptied in the same check',
    async (pipelining) => {
      const { maildrop, server, given, sent, store } = await twoMails();
      server.faults = { ...noFaults(), pipelining };
      const facts = new Set<string>();
      const result = await checkOnce(await newCore(), server, store, given, facts, null);
      expect(result).toMatchObject({ failure: null, stored: 2 });
      expect([...facts]).toEqual(['no-pipelining']);
      expect(store.messages.sort()).toEqual(sent);
      expect(maildrop.messages).toEqual([]);
    },
  );

  test('one message with junk behind it stops no other, and is left alone in the end', async () => {
    const { maildrop, server, given, store } = await twoMails();
    const [first, second] = maildrop.everything;
    server.faults = { ...noFaults(), junk: new Set([second?.uidl ?? '']) };
    const result = await checkOnce(await newCore(), server, store, given, new Set(), null);
    expect(result).toMatchObject({ failure: null, stored: 1, skipped: 1 });
    expect(store.messages).toEqual([sha256(first?.raw ?? new Uint8Array())]);
    expect(maildrop.messages).toEqual([second]);
  });

  test('a server that shows a part at a time and puts it away is emptied in one check', async () => {
    const { maildrop, server, given, store } = await twoMails();
    maildrop.deliver(seeded(8), 98);
    maildrop.shows = 25;
    const core = await newCore();
    const leaving = { ...given, afterDownload: 'leave' as const };
    const result = await checkOnce(core, server, store, leaving, new Set(), null);
    expect(result).toMatchObject({ failure: null, listed: 100, stored: 100, toFetch: 100 });
    const sent = maildrop.everything.map(({ raw }) => sha256(raw)).sort();
    expect([...store.messages].sort()).toEqual(sent);
  });

  test('a server that hangs up on CAPA is fetched without it', async () => {
    const { server, given, sent, store } = await twoMails();
    server.faults = { ...noFaults(), capa: 'closed' };
    const facts = new Set<string>();
    const result = await checkOnce(await newCore(), server, store, given, facts, null);
    expect(result).toMatchObject({ failure: null, stored: 2 });
    expect([...facts]).toEqual(['no-capa']);
    expect(store.messages.sort()).toEqual(sent);
  });
});
