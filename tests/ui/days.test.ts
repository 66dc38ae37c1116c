// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { en } from '../../web/i18n/en.ts';
import { id } from '../../web/i18n/id.ts';
import { ago, dayGroup, longTime, shortTime } from '../../web/ui/days.ts';

const at = (text: string) => new Date(text).getTime();
/** A Wednesday. */
const now = at('2026-11-25T10:00:00');

describe('dayGroup', () => {
  test.each([
    ['2026-11-26T00:00:00', 'Dated in the future'],
    ['2026-11-25T23:59:59', 'Today'],
    ['2026-11-25T00:00:00', 'Today'],
    ['2026-11-24T23:59:59', 'Yesterday'],
    ['2026-11-23T00:00:00', 'Earlier this week'],
    ['2026-11-22T23:59:59', 'Last week'],
    ['2026-11-16T00:00:00', 'Last week'],
    ['2026-11-15T23:59:59', 'Earlier this month'],
    ['2026-10-31T23:59:59', 'October'],
    ['2025-11-25T10:00:00', 'November 2025'],
    ['1970-01-01T12:00:00', 'January 1970'],
  ])('%s is %s', (date, group) => {
    expect(dayGroup(at(date), now, en)).toBe(group);
  });

  test('speaks Indonesian', () => {
    expect(dayGroup(at('2026-11-24T08:00:00'), now, id)).toBe('Kemarin');
    expect(dayGroup(at('2026-08-17T08:00:00'), now, id)).toBe('Agustus');
  });

  test('on a Monday, yesterday is yesterday and not last week', () => {
    expect(dayGroup(at('2026-11-22T08:00:00'), at('2026-11-23T08:00:00'), en)).toBe('Yesterday');
  });
});

describe('times', () => {
  test.each([
    ['2026-11-25T09:05:00', '09:05'],
    ['2026-11-22T09:05:00', 'Sun'],
    ['2026-11-19T09:05:00', 'Thu'],
    ['2026-11-18T09:05:00', '18 Nov'],
    ['2025-11-18T09:05:00', '18 Nov 2025'],
  ])('a row of %s shows %s', (date, shown) => {
    expect(shortTime(at(date), now, en)).toBe(shown);
  });

  test('the head of a message says the day and the time', () => {
    expect(longTime(at('2026-11-25T10:42:00'), now, en)).toBe('Today 10:42');
    expect(longTime(at('2026-11-03T08:00:00'), now, en)).toBe('Tue, 3 Nov 2026 08:00');
  });

  test.each([
    [20, 'just now'],
    [2 * 60, '2 min ago'],
    [3 * 3600, '3 h ago'],
    [24 * 3600, '1 day ago'],
    [6 * 24 * 3600, '6 days ago'],
  ])('%i seconds are %s', (seconds, said) => {
    expect(ago(now - seconds * 1000, now, en)).toBe(said);
  });
});
