// SPDX-License-Identifier: Apache-2.0
// What every MailStore must do. It runs where the store lives: in Node for a folder, in a page for
// IndexedDB; so it asks for nothing but the language itself.

import type { MailStore, ReceivedMail } from '../../web/worker/mail_store.ts';

export interface Backend {
  store: MailStore;
  /** The messages that are stored, whole, in any order. */
  stored(): Promise<Uint8Array[]>;
  /** What a new process would find. */
  reopened(): Promise<Backend>;
}

export interface ContractCase {
  name: string;
  /** Throws if the store does not hold to it. */
  run(empty: Backend): Promise<void>;
}

export function expectSame(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`expected ${b}, got ${a}`);
}

/** Octets of every value, different for every seed. */
export function octets(length: number, seed: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  });
}

export function mail(uidl: string, raw: Uint8Array, occurrence = 0): ReceivedMail {
  const summary = {
    from: { name: 'Ana', address: 'ana@example.org' },
    subject: `Subject of ${uidl}`,
    date: Date.UTC(2024, 0, 2),
    received: [],
    messageId: `${uidl}@example.org`,
    inReplyTo: '',
    references: [],
    preview: 'Some words',
    attachments: false,
  };
  return { uidl, occurrence, raw, summary };
}

const hash = (bytes: Uint8Array) =>
  `${bytes.length} ${bytes.reduce((sum, octet) => (Math.imul(sum, 31) + octet) >>> 0, 7)}`;

export async function expectStored(backend: Backend, mails: Uint8Array[]): Promise<void> {
  expectSame((await backend.stored()).map(hash).sort(), mails.map(hash).sort());
}

export async function expectKnown(
  backend: Backend,
  names: [string, number, number][],
): Promise<void> {
  const known = await backend.store.known();
  const found = known.map((each) => [each.uidl, each.occurrence, each.storedAt]);
  expectSame(found.sort(), [...names].sort());
}

/** What a store hands to the next session, so that it knows a message under another name or size. */
async function expectLike(
  backend: Backend,
  wanted: [name: string, storedAt: number, listedOctets: number | null, messageId: string | null][],
): Promise<void> {
  const known = await backend.store.known();
  const found = known.map(({ uidl, storedAt, listedOctets, likeness }) => [
    uidl,
    storedAt,
    listedOctets ?? null,
    likeness?.messageId ?? null,
  ]);
  expectSame(found.sort(), [...wanted].sort());
}

