// SPDX-License-Identifier: Apache-2.0
// The state is told without waiting for what may take for ever, in order, and in spite of a failure
// that passes.
import { expect, test } from 'vitest';
import type { Event } from '../../web/protocol.ts';
import { StateReport } from '../../web/worker/state_report.ts';
import type { Database } from '../../web/worker/store/schema.ts';
import { deferred, FakeClock, settled } from './fakes.ts';

function scene() {
  const clock = new FakeClock();
  const events: Event[] = [];
  let read: () => Promise<unknown[]> = async () => [];
  let estimate: () => Promise<StorageEstimate> = async () => ({ usage: 1, quota: 9 });
  const nothing = { getAllKeys: async () => [], getAll: async () => [] };
  const database = {
    getAll: () => read(),
    transaction: () => ({ store: nothing, done: Promise.resolve() }),
  };
  Object.assign(globalThis, { IDBKeyRange: { bound: () => null } });
  const report = new StateReport({
    database: database as unknown as Database,
    counts: async () => [],
    storage: { estimate: () => estimate(), persisted: async () => true },
    clock,
    emit: (event) => events.push(event),
  });
  return {
    clock,
    report,
    reads: (next: typeof read) => {
      read = next;
    },
    estimates: (next: typeof estimate) => {
      estimate = next;
    },
    /** What was told since the last time. */
    told: async () => {
      await settled();
      return events
        .splice(0)
        .map((event) =>
          event.type === 'state'
            ? `${event.state.accounts.length} ${event.state.storage.used}`
            : event.type,
        );
    },
  };
}

test('nobody waits for the browser’s word on space, and it is told when it comes', async () => {
  const { report, estimates, told, clock } = scene();
  const space = deferred<StorageEstimate>();
  estimates(() => space.promise);
  report.soon();
  expect(await told()).toEqual(['0 0']);
  space.resolve({ usage: 7, quota: 9 });
  await settled();
  clock.pass(1000);
  expect(await told()).toEqual(['0 7']);
  clock.pass(1000);
  expect(await told()).toEqual([]);
});

test('what is read late never takes the place of what is newer', async () => {
  const { report, reads, told, clock } = scene();
  const slow = deferred<unknown[]>();
  reads(() => slow.promise);
  report.soon();
  reads(async () => [1, 2]);
  clock.pass(1000);
  report.soon();
  clock.pass(1000);
  expect(await told()).toEqual([]);
  slow.resolve([1]);
  expect(await told()).toEqual(['1 1', '2 1']);
});

test('a failure that passes is not told, one that stays is, until it has passed', async () => {
  const { report, reads, told, clock } = scene();
  const fails = async () => {
    throw new Error('in between');
  };
  reads(fails);
  report.soon();
  expect(await told()).toEqual([]);
  reads(async () => [1]);
  clock.pass(600);
  expect((await told()).at(-1)).toBe('1 1');

  reads(fails);
  report.soon();
  clock.pass(600);
  await settled();
  clock.pass(600);
  expect((await told()).at(-1)).toBe('databaseUnavailable');
  reads(async () => [1]);
  clock.pass(2000);
  expect(await told()).toEqual(['1 1']);
});
