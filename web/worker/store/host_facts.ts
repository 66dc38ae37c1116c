// SPDX-License-Identifier: Apache-2.0
// What was learned of each mail server (wasm/pop3/facts.h), for the next check of any account there.

import type { IDBPObjectStore } from 'idb';
import { namesFrom } from './account_settings.ts';
import type { Database, PillarboxSchema } from './schema.ts';

/** Servers are mended too. */
export const kBelieveFacts = 30 * 24 * 60 * 60 * 1000;

const prefixOf = (server: string) => `facts:${server}:`;
const nameOf = (server: string, port: number) => `${prefixOf(server)}${port}`;

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

type Settings = IDBPObjectStore<
  PillarboxSchema,
  ('accounts' | 'settings')[],
  'settings',
  'readwrite'
>;

/** On all ports. The requests belong to the caller's transaction. */
export async function forgetFacts(settings: Settings, server: string): Promise<void> {
  const prefix = prefixOf(server);
  const names = await settings.getAllKeys(namesFrom(prefix));
  // The colons of an IPv6 address may go on behind the prefix.
  const its = names.filter((name) => /^\d+$/u.test(name.slice(prefix.length)));
  await Promise.all(its.map((name) => settings.delete(name)));
}
