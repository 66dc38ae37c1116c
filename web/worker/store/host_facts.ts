// SPDX-License-Identifier: Apache-2.0
// What was learned of each mail server (wasm/pop3/facts.h), for the next check of any account there.

import type { Database } from './schema.ts';

/** Servers are mended too. */
export const kBelieveFacts = 30 * 24 * 60 * 60 * 1000;

const nameOf = (server: string, port: number) => `facts:${server}:${port}`;

/** A fact of several words is a name and its value, and has one value at a time; but a server may
 *  refuse several ways to log in. */
const kindOf = (fact: string) => (fact.startsWith('refused ') ? fact : fact.split(' ', 1)[0]);

/** By fact: when it was learned. */
type Learned = Record<string, number>;

/** What is still to be believed of a server. */
export async function hostFacts(
  database: Database,
  server: string,
  port: number,
  now: number,
): Promise<string[]> {
  const learned = ((await database.get('settings', nameOf(server, port))) ?? {}) as Learned;
  return Object.keys(learned).filter((fact) => now - (learned[fact] as number) < kBelieveFacts);
}

export async function learnFacts(
  database: Database,
  server: string,
  port: number,
  facts: ReadonlySet<string>,
  now: number,
): Promise<void> {
  if (facts.size === 0) return;
  const transaction = database.transaction('settings', 'readwrite');
  const before = ((await transaction.store.get(nameOf(server, port))) ?? {}) as Learned;
  const learned = new Map(Object.entries(before));
  for (const fact of facts) {
    for (const old of learned.keys()) if (kindOf(old) === kindOf(fact)) learned.delete(old);
    learned.set(fact, now);
  }
  await transaction.store.put(Object.fromEntries(learned), nameOf(server, port));
  await transaction.done;
}
