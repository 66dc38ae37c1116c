// SPDX-License-Identifier: Apache-2.0
// A mistake of ours in the shipped core: a check() that does not hold, or memory that is not what it
// was. Whatever call finds it, the instance is dead for all: no session in it confirms or deletes
// anything more, and what comes next is done by another.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Core, ParsedMessage } from '../../wasm/bindings/pillarbox.d.ts';
import { checkMail } from '../../web/worker/check_mail.ts';
import { systemClock } from '../../web/worker/clock.ts';
import { CoreBroken, type WatchedCore } from '../../web/worker/engine.ts';
import { relayUrl } from '../../web/worker/relay_url.ts';
import { openTransport, type SocketConstructor } from '../../web/worker/transport.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { letter, type SmallServer, smallServer } from '../worker/small_server.ts';
import { config, MemoryStore, newCore } from './core.ts';

const user = 'ana';
const mails = () => Array.from({ length: 60 }, (_, at) => letter(`mail ${at}`));

let server: SmallServer;
let through: RunningRelay;

beforeAll(async () => {
  server = await smallServer({});
  through = await relay('--allow', `127.0.0.1:${server.port}`);
});
beforeEach(() => {
  server.mailboxes[user] = mails();
});
afterAll(async () => {
  await through.stop();
  await server.stop();
});

const given = config({ user, password: 'p', afterDownload: 'delete' });

/** One check through the relay, and the commands that have left. */
async function checkWith(core: WatchedCore, store: MemoryStore) {
  let sent = '';
  const result = await checkMail({
    core,
    config: given,
    store,
    connect: (events) => {
      const url = relayUrl(through.url.replace(/^http/, 'ws'), '127.0.0.1', server.port);
      const parts = { WebSocket: WebSocket as unknown as SocketConstructor, fetch };
      const transport = openTransport(url, events, { ...parts, clock: systemClock });
      return {
        ...transport,
        send(octets) {
          sent += Buffer.from(octets).toString('latin1');
          transport.send(octets);
        },
      };
    },
    clock: systemClock,
    listener: {},
    signal: new AbortController().signal,
  });
  return { result, sent };
}

/** All of the instance's memory is something else. */
const corrupt = (core: Core) => (core as Core & { HEAPU8: Uint8Array }).HEAPU8.fill(0xff);

const mail = Uint8Array.from(
  Buffer.from(
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n' +
      'Content-Disposition: attachment; filename=a.bin\r\n\r\noctets\r\n--b--\r\n',
  ),
);

describe('a check() that does not hold stops the shipped build', () => {
  const begun = (core: Core) => {
    const session = core.createSession(given);
    session.start(0);
    return session;
  };
  it.each<[string, (core: Core) => void, RegExp]>([
    [
      'more octets are received than there was room for',
      (core) => {
        const session = begun(core);
        session.inbox(10);
        session.receive(11, 0);
      },
      /a frame is received where inbox\(\) made room for it/,
    ],
    [
      'a session is used before it has begun',
      (core) => core.createSession(given).tick(0),
      /a session is used after start\(\)/,
    ],
    [
      'a session is told of a message too late',
      (core) => begun(core).remember('u', 0, 0),
      /told what is known before start\(\)/,
    ],
    [
      'a session begins twice',
      (core) => begun(core).start(0),
      /told what is known before start\(\)/,
    ],
  ])('%s', async (_, misuse, promise) => {
    const core = await newCore();
    expect(() => misuse(core)).toThrow(promise);
    expect(core.broken.aborted).toBe(true);
    expect(core.broken.reason).toBeInstanceOf(CoreBroken);
    // Nobody gets in again, and giving back what was in it does no harm.
    expect(() => core.summarise(mail)).toThrow(CoreBroken);
    expect(() => core.createSession(given)).toThrow(CoreBroken);
  });
});

describe('one call breaks the instance, and a check in it ends', () => {
  /** What else the instance is used for: prepared before it breaks, and called after. */
  const uses: [string, (core: Core) => () => unknown][] = [
    ['a mail is read', (core) => () => core.parseMessage(mail)],
    ['a row is made of a mail', (core) => () => core.summarise(mail)],
    ['a mail that is open is shown', (core) => of(core.parseMessage(mail), 'json')],
    ['its origin is looked at', (core) => of(core.parseMessage(mail), 'origin')],
    ['an attachment is taken out', (core) => of(core.parseMessage(mail), 'attachment')],
    ['an attachment is opened', (core) => of(core.parseMessage(mail), 'stream')],
    [
      'a piece of an attachment is taken out',
      (core) => {
        const stream = core.parseMessage(mail).stream(0);
        return () => stream?.read();
      },
    ],
    ['room is made for a mail', (core) => () => core.createRoom(10_000).view(0, 1)],
    [
      'a mail is parsed where it lies',
      (core) => {
        const room = core.createRoom(mail.length);
        room.view(0, mail.length).set(mail);
        return () => room.parse();
      },
    ],
    ['another session begins', (core) => () => core.createSession(given).start(0)],
  ];
  const of = (message: ParsedMessage, member: 'json' | 'origin' | 'attachment' | 'stream') => () =>
    message[member](0);

  it.each(uses)('%s', async (_, prepare) => {
    const core = await newCore();
    const store = new MemoryStore();
    const use = prepare(core);
    let saves = 0;
    const { save } = store;
    store.save = async (batch) => {
      // Stored, but not confirmed yet.
      const said = await save(batch);
      saves += 1;
      corrupt(core);
      expect(use).toThrow(CoreBroken);
      return said;
    };
    const { result, sent } = await checkWith(core, store);
    expect(result).toMatchObject({ deleted: 0, failure: { code: 'internal' } });
    expect(saves).toBe(1);
    expect(sent).toMatch(/RETR/);
    expect(sent).not.toMatch(/DELE|QUIT/);
    expect(server.mailboxes[user]).toEqual(mails());

    // The next check, by a new instance, goes on where this one was.
    store.save = save;
    expect((await checkWith(await newCore(), store)).result.failure).toBeNull();
    const stored = store.mails.map(({ raw }) => Buffer.from(raw).toString('latin1'));
    expect(stored.sort()).toEqual(mails().sort());
    expect(server.mailboxes[user]).toEqual([]);
  });

  it('or the check itself finds it, when it wants to confirm', async () => {
    const core = await newCore();
    const store = new MemoryStore();
    const { save } = store;
    let saves = 0;
    store.save = async (batch) => {
      const said = await save(batch);
      saves += 1;
      corrupt(core);
      return said;
    };
    const { result, sent } = await checkWith(core, store);
    expect(result).toMatchObject({ deleted: 0, failure: { code: 'internal' } });
    expect(saves).toBe(1);
    expect(sent).not.toMatch(/DELE|QUIT/);
    expect(core.broken.aborted).toBe(true);
  });
});

it('the garbage collector calls nothing in an instance, dead or alive', async () => {
  const registered: unknown[] = [];
  vi.stubGlobal(
    'FinalizationRegistry',
    class {
      register(object: unknown) {
        registered.push(object);
      }
      unregister() {}
    },
  );
  try {
    const core = await newCore();
    core.parseMessage(mail).stream(0);
    core.createRoom(1);
    core.createSession(given);
    expect(registered).toEqual([]);
  } finally {
    vi.unstubAllGlobals();
  }
});
