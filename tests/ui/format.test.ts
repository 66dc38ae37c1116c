// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { en } from '../../web/i18n/en.ts';
import { id } from '../../web/i18n/id.ts';
import type { Progress } from '../../web/protocol.ts';
import { initials, octets, progressText } from '../../web/ui/format.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [284_000, '284 KB'],
  [999_900, '1 MB'],
  [1_210_000, '1.2 MB'],
  [1_400_000_000, '1.4 GB'],
  [123_000_000, '123 MB'],
])('%i octets are %s', (n, shown) => {
  expect(octets(n, en)).toBe(shown);
});

test('Indonesian decimals have a comma', () => {
  expect(octets(1_210_000, id)).toBe('1,2 MB');
});

describe('progressText', () => {
  const progress: Progress = {
    account: 1,
    stored: 1220,
    total: 2000,
    octets: 45_000_000,
    totalOctets: 90_000_000,
    octetsPerSecond: 11_800_000,
  };

  test('numbers, speed, time left', () => {
    expect(progressText(progress, en)).toBe('1,220 of 2,000 · 11.8 MB/s · 4 s left');
    expect(progressText(progress, id)).toBe('1.220 dari 2.000 · 11,8 MB/s · sisa 4 detik');
  });

  test('no promise where the server’s sizes are wrong', () => {
    expect(progressText({ ...progress, octets: 95_000_000 }, en)).toBe(
      '1,220 of 2,000 · 11.8 MB/s',
    );
  });

  test('before there are numbers', () => {
    expect(progressText(null, en)).toBe('Connecting …');
    expect(progressText({ ...progress, total: null }, en)).toBe('Looking for new mail …');
  });
});

test.each([
  ['Dewi Lestari', 'dewi@x.example', 'DL'],
  ['', 'sari.wulan@x.example', 'SW'],
  ['小林 花', 'h@x.example', '小花'],
  ['"Bot" <x>', 'b@x.example', 'BX'],
  ['', '', '?'],
])('initials of %s <%s>', (name, address, expected) => {
  expect(initials({ name, address })).toBe(expected);
});
