// SPDX-License-Identifier: Apache-2.0
// What one check costs where a server is silent, hangs up or does not end: with the compiled core,
// against a server in this process and by a clock that the test moves.
import { beforeAll, expect, test } from 'vitest';
import type { SessionConfig } from '../../wasm/bindings/pillarbox.d.ts';
import { type CheckResult, checkMail } from '../../web/worker/check_mail.ts';
import type { Clock } from '../../web/worker/clock.ts';
import type { WatchedCore } from '../../web/worker/engine.ts';
import type { Doubt } from '../../web/worker/mail_store.ts';
import { config, MemoryStore, newCore } from '../headless/core.ts';
import { LineServer } from './line_server.ts';
import { sha256 } from './maildrop.ts';

let core: WatchedCore;
beforeAll(async () => {
  core = await newCore();
});

/** Time stands while anything is under way, and jumps to the next alarm when nothing is. */
class JumpingClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #alarms = new Set<{ at: number; call: () => void }>();
  readonly begun = this.#now;

  now = () => this.#now;
  after(milliseconds: number, call: () => void) {
    const alarm = { at: this.#now + milliseconds, call };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }
  get passed() {
    return this.#now - this.begun;
  }
  jump(): void {
    const next = [...this.#alarms].sort((a, b) => a.at - b.at)[0];
    if (next === undefined) return;
    this.#alarms.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.call();
  }
}

class DoubtingStore extends MemoryStore {
  readonly kept = new Map<string, Doubt>();
  doubts = async () => [...this.kept.values()];
  doubted = async (doubt: Doubt) => {
    if (doubt.sessions > 0) this.kept.set(doubt.uidl, doubt);
    else this.kept.delete(doubt.uidl);
  };
}

interface Told {
  result: CheckResult;
  /** Milliseconds. */
  waited: number;
  skipped: string[];
}

/** A person with one account: what is learned in one check is known in the next. */
class Person {
  readonly store = new DoubtingStore();
  readonly facts = new Set<string>();

  async check(server: LineServer, given: Partial<SessionConfig> = {}): Promise<Told> {
    const clock = new JumpingClock();
    const skipped: string[] = [];
    let result: CheckResult | null = null;
    const running = checkMail({
      core,
      config: config({ user: 'ana', password: 'secret', facts: [...this.facts], ...given }),
      store: this.store,
      connect: (listener) => server.connect(listener),
      clock,
      listener: {
        learned: (fact) => this.facts.add(fact),
        skipped: ({ uidl }, reason) => skipped.push(`${uidl}: ${reason}`),
      },
      signal: new AbortController().signal,
    }).then((ended) => {
      result = ended;
    });
    // Ten turns without a word are silence: a server in this process answers in the next one.
    const words = () => server.heard.length + server.sent;
    for (let turns = 0, before = words(); result === null; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (words() !== before) [turns, before] = [0, words()];
      if (turns % 10 === 9) clock.jump();
    }
    await running;
    return { result, waited: clock.passed, skipped };
  }

  get octets(): string[] {
    return this.store.mails.map(({ raw }) => sha256(raw)).sort();
  }
}

function serverOf(...texts: string[]) {
  const server = new LineServer();
  server.messages = texts.map((text, index) => ({
    uidl: `u${index + 1}`,
    raw: Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`),
  }));
  const octets = (...without: string[]) =>
    server.messages
      .filter(({ uidl }) => !without.includes(uidl))
      .map(({ raw }) => sha256(raw))
      .sort();
  return { server, octets };
}

const kMinute = 60_000;

test.each(['CAPA', 'USER', 'PASS', 'STAT', 'UIDL', 'LIST', 'QUIT'])(
  'a server that falls silent at %s is reported after a minute in all, at every check',
  async (at) => {
    const { server } = serverOf('a', 'b');
    const person = new Person();
    server.fate = (verb) =>
      verb === at || (at === 'CAPA' && verb === 'USER') ? 'silent' : 'answered';
    for (let check = 0; check < 3; check++) {
      const { result, waited } = await person.check(server);
      expect(result.failure?.code).toBe('protocol.timeout');
      expect(waited).toBeLessThanOrEqual(kMinute);
    }
  },
);

test('a server that never answers CAPA is fetched in the same minute', async () => {
  const { server, octets } = serverOf('a', 'b');
  const person = new Person();
  server.fate = (verb) => (verb === 'CAPA' ? 'silent' : 'answered');
  const { result, waited } = await person.check(server);
  expect(result).toMatchObject({ failure: null, stored: 2 });
  expect(waited).toBeLessThan(kMinute);
  expect(person.octets).toEqual(octets());
  expect([...person.facts]).toEqual(['no-capa']);
});

test('a server that refuses CAPA and hangs up is fetched in the first check', async () => {
  const { server, octets } = serverOf('a', 'b');
  const person = new Person();
  server.fate = (verb) => (verb === 'CAPA' ? 'refused and closed' : 'answered');
  expect((await person.check(server)).result).toMatchObject({ failure: null, stored: 2 });
  expect(person.octets).toEqual(octets());
  expect([...person.facts]).toEqual(['no-capa']);
});

test('a server that is silent where commands come together is found out by the next check', async () => {
  const { server, octets } = serverOf('a', 'b', 'c');
  const person = new Person();
  // It reads one command, and loses what came with it.
  let flight = 0;
  server.fate = (verb) => {
    if (verb === 'RETR' && ++flight > 1 && !person.facts.has('no-pipelining')) return 'silent';
    return 'answered';
  };
  for (let check = 0; check < 3 && person.octets.length < 3; check++) {
    flight = 0;
    expect((await person.check(server)).waited).toBeLessThanOrEqual(kMinute);
  }
  expect(person.octets).toEqual(octets());
});

test('a message at which the server falls silent costs a minute once, and no other message', async () => {
  const { server, octets } = serverOf('a', 'b', 'c', 'd');
  const person = new Person();
  server.fate = (verb, message) =>
    verb === 'RETR' && message?.uidl === 'u2' ? 'silent' : 'answered';
  const first = await person.check(server, { afterDownload: 'leave' });
  expect(first.waited).toBeLessThanOrEqual(kMinute);
  expect(person.octets).toEqual(octets('u2'));
  const second = await person.check(server);
  expect(second.waited).toBe(0);
  expect(second.result).toMatchObject({ failure: null, skipped: 1 });
  expect(second.skipped).toEqual(['u2: it made earlier sessions fail']);
});

test('a line that goes silent and does not come back speaks against no message', async () => {
  const { server, octets } = serverOf('a', 'b', 'c', 'd');
  const person = new Person();
  let isDown = false;
  server.fate = (verb, message) => {
    if (verb === 'RETR' && message?.uidl === 'u2') isDown = true;
    return isDown ? 'silent' : 'answered';
  };
  const { result, waited } = await person.check(server);
  expect(result.failure?.code).toBe('protocol.timeout');
  expect(waited).toBeLessThanOrEqual(kMinute);
  server.fate = () => 'answered';
  expect((await person.check(server)).result).toMatchObject({ failure: null, skipped: 0 });
  expect(person.octets).toEqual(octets());
});

test.each(['u1', 'u3', 'u5'])(
  'a server that always hangs up at one message (%s) gives the others within two checks',
  async (bad) => {
    const { server, octets } = serverOf('a', 'b', 'c', 'd', 'e');
    const person = new Person();
    server.fate = (verb, message) =>
      verb === 'RETR' && message?.uidl === bad ? 'closed' : 'answered';
    await person.check(server);
    await person.check(server);
    expect(person.octets).toEqual(octets(bad));
    for (let check = 0; check < 3; check++) await person.check(server);
    // It is left alone in the end, so that a session comes to QUIT.
    const last = await person.check(server);
    expect(last.result).toMatchObject({ failure: null, skipped: 1 });
    expect(last.skipped).toEqual([`${bad}: it made earlier sessions fail`]);
  },
);

test('a message whose LIST size cannot be true is fetched', async () => {
  const { server, octets } = serverOf('a', 'b');
  const person = new Person();
  server.listedOctets = ({ uidl, raw }) => (uidl === 'u1' ? 4_294_967_400 : raw.length);
  const { result } = await person.check(server, { maxOctets: 1000 });
  expect(result).toMatchObject({ failure: null, stored: 2, skipped: 0 });
  expect(person.octets).toEqual(octets());
});

test('a message that never ends is stopped at the limit, and the rest comes in the same check', async () => {
  const { server, octets } = serverOf('a', 'b', 'c');
  const person = new Person();
  server.isEndless = ({ uidl }) => uidl === 'u2';
  const { result, waited } = await person.check(server, { maxOctets: 1_000_000 });
  expect(waited).toBeLessThan(1000);
  expect(result).toMatchObject({ failure: null, stored: 2, skipped: 1 });
  expect(person.octets).toEqual(octets('u2'));
  expect((await person.check(server, { maxOctets: 1_000_000 })).result.failure).toBeNull();
});

test('PIPELINING that is gone after the login is not used', async () => {
  const { server, octets } = serverOf('a', 'b', 'c');
  const person = new Person();
  server.capabilities = (loggedIn) => (loggedIn ? ['UIDL'] : ['UIDL', 'PIPELINING']);
  let unanswered = 0;
  const connect = server.connect.bind(server);
  server.connect = (listener) => {
    const received = (octets: Uint8Array) => {
      unanswered = 0;
      listener.received(octets);
    };
    const transport = connect({ ...listener, received });
    return {
      ...transport,
      send(sent) {
        const commands = Buffer.from(sent).toString('latin1').split('\r\n').length - 1;
        unanswered += commands;
        expect(unanswered).toBeLessThanOrEqual(1);
        transport.send(sent);
      },
    };
  };
  expect((await person.check(server)).result).toMatchObject({ failure: null, stored: 3 });
  expect(person.octets).toEqual(octets());
});

test('messages are fetched by the numbers that are listed, from 0 too, and what is counted beyond them is told', async () => {
  const { server, octets } = serverOf('a', 'b', 'c');
  const person = new Person();
  server.first = 0;
  expect((await person.check(server)).result).toMatchObject({ failure: null, stored: 3 });
  expect(person.octets).toEqual(octets());
  server.counted = 5;
  const { result, skipped } = await person.check(server);
  expect(result).toMatchObject({ failure: null, skipped: 1 });
  expect(skipped).toEqual([': the server counts 5 messages and gives a name (UIDL) to 3']);
});
