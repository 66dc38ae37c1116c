// SPDX-License-Identifier: Apache-2.0
// Reads tests/data/pop3, and is the host of a session that a transcript describes: gives the core
// what it should know, writes down what it tells, confirms at once unless that is done by hand.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Core, Output, SessionConfig, SessionEvent } from '../../wasm/bindings/pillarbox.d.ts';
import type { Transport, TransportListener } from '../../web/worker/transport.ts';
import { config } from '../headless/core.ts';
import { sha256 } from './maildrop.ts';

export interface Step {
  kind: 'S' | 'L' | 'R' | 'C' | 'E' | 'H';
  text: string;
}

export interface Transcript {
  name: string;
  settings: [string, string][];
  /** known, like, discard… */
  known: string[];
  steps: Step[];
}

const folder = path.resolve(import.meta.dirname, '../data/pop3');
const kDay = 24 * 60 * 60 * 1000;

const unescaped = (text: string) =>
  text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex: string | undefined, one: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { r: '\r', n: '\n', '0': '\0' }[one] ?? one;
  });

const escaped = (octets: string) =>
  octets
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')
    .replaceAll('\0', '\\0')
    .replace(/[\x80-\xff]/g, (octet) => `\\x${octet.charCodeAt(0).toString(16)}`);

/** Words that the core tells are text, and octets where the server says them. */
const asText = (octets: string) => Buffer.from(octets, 'latin1').toString('utf8');

function read(name: string): Transcript {
  const transcript: Transcript = { name, settings: [], known: [], steps: [] };
  const content = readFileSync(path.join(folder, `${name}.transcript`), 'latin1');
  for (const line of content.split('\n')) {
    const step = /^([SLRCEH]):(?: (.*))?$/s.exec(line);
    if (step) {
      const kind = step[1] as Step['kind'];
      const said = step[2] ?? '';
      const raw = kind === 'S' || kind === 'L' || kind === 'R';
      transcript.steps.push({
        kind,
        text: raw ? unescaped(said) : kind === 'E' ? asText(said) : said,
      });
    } else if (line.startsWith('set ')) {
      const [, key = '', value = ''] = /^set (\S+) (.*)$/.exec(line) ?? [];
      transcript.settings.push([key, unescaped(value)]);
    } else if (line !== '' && !line.startsWith('#')) {
      transcript.known.push(line);
    }
  }
  return transcript;
}

export const readTranscripts = (): Transcript[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(path.join(folder, name)).map((file) => `${name}/${file}`))
    .map((file) => read(file.replace('.transcript', '')));

function configured({ settings }: Transcript, anchors: Uint8Array | null): SessionConfig {
  const facts: string[] = [];
  const given: Partial<SessionConfig> = {};
  for (const [key, value] of settings) {
    if (key === 'after') {
      const after = { delete: 'delete', days: 'delete-after' } as const;
      given.afterDownload = after[value as keyof typeof after] ?? 'leave';
    } else if (key === 'days') given.deleteAfterDays = Number(value);
    else if (key === 'max') given.maxOctets = Number(value);
    else if (key === 'most') given.maxMessages = Number(value);
    else if (key === 'headers') given.headersOfLarge = value === 'of-large';
    else if (key === 'auth') given.auth = value as SessionConfig['auth'];
    else if (key === 'fact') facts.push(value);
    else if (key === 'allow') given.allowPlaintext = value === 'plaintext';
    else if (key === 'security') given.security = value === 'stls' ? 'stls' : 'implicit';
    else if (key === 'user' || key === 'password' || key === 'host' || key === 'language') {
      given[key] = value;
    } else if (key !== 'confirm') throw new Error(`no such setting: ${key}`);
  }
  return config({
    host: 'localhost',
    user: 'user',
    password: 'secret',
    facts,
    ...(anchors === null ? {} : { security: 'implicit', anchors }),
    ...given,
  });
}

