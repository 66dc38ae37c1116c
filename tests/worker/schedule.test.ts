// SPDX-License-Identifier: Apache-2.0
// When an account is checked by itself, with the time and chance in hand.

import { expect, test } from 'vitest';
import type { FailureCode } from '../../web/protocol.ts';
import { newDraft } from '../../web/ui/address_defaults.ts';
import {
  kDefaultMinutes,
  leastOf,
  nextCheck,
  type Visit,
  visited,
} from '../../web/worker/schedule.ts';

const now = 1_700_000_000_000;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const drop = 'mail.example.org/ana';

const after = (code: FailureCode | null, more: Partial<Visit> = {}): Visit => ({
  ...visited(null, drop, code, null, now, 0),
  ...more,
});
const waits = (visit: Visit, minutes = 10, onlineAt: number | null = null, at = now) => {
  const next = nextCheck(visit, drop, minutes, onlineAt, at);
  return next === null ? null : next - now;
};

/** So many failures in a row. */
function failing(code: FailureCode, times: number, chance = 0): Visit {
  let visit: Visit | null = null;
  for (let time = 0; time < times; ++time) visit = visited(visit, drop, code, null, now, chance);
  return visit as Visit;
}

test('as often as it is set, and never if it is not', () => {
  expect(waits(after(null), 10)).toBe(10 * minute);
  expect(waits(after(null), 60)).toBe(hour);
  expect(waits(after('cancelled'), 10)).toBe(10 * minute);
  expect(waits(after(null), 0)).toBeNull();
  expect(waits(after('server.busy'), 0)).toBeNull();
});

test('the first visit is the person’s, to each maildrop', () => {
  expect(nextCheck(null, drop, 10, null, now)).toBeNull();
  expect(nextCheck(after(null), 'other.example.org/ana', 10, null, now)).toBeNull();
});

test.each<FailureCode>(['auth.rejected', 'auth.unsupported', 'auth.insecure'])(
  '%s is never tried again by itself, not even when the network comes back',
  (code) => {
    expect(waits(after(code))).toBeNull();
    expect(waits(after(code), 10, now + hour, now + hour)).toBeNull();
  },
);

test.each<FailureCode>([
  'server.busy',
  'server.temporary',
  'relay.unreachable',
  'connect.refused',
  'protocol.closed',
  'protocol.timeout',
])('%s is tried soon, then twice as late each time, up to half an hour', (code) => {
  const minutes = [1, 2, 3, 4, 5, 6, 7, 50].map((times) => waits(failing(code, times)));
  expect(minutes).toEqual([1, 2, 4, 8, 16, 30, 30, 30].map((n) => n * minute));
  // Whoever wants an hour is not served sooner for failing.
  expect(waits(failing(code, 50), 60)).toBe(hour);
});

test('chance makes it later, by half at most, and it is the same at every look', () => {
  expect(waits(failing('server.busy', 1, 0.5))).toBe(1.25 * minute);
  expect(waits(failing('server.busy', 50, 0.999))).toBeCloseTo(44.985 * minute, 3);
  const visit = failing('server.busy', 3, 0.25);
  expect(waits(visit, 10, null, now + minute)).toBe(waits(visit));
});

test('a visit that comes to its end is the end of backing off', () => {
  const again = visited(failing('server.busy', 5), drop, null, null, now, 0.9);
  expect(again).toMatchObject({ failures: 0, code: null });
  expect(waits(again)).toBe(10 * minute);
});

test.each<FailureCode>([
  'relay.refused',
  'tls.untrusted',
  'tls.pin-mismatch',
  'server.permanent',
  'protocol.malformed',
  'storage.full',
  'internal',
])('%s waits for somebody to mend it: as set, then more and more rarely', (code) => {
  const minutes = [1, 2, 3, 20].map((times) => waits(failing(code, times)));
  expect(minutes).toEqual([10 * minute, 20 * minute, 40 * minute, 6 * hour]);
});

test('a server is not visited more often than it wants', () => {
  const gmail = visited(null, drop, null, 900, now, 0);
  expect(waits(gmail, 5)).toBe(15 * minute);
  expect(waits(gmail, 30)).toBe(30 * minute);
  expect(waits(gmail, 5, now + minute, now + minute)).toBe(15 * minute);
  // It is known from then on, also where a visit does not get as far as to hear it.
  const busy = visited(gmail, drop, 'server.busy', null, now, 0);
  expect(waits(busy, 5)).toBe(15 * minute);
  // Of this maildrop only.
  expect(visited(gmail, 'other.example.org/ana', null, null, now, 0).leastSeconds).toBe(0);
});

test('a server that says it was too soon is left alone for what it said, or a quarter of an hour', () => {
  expect(waits(failing('server.login-delay', 1))).toBe(15 * minute);
  expect(waits(failing('server.login-delay', 2))).toBe(30 * minute);
  expect(waits(visited(null, drop, 'server.login-delay', 720, now, 0))).toBe(12 * minute);
});

test('a server cannot ask never to be visited again', () => {
  const visit = visited(null, drop, null, 4_000_000_000, now, 0);
  expect(waits(visit)).toBe(24 * hour);
});

test('when the network comes back, what it may have mended is tried at once', () => {
  const back = now + 2 * minute;
  expect(waits(after(null), 10, back, back)).toBe(2 * minute);
  expect(waits(failing('relay.unreachable', 6), 10, back, back)).toBe(2 * minute);
  // It says nothing about the server's own word,
  expect(waits(failing('server.busy', 6), 10, back, back)).toBe(30 * minute);
  // nor twice about the same visit, nor is a flapping network a reason for a visit each second.
  expect(waits(after(null, { endedAt: back + 1 }), 10, back, back + 1)).toBe(12 * minute + 1);
  expect(waits(after(null), 10, now + second, now + second)).toBe(15 * second);
  // And never later than without it.
  expect(waits(failing('relay.unreachable', 1), 10, now + hour, now + hour)).toBe(minute);
});

test('after the clock was set back it is due, not years away', () => {
  const visit = after(null, { endedAt: now + 1000 * hour });
  expect(nextCheck(visit, drop, 10, null, now)).toBe(now);
  expect(nextCheck({ ...visit, code: 'auth.rejected' }, drop, 10, null, now)).toBeNull();
});

test.each([
  ['interval 300', 300],
  ['interval 0', 0],
  ['interval ', null],
  ['interval 12x', null],
  ['no-pipelining', null],
  ['expire 0', null],
])('%s: the least is %s', (fact, seconds) => {
  expect(leastOf(fact)).toBe(seconds);
});

test('a new account begins as one that was saved before it could be chosen', () => {
  expect(newDraft().checkMinutes).toBe(kDefaultMinutes);
});
