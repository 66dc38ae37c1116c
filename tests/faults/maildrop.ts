// SPDX-License-Identifier: Apache-2.0
// A maildrop as a server keeps it, and mail for it with everything that can go wrong on the way:
// dots at line starts, bare LF and CR, NUL, octets over 127, lines without end.
import { createHash } from 'node:crypto';

export const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

/** Numbers from 0 up to 1, the same for the same seed. */
export type Random = () => number;

/** mulberry32: small, and good enough to choose faults by. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: Random, limit: number) => Math.floor(random() * limit);

export interface StoredOnServer {
  uidl: string;
  raw: Buffer;
}

/** Messages that came, and those that are still there. */
export class Maildrop {
  messages: StoredOnServer[] = [];
  readonly everything: StoredOnServer[] = [];
  /** As Gmail: lists so many, the oldest, and never again what was retrieved in a session that
   *  ended with QUIT. */
  shows: number | null = null;
  readonly putAway = new Set<StoredOnServer>();
  #next = 1;

  deliver(random: Random, count: number): void {
    for (let index = 0; index < count; index++) {
      const number = this.#next++;
      const raw = mail(random, number);
      // Some come with a UIDL that another one has, or had. With the same size too, nobody could
      // tell one that was removed from the one that was given its name.
      const namesake = this.everything[below(random, this.everything.length * 20)];
      const reuses = namesake !== undefined && !this.#alike(namesake.uidl, raw);
      const message = { uidl: reuses ? namesake.uidl : `u${number}`, raw };
      this.messages.push(message);
      this.everything.push(message);
    }
  }

  listed(): StoredOnServer[] {
    if (this.shows === null) return [...this.messages];
    return this.messages.filter((message) => !this.putAway.has(message)).slice(0, this.shows);
  }

  #alike(uidl: string, { length }: Buffer): boolean {
    return this.everything.some((each) => each.uidl === uidl && each.raw.length === length);
  }

  /** Lists them in another order from now on. */
  shuffle(random: Random): void {
    const all = this.messages;
    for (let last = all.length - 1; last > 0; last--) {
      const other = below(random, last + 1);
      [all[last], all[other]] = [all[other] as StoredOnServer, all[last] as StoredOnServer];
    }
  }
}

const kPieces = [
  '.',
  '..',
  '.\n',
  '\n.\n',
  '\r',
  '\0',
  '\xff\xfe',
  '+OK',
  '-ERR',
  ' ',
  'kata',
  '=20',
];

function mail(random: Random, number: number): Buffer {
  const date = 'Tue, 2 Jan 2024 10:00:00 +0000';
  let text = `Date: ${date}\r\nSubject: ${number}\r\nMessage-ID: <${number}@example.org>\r\n\r\n`;
  for (let lines = below(random, 30); lines > 0; lines--) {
    let line = '';
    for (let pieces = below(random, 12); pieces > 0; pieces--) {
      line += kPieces[below(random, kPieces.length)];
    }
    // One in a hundred is longer than any buffer on the way.
    if (random() < 0.01) line += 'x'.repeat(20_000);
    // What ends in CR would make another line end of the one behind it.
    text += `${line.replace(/\r$/, '')}\r\n`;
  }
  return Buffer.from(text, 'latin1');
}

/** As RFC 1939 §3 sends it: dots doubled at line starts, with the terminator. */
export function stuffed(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  return Buffer.from(`${text.replace(/(^|\r\n)\./g, '$1..')}.\r\n`, 'latin1');
}

/** Whether a client can tell that the dots of this were not doubled: there is a lone one, and what
 *  follows it is no reply. Where there is only "..", or "+OK" behind the dot, nobody can. */
export const showsItsDots = (raw: Buffer) => {
  const at = raw.indexOf('\r\n.\r\n');
  return at >= 0 && !/^(\+OK|-ERR)/.test(raw.toString('latin1', at + 5, at + 9));
};
