// SPDX-License-Identifier: Apache-2.0
// Who is checked by itself as time passes. The database here is a map: what only a real one has is
// tested with the whole worker.

import { beforeEach, expect, test } from 'vitest';
import type { Account, Event, FailureCode } from '../../web/protocol.ts';
import { AutomaticChecks } from '../../web/worker/automatic_checks.ts';
import { Checks, type ChecksParts } from '../../web/worker/checks.ts';
import type { Database } from '../../web/worker/store/schema.ts';
import { FakeClock, settled } from './fakes.ts';

const minute = 60_000;

let clock: FakeClock;
let settings: Map<string, unknown>;
let accounts: Account[];
let online: boolean;
let checked: number[];
let automatic: AutomaticChecks;
/** What else happens when an account is checked. */
let onCheck: () => void;

const account = (id: number, more: Partial<Account> = {}): Account => ({
  id,
  address: 'ana@example.org',
  user: 'ana',
  server: `mail${id}.example.org`,
  port: 995,
  security: 'tls',
  afterDownload: 'leave',
  deleteAfterDays: 14,
  relay: '',
  pin: '',
  rememberPassword: false,
  checkedAt: null,
  connection: null,
  ...more,
});

beforeEach(() => {
  clock = new FakeClock();
  settings = new Map();
  accounts = [account(1)];
  online = true;
  checked = [];
  onCheck = () => {};
  const store = {
    get: async (name: string) => settings.get(name),
    put: async (value: unknown, name: string) => settings.set(name, value),
  };
  const database = {
    getAll: async () => accounts,
    get: async (_store: string, name: string) => settings.get(name),
    delete: async (_store: string, name: string) => settings.delete(name),
    transaction: () => ({ store, done: Promise.resolve() }),
  };
  automatic = new AutomaticChecks({
    database: database as unknown as Database,
    clock,
    chance: () => 0,
    online: () => online,
    check: (id) => {
      checked.push(id);
      onCheck();
    },
  });
});

async function visit(id: number, code: FailureCode | null = null, least: number | null = null) {
  await automatic.note(accounts.find((each) => each.id === id) as Account, code, least);
  await automatic.look();
}

/** Time as it passes: every timer fires when it is due, and looks. */
async function pass(minutes: number) {
  for (let left = minutes * 60; left > 0; --left) {
    clock.pass(1000);
    await settled();
  }
}

test('every ten minutes, if nothing else was chosen', async () => {
  await visit(1);
  await pass(9.9);
  expect(checked).toEqual([]);
  await pass(0.2);
  expect(checked).toEqual([1]);
  await visit(1);
  await pass(9.9);
  expect(checked).toEqual([1]);
  await pass(0.2);
  expect(checked).toEqual([1, 1]);
});

test('each account by its own setting', async () => {
  accounts = [account(1, { checkMinutes: 5 }), account(2, { checkMinutes: 0 }), account(3)];
  for (const { id } of accounts) await visit(id);
  await pass(5.1);
  expect(checked).toEqual([1]);
  await visit(1);
  await pass(4.8);
  expect(checked).toEqual([1]);
  await pass(0.3);
  expect(new Set(checked.slice(1))).toEqual(new Set([1, 3]));
});

test('a maildrop that the person has never asked for is left alone', async () => {
  await automatic.look();
  await automatic.cameOnline();
  await pass(30);
  expect(checked).toEqual([]);
  expect(clock.waiting).toBe(0);
});

test('a refused password is not sent again until the person has been asked', async () => {
  await visit(1, 'auth.rejected');
  await automatic.cameOnline();
  await pass(120);
  expect(checked).toEqual([]);
  await visit(1);
  await pass(10.1);
  expect(checked).toEqual([1]);
});

test('without a network nothing is tried, and with it at once', async () => {
  await visit(1);
  online = false;
  await pass(15);
  expect(checked).toEqual([]);
  online = true;
  await automatic.cameOnline();
  expect(checked).toEqual([1]);
});

test('a device that slept through the time is noticed within a minute', async () => {
  accounts = [account(1, { checkMinutes: 60 })];
  await visit(1);
  // The clock of the wall has gone on, the timers have not.
  const { now } = clock;
  clock.now = () => now.call(clock) + 60 * minute;
  await pass(1.1);
  expect(checked).toEqual([1]);
});

test('one that is due and does not come about is not tried all the time', async () => {
  await visit(1);
  await pass(10.1);
  // No visit was noted: another tab has it, or there is no password.
  await pass(5);
  expect(checked.length).toBeGreaterThan(1);
  expect(checked.length).toBeLessThan(8);
});

test('a visit that cannot be noted is no reason to knock all the time', async () => {
  await visit(1);
  onCheck = () => void automatic.look();
  await pass(15);
  expect(checked.length).toBeGreaterThan(1);
  expect(checked.length).toBeLessThan(7);
});

test('what another tab has done since it was due is not done again', async () => {
  const events: Event[] = [];
  const due = { value: false };
  const checks = new Checks({
    database: { get: async () => account(1) },
    secrets: { password: async () => 'secret' },
    locks: {
      request: async (_name: string, _how: object, call: (lock: object) => void) => call({}),
    },
    automatic: { isDue: async () => due.value, note: async () => {} },
    emit: (event: Event) => events.push(event),
    onNoted: () => {},
    clock,
  } as unknown as ChecksParts);
  await checks.run(1, null, 'due');
  expect(events).toEqual([]);
  due.value = true;
  await checks.run(1, null, 'due');
  expect(events[0]).toEqual({ type: 'checking', account: 1, automatic: true });
});

test('what was learned of the server outlasts the tab', async () => {
  await visit(1, null, 1800);
  expect(await automatic.isDue(accounts[0] as Account)).toBe(false);
  await pass(29.9);
  expect(checked).toEqual([]);
  expect(settings.get('visit:1')).toMatchObject({ leastSeconds: 1800 });
  await pass(0.2);
  expect(checked).toEqual([1]);
  expect(await automatic.isDue(accounts[0] as Account)).toBe(true);
});
