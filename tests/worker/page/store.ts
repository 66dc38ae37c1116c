// SPDX-License-Identifier: Apache-2.0
// The page of the store tests: our modules over real IndexedDB, behind verbs whose arguments and
// answers survive the way from the test.

import { openDB } from 'idb';
import { storageError } from '../../../web/worker/mail_store.ts';
import { Mailbox } from '../../../web/worker/mailbox.ts';
import { Secrets } from '../../../web/worker/secrets.ts';
import { accountStore, forgetOld } from '../../../web/worker/store/account_store.ts';
import { DatabaseUnavailable, openDatabase } from '../../../web/worker/store/database.ts';
import { readRaw } from '../../../web/worker/store/raw.ts';
import { sha256Hex } from '../../../web/worker/store/save.ts';
import {
  type Database,
  type Migration,
  migrations,
  type StoredRow,
} from '../../../web/worker/store/schema.ts';
import { type Backend, mail, octets, storeContract } from '../store_contract.ts';
import { samenessContract } from '../store_contract_sameness.ts';
import { closeAll, current, open, quiet } from './connection.ts';

export * from './marks.ts';
export * from './sameness.ts';

/** Only tests may do this. */
export function clear(): Promise<void> {
  closeAll();
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('pillarbox');
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}

// The contract

function backendOf(database: Database): Backend {
  return {
    store: accountStore(database, 1, () => {}),
    async stored() {
      const ids = await database.getAllKeys('messages');
      const raws = await Promise.all(ids.map((id) => readRaw(database, id)));
      return raws.filter((raw) => raw !== null);
    },
    async reopened() {
      closeAll();
      return backendOf(await open());
    },
  };
}

const contract = [...storeContract, ...samenessContract];

export async function runContract(name: string): Promise<void> {
  await clear();
  await contract.find((each) => each.name === name)?.run(backendOf(await open()));
}

// Batches

/** Saves mails `from`…; returns null, or the code of what went wrong. */
export async function save(from: number, count: number, size: number): Promise<string | null> {
  const store = accountStore(await current(), 1, () => {});
  const mails = Array.from({ length: count }, (_, index) =>
    mail(`u${from + index}`, octets(size, from + index)),
  );
  try {
    await store.save(mails, 1000);
    return null;
  } catch (error) {
    return storageError(error).code;
  }
}

/** A batch whose last message cannot be stored at all. */
export async function saveBroken(from: number): Promise<string | null> {
  const store = accountStore(await current(), 1, () => {});
  const broken = mail('broken', octets(10, 0));
  Object.assign(broken.summary, { subject: () => 'functions cannot be cloned' });
  try {
    await store.save([mail(`u${from}`, octets(10, from)), broken], 1000);
    return null;
  } catch (error) {
    return storageError(error).code;
  }
}

/** Saves for ever; `note` hears of every batch that is durable. */
export async function saveForEver(note: (last: number) => Promise<void>): Promise<never> {
  for (let from = 0; ; from += 20) {
    const failed = await save(from, 20, 30_000);
    if (failed !== null) throw new Error(failed);
    await note(from + 20);
  }
}

export interface Survey {
  uidls: string[];
  /** Messages whose row, raw octets and UIDL state do not belong together. */
  broken: string[];
  strayRaw: number;
  strayUidls: number;
}

export async function survey(): Promise<Survey> {
  const database = await current();
  const rows = await database.getAll('messages');
  const ids = new Set(rows.map(({ id }) => id));
  const broken: string[] = [];
  for (const row of rows) {
    const raw = await readRaw(database, row.id);
    const state = await database.get('uidls', [row.account, row.uidl, row.occurrence]);
    const whole = raw !== null && (await sha256Hex(raw)) === row.sha256;
    if (!whole || raw.length !== row.octets || state?.message !== row.id) broken.push(row.uidl);
  }
  const chunks = await database.getAllKeys('raw');
  const states = await database.getAll('uidls');
  return {
    uidls: rows.map(({ uidl }) => uidl),
    broken,
    strayRaw: chunks.filter(([id]) => !ids.has(id)).length,
    strayUidls: states.filter(({ message }) => !ids.has(message)).length,
  };
}

/** The values of `raw`, each by its class and length. */
export async function rawValues(): Promise<[IDBValidKey, string, number, number][]> {
  const database = await current();
  const keys = await database.getAllKeys('raw');
  const values = await database.getAll('raw');
  return values.map((value, index) => [
    keys[index] as IDBValidKey,
    value.constructor.name,
    value.length,
    value.buffer.byteLength,
  ]);
}

// Versions

export async function stores(): Promise<{ version: number; names: string[] }> {
  const { version, objectStoreNames } = await current();
  return { version, names: [...objectStoreNames] };
}

