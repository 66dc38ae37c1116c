// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { alarm } from '../../web/worker/alarm.ts';
import { FakeClock } from './fakes.ts';

function started() {
  const clock = new FakeClock();
  const begin = clock.now();
  const rung: number[] = [];
  const it = alarm(clock, () => rung.push(clock.now() - begin));
  return { clock, begin, rung, it };
}

test('rings once, at the moment it is set to', () => {
  const { clock, begin, rung, it } = started();
  it.set(begin + 50);
  clock.pass(49);
  expect(rung).toEqual([]);
  clock.pass(1);
  clock.pass(500);
  expect(rung).toEqual([50]);
});

test('rings at the last moment it was set to, later or earlier', () => {
  const { clock, begin, rung, it } = started();
  it.set(begin + 50);
  clock.pass(40);
  it.set(begin + 90);
  clock.pass(40);
  expect(rung).toEqual([]);
  it.set(begin + 85);
  clock.pass(5);
  clock.pass(100);
  expect(rung).toEqual([85]);
});

test('does not ring after stop, and can be set again', () => {
  const { clock, begin, rung, it } = started();
  it.set(begin + 50);
  it.stop();
  clock.pass(100);
  expect(rung).toEqual([]);
  it.set(begin + 120);
  clock.pass(20);
  expect(rung).toEqual([120]);
});

test('can be set by its own ring', () => {
  const clock = new FakeClock();
  let rings = 0;
  const it = alarm(clock, () => {
    rings += 1;
    if (rings < 3) it.set(clock.now() + 10);
  });
  it.set(clock.now() + 10);
  for (let tick = 0; tick < 10; tick++) clock.pass(10);
  expect(rings).toBe(3);
});
