// SPDX-License-Identifier: Apache-2.0
// A load that failed is not kept: neither the core's, nor that of the list.
import { afterEach, expect, test, vi } from 'vitest';
import { Mailbox } from '../../web/worker/mailbox.ts';
import { once } from '../../web/worker/once.ts';
import type { Database } from '../../web/worker/store/schema.ts';
import { settled } from './fakes.ts';

afterEach(() => vi.unstubAllGlobals());

test('all who ask share one load, and one that failed is begun anew', async () => {
  let loads = 0;
  const ask = once(async () => {
    loads += 1;
    if (loads === 1) throw new Error('in between');
    return loads;
  });
  const [first, second] = await Promise.allSettled([ask(), ask()]);
  expect([first.status, second.status, loads]).toEqual(['rejected', 'rejected', 1]);
  expect(await Promise.all([ask(), ask()])).toEqual([2, 2]);
  ask.forget();
  expect(await ask()).toBe(3);
});

test('the late failure of a load that was forgotten leaves the next one alone', async () => {
  const ends: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const ask = once(() => new Promise<string>((resolve, reject) => ends.push({ resolve, reject })));
  const first = ask();
  ask.forget();
  const second = ask();
  ends[0]?.reject(new Error('late'));
  await expect(first).rejects.toThrow('late');
  await settled();
  expect(ask()).toBe(second);
  ends[1]?.resolve('second');
  expect(await second).toBe('second');
  expect(ends).toHaveLength(2);
});

test('a list that could not be loaded is loaded by the next who asks', async () => {
  let failures = 1;
  vi.stubGlobal('IDBKeyRange', { bound: () => null });
  const database = {
    getAllKeys: async () => [],
    transaction() {
      failures -= 1;
      if (failures >= 0) throw new DOMException('in between', 'UnknownError');
      return { store: { openKeyCursor: async () => null } };
    },
  };
  const mailbox = new Mailbox(database as unknown as Database);
  const view = { folder: 'starred', account: null, query: '' } as const;
  await expect(mailbox.window(view, 0, 10)).rejects.toThrow('in between');
  expect(await mailbox.window(view, 0, 10)).toEqual({ total: 0, offset: 0, rows: [] });
});
