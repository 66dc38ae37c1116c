// SPDX-License-Identifier: Apache-2.0
// Two thousand generated mails, a quarter of them broken, read by us, by postal-mime and by CPython's
// email. We must read each as it was meant; where another reader does not, differences.ts must say
// why.

import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { newCore } from '../headless/core.ts';
import { kRules, type Peer, type Rule, ruleFor } from './differences.ts';
import { generate, type Mail } from './generate.ts';
import { ours, postalMime, pythonEmail } from './readers.ts';
import { kFields, type Reading } from './reading.ts';

const kMails = 2000;
const mails: Mail[] = Array.from({ length: kMails }, (_, at) => generate(at + 1));
const explained = new Map<Rule, number>();

/** Where a reading is not what was meant, and no rule says why. */
function unexplained(peer: Peer, readings: Reading[]) {
  return mails.flatMap(({ meant, traits }, at) =>
    kFields.flatMap((field) => {
      const got = readings[at];
      if (got === undefined) throw new Error(`${peer} has not read mail ${at + 1}`);
      if (isDeepStrictEqual(got[field], meant[field])) return [];
      const rule = ruleFor(peer, field, traits, meant, got);
      if (rule === undefined) {
        return [JSON.stringify({ seed: at + 1, field, meant: meant[field], got: got[field] })];
      }
      explained.set(rule, (explained.get(rule) ?? 0) + 1);
      return [];
    }),
  );
}

test('the mails are many kinds, and one in four is broken', () => {
  const kinds = new Map<string, number>();
  for (const { traits } of mails) {
    for (const trait of traits) kinds.set(trait, (kinds.get(trait) ?? 0) + 1);
  }
  const broken = kinds.get('broken') ?? 0;
  expect(broken).toBeGreaterThan(kMails * 0.2);
  expect(broken).toBeLessThan(kMails * 0.3);
  expect(kinds.size).toBeGreaterThan(80);
  // Each often enough to be more than an accident.
  expect([...kinds].filter(([, count]) => count < 5)).toEqual([]);
});

test('we read every mail as it was meant', async () => {
  const core = await newCore();
  mails.forEach(({ raw, meant, traits }, at) => {
    expect(ours(core, raw), `seed ${at + 1}: ${[...traits].join(', ')}`).toEqual(meant);
  });
});

test('where postal-mime reads otherwise, the table says why', async () => {
  const readings: Reading[] = [];
  for (const { raw } of mails) readings.push(await postalMime(raw));
  expect(unexplained('postal-mime', readings)).toEqual([]);
});

test("where CPython's email reads otherwise, the table says why", async () => {
  expect(unexplained('CPython email', await pythonEmail(mails.map(({ raw }) => raw)))).toEqual([]);
});

test('every rule of the table explains something', () => {
  const idle = kRules.filter((rule) => !explained.has(rule));
  expect(idle.map(({ peer, trait, why }) => `${peer}, ${trait}: ${why}`)).toEqual([]);
});
