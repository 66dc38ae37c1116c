// SPDX-License-Identifier: Apache-2.0
// What every MailStore must do with octets that come again, and with calls that come at once.

import type { MailStore, Saved } from '../../web/worker/mail_store.ts';
import {
  type Backend,
  type ContractCase,
  expectKnown,
  expectSame,
  expectStored,
  mail,
  octets,
} from './store_contract.ts';

const name = (uidl: string, occurrence = 0) => ({ uidl, occurrence });

/** A mail under `uidl` whose octets `seed` decides. */
const copy = (uidl: string, seed: number, occurrence = 0) =>
  mail(uidl, octets(10, seed), occurrence);

/** Saves in a session of its own, and says what it was said of each. */
async function visit(store: MailStore, mails: ReturnType<typeof copy>[], now: number) {
  await store.known();
  return store.save(mails, now);
}

export const samenessContract: readonly ContractCase[] = [
  {
    name: 'says of each mail of a batch whether its octets are new',
    async run(empty) {
      const first = await visit(empty.store, [copy('a', 1), copy('b', 2), copy('c', 1)], 1000);
      expectSame(first, ['stored', 'stored', 'known']);
      const again = await empty.reopened();
      const second = await visit(again.store, [copy('d', 3), copy('b', 2), copy('e', 2)], 2000);
      expectSame(second, ['stored', 'known', 'known']);
      await expectStored(again, [octets(10, 1), octets(10, 2), octets(10, 3)]);
    },
  },
  {
    name: 'knows what comes under another UIDL by its octets, by both names, as old as it was',
    async run(empty) {
      await visit(empty.store, [copy('old', 1)], 1000);
      expectSame(await visit(empty.store, [copy('new', 1)], 2000), ['known']);
      const again = await empty.reopened();
      await expectStored(again, [octets(10, 1)]);
      await expectKnown(again, [
        ['new', 0, 1000],
        ['old', 0, 1000],
      ]);
    },
  },
  {
    name: 'knows a message that was removed under one name and comes under another',
    async run(empty) {
      await visit(empty.store, [copy('old', 1)], 1000);
      await empty.store.deleted([name('old')], 2000);
      const again = await empty.reopened();
      expectSame(await visit(again.store, [copy('new', 1)], 3000), ['known']);
      await expectStored(again, [octets(10, 1)]);
      await expectKnown(again, [['new', 0, 1000]]);
    },
  },
  {
    name: 'holds two equal messages of one maildrop once, by two names, each to be removed',
    async run(empty) {
      expectSame(await visit(empty.store, [copy('u', 1, 0), copy('u', 1, 1)], 1000), [
        'stored',
        'known',
      ]);
      await expectKnown(empty, [
        ['u', 0, 1000],
        ['u', 1, 1000],
      ]);
      await empty.store.deleted([name('u', 1)], 2000);
      await expectKnown(empty, [['u', 0, 1000]]);
      await empty.store.deleted([name('u', 0)], 2000);
      const again = await empty.reopened();
      await expectKnown(again, []);
      await expectStored(again, [octets(10, 1)]);
    },
  },
  {
    name: 'stores what has the name of one message and the octets of none, and nothing else',
    async run(empty) {
      await visit(empty.store, [copy('a', 1), copy('b', 2)], 1000);
      // They change names, and a third takes one of them.
      expectSame(await visit(empty.store, [copy('a', 2), copy('b', 1)], 2000), ['known', 'known']);
      expectSame(await visit(empty.store, [copy('a', 3)], 3000), ['stored']);
      const again = await empty.reopened();
      expectSame(await visit(again.store, [copy('c', 1), copy('d', 2), copy('e', 3)], 4000), [
        'known',
        'known',
        'known',
      ]);
      await expectStored(again, [octets(10, 1), octets(10, 2), octets(10, 3)]);
    },
  },
  {
    name: 'is as a new process finds it, whatever came in whatever order',
    async run(empty) {
      // The model: what is known by which name, and what is here.
      const here = new Set<number>();
      const known = new Map<string, number>();
      let backend: Backend = empty;
      for (let step = 1; step <= 60; step += 1) {
        const random = octets(4, step * 7);
        const uidl = `u${(random[0] ?? 0) % 7}`;
        const seed = (random[1] ?? 0) % 9;
        if (step % 5 === 0) backend = await backend.reopened();
        if ((random[2] ?? 0) % 4 === 0) {
          await backend.store.deleted([name(uidl)], step);
          known.delete(uidl);
          continue;
        }
        const said = await visit(backend.store, [copy(uidl, seed)], step);
        expectSame([step, ...said], [step, here.has(seed) ? 'known' : 'stored']);
        here.add(seed);
        known.set(uidl, seed);
        const names = (await backend.store.known()).filter(({ occurrence }) => occurrence === 0);
        expectSame(names.map((each) => each.uidl).sort(), [...known.keys()].sort());
      }
      const all = [...here].map((seed) => octets(10, seed));
      await expectStored(await backend.reopened(), all);
    },
  },
  {
    name: 'keeps doubts, also in a new process, until they are dispelled',
    async run({ store, reopened }) {
      if (!store.doubted) throw new Error('it keeps no doubts');
      await store.doubted({ ...name('bad'), sessions: 1 });
      await store.doubted({ ...name('bad', 1), sessions: 3 });
      await store.doubted({ ...name('bad'), sessions: 2 });
      await store.doubted({ ...name('worse'), sessions: 3 });
      await store.doubted({ ...name('worse'), sessions: 0 });
      const again = await reopened();
      const doubts = (await again.store.doubts?.()) ?? [];
      const found = doubts.map(({ uidl, occurrence, sessions }) => [uidl, occurrence, sessions]);
      expectSame(found.sort(), [
        ['bad', 0, 2],
        ['bad', 1, 3],
      ]);
    },
  },
  {
    name: 'takes calls that come at once as if they came one after the other',
    async run(empty) {
      const { store } = empty;
      await visit(store, [copy('old', 100), copy('gone', 101)], 500);
      const saves: Promise<Saved[]>[] = [];
      const others: Promise<unknown>[] = [];
      for (let at = 0; at < 30; at += 1) {
        // Two of every three have the octets of another.
        saves.push(store.save([copy(`u${at}`, at % 10), copy(`v${at}`, at % 10)], 1000));
        others.push(store.doubted?.({ ...name(`d${at}`), sessions: 1 }) ?? Promise.resolve());
        others.push(store.known());
        if (at % 10 === 0) {
          others.push(store.deleted([name('gone')], 2000));
          others.push(store.renamed?.([{ from: name('old'), to: name('new') }]) ?? store.known());
          const { summary } = copy('large', 0);
          const header = { ...name(`large${at}`), octets: 1_000_000, summary };
          others.push(store.saveHeaders?.([header], 1000) ?? store.known());
        }
      }
      const said = (await Promise.all(saves)).flat();
      await Promise.all(others);
      expectSame(said.filter((each) => each === 'stored').length, 10);
      const again = await empty.reopened();
      const seeds = [100, 101, ...Array.from({ length: 10 }, (_, seed) => seed)];
      const mails = seeds.map((seed) => octets(10, seed));
      await expectStored(again, mails);
      const names = (await again.store.known()).map(({ uidl }) => uidl).sort();
      const numbered = Array.from({ length: 30 }, (_, at) => [`u${at}`, `v${at}`]).flat();
      expectSame(names, ['new', 'old', ...numbered].sort());
      expectSame((await again.store.doubts?.())?.length ?? 0, 30);
      expectSame((await again.store.headers?.())?.length ?? 3, 3);
    },
  },
];
