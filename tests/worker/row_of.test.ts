// SPDX-License-Identifier: Apache-2.0
// When a mail was sent, for the list: what its Date field says where that can be, else what the
// servers on its way say.
import { expect, test } from 'vitest';
import { rowOf } from '../../web/worker/store/row_of.ts';
import { summary } from './fakes.ts';

const now = Date.UTC(2026, 2, 3, 12);
const hour = 60 * 60 * 1000;
const dateOf = (date: number | null, received: number[]) =>
  rowOf({ ...summary, date, received }, now).date;

test('a Date field that can be holds, whatever servers say', () => {
  expect(dateOf(now - hour, [now - 2 * hour])).toBe(now - hour);
  expect(dateOf(now + hour, [now - 2 * hour])).toBe(now + hour);
});

test.each([
  ['none', null],
  ['before there was mail', 0],
  ['far in the future', now + 30 * 24 * hour],
])('without a Date that can be (%s) the newest Received before now holds', (_, date) => {
  expect(dateOf(date, [now - 3 * hour, now - 2 * hour, now - 4 * hour])).toBe(now - 2 * hour);
  expect(dateOf(date, [now + 2 * hour, now - 3 * hour])).toBe(now - 3 * hour);
  expect(dateOf(date, [now])).toBe(now);
});

test('without either it is now', () => {
  expect(dateOf(null, [])).toBe(now);
  expect(dateOf(null, [now + hour, 0])).toBe(now);
});