function shown(event: SessionEvent): string {
  const name = ({
    number,
    uidl,
    occurrence,
  }: {
    number: number;
    uidl: string;
    occurrence: number;
  }) => `${number} ${escaped(uidl)}#${occurrence}`;
  const octets = (raw: Uint8Array) => escaped(Buffer.from(raw).toString('latin1'));
  switch (event.type) {
    case 'secured':
    case 'done':
      return event.type;
    case 'authenticated':
      return `authenticated ${event.mechanism}`;
    case 'learned':
      return `learned ${event.fact}${event.reconnect ? ', reconnect' : ''}`;
    case 'listed':
      return `listed ${event.listed} fetch ${event.fetch} octets ${event.fetchOctets}`;
    case 'message':
      return `message ${name(event)} ${octets(event.raw)}`;
    case 'header':
      return `header ${name(event)} of ${event.octets} ${octets(event.header)}`;
    case 'recognised':
      return `recognised ${name(event)} as ${escaped(event.knownUidl)}#${event.knownOccurrence}`;
    case 'doubted':
    case 'deleted':
      return `${event.type} ${name(event)}`;
    case 'skipped':
      return `skipped ${name(event)} ${event.reason}`;
    case 'failed':
      return `failed ${event.code} ${event.detail}`;
    default:
      return event satisfies never;
  }
}

export interface Client {
  /** What was told, without the word that TLS stands. */
  readonly events: string[];
  /** When it has hung up. */
  readonly over: Promise<void>;
  /** So many octets more are on their way to it. */
  expect(octets: number): void;
  /** Event number `index`, once there is one; or that there is none any more. */
  told(index: number): Promise<string>;
  /** What the host does, once everything that was said has come in. */
  act(action: string): Promise<void>;
  close(): void;
}

/** As wasm/session/plan.h has it, of a header without fields that servers write into it. */
const headerDigest = (header: Buffer) =>
  sha256(Buffer.from(header.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')).slice(0, 32);

export function openClient(
  core: Core,
  transcript: Transcript,
  anchors: Uint8Array | null,
  connect: (listener: TransportListener) => Transport,
): Client {
  let now = Date.now();
  const byHand = transcript.settings.some(
    ([key, value]) => key === 'confirm' && value === 'by-hand',
  );
  const session = core.createSession(configured(transcript, anchors));
  for (const line of transcript.known) {
    const [, word = '', name = '', rest = ''] = /^(\S+) (.*)#(.*)$/.exec(line) ?? [];
    const uidl = unescaped(name);
    const [occurrence = 0, first = 0, second = 0] = rest.split(' ').map(Number);
    const header = Buffer.from(unescaped(line.slice(line.indexOf(' Date:') + 1)), 'latin1');
    if (word === 'known') session.remember(uidl, occurrence, now - first * kDay, second);
    else if (word === 'like') {
      session.resemble(uidl, occurrence, headerDigest(header), first);
    } else if (word === 'discard') session.discard(uidl, occurrence);
    else if (word === 'want') session.want(uidl, occurrence);
    else if (word === 'header') session.rememberHeader(uidl, occurrence);
    else session.doubt(uidl, occurrence, first);
  }

  const events: string[] = [];
  let ended = false;
  let announced = 0;
  let arrived = 0;
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of waiting) look();
  };
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  const take = (output: Output): void => {
    transport.send(output.send);
    const received: number[] = [];
    for (const event of output.events) {
      if (event.type !== 'secured') events.push(shown(event));
      if (event.type === 'message') received.push(event.number);
    }
    if (output.close) {
      ended = true;
      transport.close();
    }
    if (!byHand && received.length > 0) take(session.confirm(received, now));
    changed();
  };
  const call = (verb: () => Output) => {
    if (!ended) take(verb());
    changed();
  };
  const transport = connect({
    opened: () => call(() => session.start(now)),
    received(octets) {
      arrived += octets.length;
      call(() => {
        session.inbox(octets.length).set(octets);
        return session.receive(octets.length, now);
      });
    },
    closed() {
      call(() => session.closed(now));
      ended = true;
      changed();
    },
  });

  return {
    events,
    over: until(() => ended),
    expect(octets) {
      announced += octets;
    },
    async told(index) {
      await until(() => events.length > index || ended);
      return events[index] ?? '(nothing more)';
    },
    async act(action) {
      // Inside TLS there are more octets than were said, so it takes a step that answers them.
      await until(() => ended || arrived >= announced);
      const [word, ...numbers] = action.split(' ');
      if (word === 'cancel') call(() => session.cancel(now));
      else if (word === 'storage') call(() => session.storageFailed(now));
      else if (word === 'confirm') call(() => session.confirm(numbers.map(Number), now));
      else if (word === 'known') {
        const [number = 0, days = 0] = numbers.map(Number);
        call(() => session.confirm([number], now, [now - days * kDay]));
      } else {
        now += Number(numbers[0]);
        if (word === 'tick') call(() => session.tick(now));
        else if (word !== 'wait') throw new Error(`no such action: ${action}`);
      }
    },
    close() {
      ended = true;
      transport.close();
      session.delete();
    },
  };
}