export const storeContract: readonly ContractCase[] = [
  {
    name: 'begins empty',
    async run(empty) {
      await expectKnown(empty, []);
      await expectStored(empty, []);
    },
  },
  {
    name: 'gives back every octet, at sizes around a chunk',
    async run(empty) {
      const mib = 1024 * 1024;
      const sizes = [0, 1, 1000, mib - 1, mib, mib + 1, 3 * mib + 5];
      const raws = sizes.map(octets);
      await empty.store.save(
        raws.map((raw, index) => mail(`u${index}`, raw)),
        1000,
      );
      await expectStored(empty, raws);
      await expectStored(await empty.reopened(), raws);
    },
  },
  {
    name: 'stores of a view only what it shows',
    async run(empty) {
      const raw = octets(5000, 1).subarray(100, 300);
      await empty.store.save([mail('u', raw)], 1000);
      await expectStored(empty, [raw]);
    },
  },
  {
    name: 'remembers names with the moment of storing, also in a new process',
    async run(empty) {
      await empty.store.save([mail('a', octets(10, 1)), mail('b', octets(10, 2))], 1000);
      await empty.store.save([mail('c', octets(10, 3))], 2000);
      const names: [string, number, number][] = [
        ['a', 0, 1000],
        ['b', 0, 1000],
        ['c', 0, 2000],
      ];
      await expectKnown(empty, names);
      await expectKnown(await empty.reopened(), names);
    },
  },
  {
    name: 'takes any octets as a UIDL, of any length, and tells occurrences apart',
    async run(empty) {
      const every = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
      const names = ['a', 'a ', 'A', '1 a', 'é', every, 'x'.repeat(5000), '', '__proto__'];
      const mails = names.map((name, index) => mail(name, octets(50, index)));
      await empty.store.save([...mails, mail('a', octets(50, 99), 1)], 7);
      const expected = names.map((name): [string, number, number] => [name, 0, 7]);
      await expectKnown(await empty.reopened(), [...expected, ['a', 1, 7]]);
    },
  },
  {
    name: 'stores nothing twice under the same name',
    async run(empty) {
      await empty.store.save([mail('a', octets(10, 1))], 1000);
      await empty.store.save([mail('a', octets(10, 1)), mail('b', octets(10, 2))], 2000);
      await expectStored(empty, [octets(10, 1), octets(10, 2)]);
    },
  },
  {
    name: 'forgets the name of a message that the server has removed, and keeps the message',
    async run(empty) {
      await empty.store.save([mail('a', octets(10, 1)), mail('b', octets(10, 2))], 1000);
      await empty.store.deleted([{ uidl: 'a', occurrence: 0 }], 3000);
      const again = await empty.reopened();
      await expectKnown(again, [['b', 0, 1000]]);
      await expectStored(again, [octets(10, 1), octets(10, 2)]);
    },
  },
  {
    name: 'knows a message that the server kept after all by its octets',
    async run(empty) {
      await empty.store.save([mail('a', octets(10, 1))], 1000);
      await empty.store.deleted([{ uidl: 'a', occurrence: 0 }], 3000);
      await empty.store.save([mail('a', octets(10, 1))], 4000);
      await expectStored(empty, [octets(10, 1)]);
      expectSame((await empty.store.known()).length, 1);
    },
  },
  {
    name: 'takes a reused UIDL for a new message',
    async run(empty) {
      await empty.store.save([mail('a', octets(10, 1))], 1000);
      await empty.store.deleted([{ uidl: 'a', occurrence: 0 }], 3000);
      await empty.store.save([mail('a', octets(10, 2))], 4000);
      const again = await empty.reopened();
      await expectStored(again, [octets(10, 1), octets(10, 2)]);
      await expectKnown(again, [['a', 0, 4000]]);
    },
  },
  {
    name: 'knows messages that share a UIDL by their octets, wherever they are listed',
    async run(empty) {
      const [a, b, c] = [octets(10, 1), octets(10, 2), octets(10, 3)];
      await empty.store.known();
      await empty.store.save([mail('u', b, 1), mail('u', a, 0)], 1000);
      // The first is removed, and the second takes its place.
      await empty.store.deleted([{ uidl: 'u', occurrence: 0 }], 2000);
      const second = await empty.reopened();
      await second.store.known();
      await second.store.save([mail('u', b, 0)], 3000);
      await expectStored(second, [a, b]);
      await expectKnown(second, [['u', 0, 1000]]);
      // A third comes, and they are listed the other way round.
      const third = await second.reopened();
      await third.store.known();
      await third.store.save([mail('u', b, 1)], 4000);
      await third.store.save([mail('u', c, 0)], 4000);
      await expectStored(third, [a, b, c]);
      const last = await third.reopened();
      await last.store.known();
      await last.store.save([mail('u', b, 0), mail('u', c, 1)], 5000);
      await expectStored(last, [a, b, c]);
      const names: [string, number, number][] = [
        ['u', 0, 1000],
        ['u', 1, 4000],
      ];
      await expectKnown(await last.reopened(), names);
    },
  },
  {
    name: 'knows copies of one message that share a UIDL, as many as came',
    async run(empty) {
      const copy = octets(10, 1);
      await empty.store.known();
      await empty.store.save([mail('u', copy, 0)], 1000);
      for (const now of [2000, 3000]) {
        await empty.store.known();
        await empty.store.save([mail('u', copy, 1)], now);
        await empty.store.save([mail('u', copy, 0)], now);
      }
      const known = await (await empty.reopened()).store.known();
      expectSame(known.length, 2);
    },
  },
  {
    name: 'is not troubled by the removal of what it does not know',
    async run(empty) {
      await empty.store.deleted([{ uidl: 'x', occurrence: 3 }], 1000);
      await expectKnown(empty, []);
    },
  },
  {
    name: 'keeps what LIST said of a message and what it is like, also in a new process',
    async run(empty) {
      const undated = mail('c', octets(12, 3));
      undated.summary = { ...undated.summary, date: null };
      const nameless = mail('d', octets(13, 4));
      nameless.summary = { ...nameless.summary, messageId: '' };
      const first = { ...mail('a', octets(10, 1)), listedOctets: 16 };
      await empty.store.save([first, mail('b', octets(11, 2)), undated, nameless], 1000);
      const again = await empty.reopened();
      await expectLike(again, [
        ['a', 1000, 16, 'a@example.org'],
        ['b', 1000, null, 'b@example.org'],
        ['c', 1000, null, null],
        ['d', 1000, null, null],
      ]);
      const [a] = (await again.store.known()).filter(({ uidl }) => uidl === 'a');
      expectSame(a?.likeness?.octets, 10);
      expectSame(a?.likeness?.date, Date.UTC(2024, 0, 2));
    },
  },
  {
    name: 'keeps what LIST says now of a message that it has fetched again',
    async run(empty) {
      await empty.store.save([{ ...mail('a', octets(10, 1)), listedOctets: 16 }], 1000);
      await empty.store.save([{ ...mail('a', octets(10, 1)), listedOctets: 4000 }], 2000);
      const again = await empty.reopened();
      await expectLike(again, [['a', 1000, 4000, 'a@example.org']]);
      await expectStored(again, [octets(10, 1)]);
    },
  },
  {
    name: 'knows a message under its new name too, as old as it was, and stores it no second time',
    async run(empty) {
      const name = (uidl: string) => ({ uidl, occurrence: 0 });
      await empty.store.save([{ ...mail('a', octets(10, 1)), listedOctets: 16 }], 1000);
      await empty.store.renamed?.([
        { from: name('a'), to: name('n') },
        { from: name('x'), to: name('y') },
      ]);
      const again = await empty.reopened();
      await expectLike(again, [
        ['a', 1000, 16, 'a@example.org'],
        ['n', 1000, null, 'a@example.org'],
      ]);
      await again.store.save([mail('n', octets(10, 1))], 2000);
      await expectStored(again, [octets(10, 1)]);
      await expectKnown(again, [
        ['a', 0, 1000],
        ['n', 0, 1000],
      ]);
    },
  },
  {
    name: 'lists thousands of known messages',
    async run(empty) {
      const mails = Array.from({ length: 4500 }, (_, index) => mail(`u${index}`, octets(8, index)));
      await empty.store.save(mails, 1000);
      expectSame((await (await empty.reopened()).store.known()).length, 4500);
    },
  },
];