export async function makeNewer(): Promise<void> {
  await clear();
  const newer = await openDB('pillarbox', 99, {
    upgrade: (database) => void database.createObjectStore('treasure'),
  });
  await newer.put('treasure', 'kept', 1);
  newer.close();
}

export async function openRefused(): Promise<{ newer: boolean } | null> {
  try {
    await open();
    return null;
  } catch (error) {
    return error instanceof DatabaseUnavailable ? { newer: error.newer } : null;
  }
}

export async function treasure(): Promise<{ version: number; value: unknown }> {
  const newer = await openDB('pillarbox');
  const value = await newer.get('treasure', 1);
  const { version } = newer;
  newer.close();
  return { version, value };
}

/** Opens with one more migration; with one that throws, the old version must stay. */
export const migrate = (fails: boolean) =>
  migrateWith((database) => {
    database.createObjectStore('later' as never);
    if (fails) throw new Error('a bug in a migration');
  });

export const migrateLate = () =>
  migrateWith(async (_database, transaction) => {
    await transaction.objectStore('uidls').clear();
    throw new Error('a bug in a migration');
  });

async function migrateWith(step: Migration): Promise<{ error: boolean; version: number }> {
  closeAll();
  let error = false;
  try {
    const next = await open([...migrations, step]);
    next.close();
  } catch {
    error = true;
  }
  closeAll();
  const now = await openDB('pillarbox');
  const { version } = now;
  now.close();
  return { error, version };
}

/** What a page does when a newer one wants to upgrade: it lets go. */
export async function supersede(): Promise<boolean> {
  closeAll();
  let superseded = false;
  await openDatabase({
    ...quiet,
    superseded: () => {
      superseded = true;
    },
  });
  const next = await openDatabase(quiet, [...migrations, () => {}]);
  next.close();
  return superseded;
}

// The list

const kBatch = 1000;

/** Rows without their mail, `count` of them, a minute apart, for the list alone. */
export async function fillRows(count: number): Promise<void> {
  const database = await open();
  for (let from = 0; from < count; from += kBatch) {
    const transaction = database.transaction('messages', 'readwrite');
    for (let index = from; index < Math.min(count, from + kBatch); index += 1) {
      const row: Omit<StoredRow, 'id'> = {
        account: 1 + (index % 2),
        uidl: `u${index}`,
        occurrence: 0,
        folder: index % 10 === 0 ? 'archive' : 'inbox',
        octets: 1000 + index,
        sha256: '',
        // Not in the order of the ids.
        date: 1_600_000_000_000 + ((index * 7919) % count) * 60_000,
        storedAt: 1,
        from: { name: `Sender ${index % 100}`, address: `sender${index % 100}@example.org` },
        subject: index % 1000 === 7 ? `Réunion à Zürich ${index}` : `Subject number ${index}`,
        preview: 'The first words of a mail that goes on for a while, as mails do. '.repeat(2),
        flags: { unread: index % 3 === 0, starred: index % 500 === 0, attachments: false },
        messageId: `${index}@example.org`,
        inReplyTo: '',
        references: [],
      };
      void transaction.store.add(row as StoredRow);
    }
    await transaction.done;
  }
}

let mailbox: Mailbox | null = null;

export async function openMailbox(): Promise<void> {
  closeAll();
  mailbox = new Mailbox(await open());
}

export const theMailbox = (): Mailbox => {
  if (!mailbox) throw new Error('openMailbox first');
  return mailbox;
};

export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const begin = performance.now();
  const result = await work();
  return { ms: Math.round((performance.now() - begin) * 10) / 10, result };
}

// Secrets

export async function remember(account: number, password: string): Promise<void> {
  await new Secrets(await current()).remember(account, password);
}

/** As a new session finds it. */
export async function recall(account: number): Promise<string | null> {
  return new Secrets(await current()).password(account);
}

/** Everything in `settings` as text, and whether any key there can be taken out. */
export async function settingsText(): Promise<{ text: string; extractable: boolean }> {
  const values = await (await current()).getAll('settings');
  const extractable = values.some((value) => value instanceof CryptoKey && value.extractable);
  const text = JSON.stringify(values, (_key, value) => {
    if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
    return value instanceof Uint8Array ? [...value] : value;
  });
  return { text, extractable };
}

/** Moves the sealed password of one account to another. */
export async function graft(from: number, to: number): Promise<void> {
  const database = await current();
  await database.put(
    'settings',
    await database.get('settings', `password:${from}`),
    `password:${to}`,
  );
}

// Forgetting

export async function forget(now: number): Promise<string[]> {
  const database = await current();
  await forgetOld(database, now);
  return (await database.getAll('uidls')).map(({ uidl }) => uidl);
}

export async function noteDeleted(uidl: string, now: number): Promise<void> {
  const database = await current();
  await accountStore(database, 1, () => {}).deleted([{ uidl, occurrence: 0 }], now);
}
