// SPDX-License-Identifier: Apache-2.0
// What may be deleted on a server, and what need not be fetched twice, over maildrops made by
// chance: copies by lists, resent mail, other octets under one Message-ID and Date (and under one
// whole header), names that all changed, sessions cut before QUIT.
//
//   PILLARBOX_SAMENESS_SEEDS=1000  more of them
//   PILLARBOX_SAMENESS_SEED=17     this one only
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionConfig } from '../../wasm/bindings/pillarbox.d.ts';
import { FileStore } from '../../web/node/file_store.ts';
import { checkMail } from '../../web/worker/check_mail.ts';
import type { Clock } from '../../web/worker/clock.ts';
import type { WatchedCore } from '../../web/worker/engine.ts';
import type { MailStore } from '../../web/worker/mail_store.ts';
import { config, newCore } from '../headless/core.ts';
import { LineServer } from './line_server.ts';
import { below, type Random, type StoredOnServer, seeded, sha256 } from './maildrop.ts';

const kSeeds = Number(process.env.PILLARBOX_SAMENESS_SEEDS ?? 200);
const seeds =
  process.env.PILLARBOX_SAMENESS_SEED === undefined
    ? Array.from({ length: kSeeds }, (_, index) => index + 1)
    : [Number(process.env.PILLARBOX_SAMENESS_SEED)];
const kChecks = 10;
const kDay = 24 * 60 * 60 * 1000;

// In memory: what a disk keeps is for other tests, and waiting for one takes most of the time.
const shared = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const folder = mkdtempSync(join(shared, 'pillarbox-sameness-'));
afterAll(() => rmSync(folder, { recursive: true }));
let core: WatchedCore;
beforeAll(async () => {
  core = await newCore();
});

/** Writers of mail, and a server that gives names. */
class Post {
  readonly everything: Buffer[] = [];
  #names = 0;
  #ids = 0;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  name = () => `n${++this.#names}`;

  /** One more message: of its own, or like one that there was. */
  message(): StoredOnServer {
    const before = this.everything[below(this.#random, this.everything.length)];
    const raw =
      before === undefined || this.#random() < 0.5 ? this.#fresh() : this.#another(before);
    this.everything.push(raw);
    return { uidl: this.name(), raw };
  }

  #fresh(): Buffer {
    const id = ++this.#ids;
    const words = 'word '.repeat(below(this.#random, 200));
    return Buffer.from(
      `Received: by mx${id}\r\nDate: Tue, 2 Jan 2024 10:00:0${id % 3} +0000\r\n` +
        `Message-ID: <${id % 5}@example.org>\r\nSubject: ${id}\r\n\r\n${id} ${words}\r\n`,
    );
  }

  #another(before: Buffer): Buffer {
    const text = before.toString('latin1');
    switch (below(this.#random, 5)) {
      case 0: // a list's copy
        return Buffer.from(
          `List-Id: <list.example.org>\r\n${text}-- \r\n${'footer '.repeat(40)}\r\n`,
        );
      case 1: // resent
        return Buffer.from(`Resent-To: b@example.org\r\n${text}`);
      case 2: // the same header, and one character of the body is another one
        return Buffer.from(text.replace(/.\r\n$/, (end) => (end[0] === 'x' ? 'y\r\n' : 'x\r\n')));
      case 3: // the same header, and more of a body
        return Buffer.from(`${text}more\r\n`);
      default: // delivered twice, octet for octet
        return Buffer.from(before);
    }
  }
}

test.each(seeds)('seed %i', { timeout: 120_000 }, async (seed) => {
  const random = seeded(seed);
  const post = new Post(random);
  const server = new LineServer();
  const out = join(folder, `${seed}`);
  const said: string[] = [];
  let today = Date.UTC(2026, 0, 1);
  // Time passes between checks, and what is waited for comes at once.
  const clock: Clock = {
    now: () => today,
    after(milliseconds, call) {
      const ring = () => {
        today += milliseconds;
        call();
      };
      const waits = milliseconds <= 1000 ? setImmediate(ring) : null;
      return () => waits !== null && clearImmediate(waits);
    },
  };

  const isHere = (sha: string) => {
    const file = join(out, `${sha}.eml`);
    return existsSync(file) && sha256(readFileSync(file)) === sha;
  };
  const wrong: string[] = [];
  server.onRemove = ({ uidl, raw }) => {
    if (!isHere(sha256(raw))) wrong.push(`removed unseen: ${uidl}`);
  };
  /** Names under which the octets are durable here. */
  const here = new Map<string, string>();
  server.onRetrieve = ({ uidl, raw }) => {
    if (here.get(uidl) === sha256(raw)) wrong.push(`fetched twice: ${uidl}`);
  };

  const check = async (given: Partial<SessionConfig>) => {
    const store = await FileStore.open(out, { server: '127.0.0.1', user: 'ana' });
    const noting = new Proxy<MailStore>(store, {
      get(target, key) {
        if (key !== 'save') {
          const value = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return async (...[batch, now]: Parameters<MailStore['save']>) => {
          const saved = await target.save(batch, now);
          for (const { uidl, raw } of batch) here.set(uidl, sha256(raw));
          return saved;
        };
      },
    });
    const result = await checkMail({
      core,
      config: config({ user: 'ana', password: 'secret', ...given }),
      store: noting,
      connect: (listener) => server.connect(listener),
      clock,
      listener: {},
      signal: new AbortController().signal,
    });
    await store.close();
    return result;
  };

  for (let number = 0; number < kChecks; number++) {
    for (let count = below(random, 14); count > 0; count--) server.messages.push(post.message());
    if (random() < 0.15) {
      // The server has moved: all is named anew.
      server.messages = server.messages.map(({ raw }) => ({ uidl: post.name(), raw }));
      said.push('moved');
    }
    const gone = below(random, server.messages.length * 4);
    if (random() < 0.3) {
      // Another client has deleted one that is here.
      const other = server.messages[gone];
      if (other !== undefined && isHere(sha256(other.raw))) server.messages.splice(gone, 1);
    }
    const cut = random() < 0.3 ? (['QUIT', 'DELE', 'RETR'] as const)[below(random, 3)] : null;
    let left = below(random, 5);
    server.fate = (verb) => (verb === cut && left-- <= 0 ? 'closed' : 'answered');
    const afterDownload =
      (['leave', 'delete', 'delete-after'] as const)[below(random, 3)] ?? 'leave';
    const result = await check({ afterDownload, deleteAfterDays: 3 });
    said.push(`${afterDownload}${cut ? ` cut at ${cut}` : ''}: ${JSON.stringify(result)}`);
    today += below(random, 3) * kDay;
  }
  server.fate = () => 'answered';
  const last = await check({ afterDownload: 'delete' });
  const story = `PILLARBOX_SAMENESS_SEED=${seed}\n${said.join('\n')}`;
  expect(last.failure, story).toBeNull();
  expect(wrong, story).toEqual([]);
  expect(server.messages, story).toEqual([]);
  expect(
    post.everything.filter((raw) => !isHere(sha256(raw))),
    story,
  ).toEqual([]);
});
