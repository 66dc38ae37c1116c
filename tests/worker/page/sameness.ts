// SPDX-License-Identifier: Apache-2.0
// Octets that come again, accounts that change their maildrop, and accounts that are removed.

import type { Account, AccountDraft } from '../../../web/protocol.ts';
import { saveAccount } from '../../../web/worker/accounts.ts';
import type { MailName, Saved } from '../../../web/worker/mail_store.ts';
import { Mailbox } from '../../../web/worker/mailbox.ts';
import { accountStore } from '../../../web/worker/store/account_store.ts';
import { readRaw } from '../../../web/worker/store/raw.ts';
import { beginRemoval, beingRemoved, finishRemoval } from '../../../web/worker/store/removal.ts';
import { type Database, migrations, type StoredRow } from '../../../web/worker/store/schema.ts';
import { mail } from '../store_contract.ts';
import { closeAll, current, open } from './connection.ts';

/** A UIDL and what the message says, and its occurrence if it is not the first. */
export type Coming = [uidl: string, text: string, occurrence?: number];

const mailOf = ([uidl, text, occurrence]: Coming) =>
  mail(uidl, new TextEncoder().encode(text), occurrence);

export interface Visit {
  said: Saved[];
  /** Of the rows that were told to be new or gone. */
  rows: number[];
  gone: number[];
}

/** A session that fetches these. */
export async function visit(comings: Coming[], now: number, account = 1): Promise<Visit> {
  const told: Visit = { said: [], rows: [], gone: [] };
  const store = accountStore(await current(), account, (rows, gone) => {
    told.rows.push(...rows.map(({ id }) => id));
    told.gone.push(...gone);
  });
  await store.known();
  told.said = await store.save(comings.map(mailOf), now);
  return told;
}

export async function gone(names: MailName[], now: number): Promise<void> {
  await accountStore(await current(), 1, () => {}).deleted(names, now);
}

/** What is known of the server, and what it is to delete. */
export async function names(account = 1) {
  const store = accountStore(await current(), account, () => {});
  const text = ({ uidl, occurrence }: MailName) => (occurrence ? `${uidl}/${occurrence}` : uidl);
  const known = await store.known();
  return {
    known: known.map((each) => `${text(each)} ${each.storedAt}`).sort(),
    discarded: ((await store.discarded?.()) ?? []).map(text).sort(),
  };
}

/** Every row: where it is, and what it says. */
export async function mails(): Promise<{ id: number; folder: string; text: string | null }[]> {
  const database = await current();
  const rows = await database.getAll('messages');
  return Promise.all(
    rows.map(async ({ id, folder }) => {
      const raw = await readRaw(database, id);
      return { id, folder, text: raw && new TextDecoder().decode(raw) };
    }),
  );
}

/** Headers of messages that are too large, two under each name; how many rows are new. */
export async function headers(uidls: string[], now: number): Promise<number> {
  let added = 0;
  const store = accountStore(await current(), 1, (rows) => {
    added += rows.length;
  });
  const both = uidls.flatMap((uidl) => {
    const { summary } = mailOf([uidl, '']);
    return [0, 1].map((occurrence) => ({ uidl, occurrence, octets: 1_000_000, summary }));
  });
  await store.saveHeaders?.(both, now);
  return added;
}

export async function header(uidl: string, now: number): Promise<void> {
  const { summary } = mailOf([uidl, '']);
  await accountStore(await current(), 1, () => {}).saveHeaders?.(
    [{ uidl, occurrence: 0, octets: 1_000_000, summary }],
    now,
  );
}

/** Two headers, of which the second cannot be stored. */
export async function brokenHeaders(): Promise<string> {
  const { summary } = mailOf(['large', '']);
  const broken = { ...summary, subject: () => 'functions cannot be cloned' } as never;
  const store = accountStore(await current(), 1, () => {});
  const headers = [summary, broken].map((summary, at) => ({
    ...{ uidl: `large ${at}`, occurrence: 0, octets: 1_000_000 },
    summary,
  }));
  try {
    await store.saveHeaders?.(headers, 1);
    return 'stored';
  } catch (error) {
    return (error as Error).name;
  }
}

// Accounts

const kDraft: AccountDraft = {
  address: 'ana@example.org',
  user: 'ana',
  server: 'pop.example.org',
  port: 995,
  security: 'tls',
  afterDownload: 'delete-after',
  deleteAfterDays: 14,
  relay: '',
  pin: '',
  rememberPassword: false,
};

/** Adds an account, or changes it. */
export async function account(id: number | null, more: Partial<AccountDraft>, now: number) {
  return saveAccount(await current(), id, { ...kDraft, ...more }, now);
}

export async function checkedAt(id: number, now: number): Promise<void> {
  const database = await current();
  const account = (await database.get('accounts', id)) as Account;
  await database.put('accounts', { ...account, checkedAt: now });
}

export async function accounts(): Promise<[number, number | null][]> {
  const all = await (await current()).getAll('accounts');
  return all.map(({ id, checkedAt }) => [id, checkedAt]);
}

// Removal

/** Takes rows and raw mail away and leaves their names, as a removal did that lost its tab in a
 *  version 2. */
export async function halve(ids: number[]): Promise<void> {
  const database = await current();
  for (const id of ids) {
    await database.delete('messages', id);
    await database.delete('raw', [id, 0]);
  }
}

export async function setting(name: string): Promise<void> {
  await (await current()).put('settings', 'x', name);
}

export async function settings(): Promise<string[]> {
  return (await current()).getAllKeys('settings');
}

/** A tab that is closed after so many of its transactions. */
function doomed(database: Database, transactions: number): Database {
  let left = transactions;
  return new Proxy(database, {
    get(target, property) {
      if (property === 'transaction') {
        return (...args: Parameters<Database['transaction']>) => {
          left -= 1;
          if (left < 0) throw new Error('closed');
          return target.transaction(...args);
        };
      }
      const value = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Whether it came to its end. */
export async function removeUntil(id: number, transactions: number): Promise<boolean> {
  const database = doomed(await current(), transactions);
  try {
    await beginRemoval(database, id);
    await finishRemoval(database, id);
    return true;
  } catch {
    closeAll();
    return false;
  }
}

/** What the next tab does first, without a doom. */
export async function goOn(): Promise<void> {
  const database = await current();
  for (const id of await beingRemoved(database)) await finishRemoval(database, id);
}

/** What the next tab shows, before and after the list is in memory. */
export async function shown() {
  const mailbox = new Mailbox(await current());
  const view = { folder: 'inbox', account: null, query: '' } as const;
  const look = async () => {
    const { total, rows } = await mailbox.window(view, 0, 1000);
    const [{ total: counted = -1 } = {}] = await mailbox.counts();
    return { total, counted, accounts: [...new Set(rows.map(({ account }) => account))] };
  };
  const before = await look();
  await mailbox.loaded;
  return [before, await look()];
}

/** Names and raw mail by account, those without a row by account 0. */
export async function leftovers() {
  const database = await current();
  const rows = await database.getAll('messages');
  const accountOf = new Map(rows.map(({ id, account }) => [id, account]));
  const states = await database.getAll('uidls');
  const chunks = await database.getAllKeys('raw');
  const count = (accounts: (number | undefined)[]) => {
    const counts: Record<number, number> = {};
    for (const each of accounts) counts[each ?? 0] = (counts[each ?? 0] ?? 0) + 1;
    return counts;
  };
  return {
    rows: count(rows.map(({ account }) => account)),
    uidls: count(states.map(({ message }) => accountOf.get(message))),
    raw: count(chunks.map(([id]) => accountOf.get(id))),
  };
}

// Version 2

/** A database as version 2 left it: every mail a row, however often it came. */
export async function makeSecond(comings: Coming[]): Promise<void> {
  const digest = async (text: string) => {
    const octets = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(octets), (octet) => octet.toString(16).padStart(2, '0'));
  };
  const digests = await Promise.all(comings.map(([, text]) => digest(text)));
  const database = await open(migrations.slice(0, 2));
  const stores = ['messages', 'raw', 'uidls'] as const;
  const transaction = database.transaction(stores, 'readwrite');
  for (const [index, coming] of comings.entries()) {
    const { raw, summary, ...name } = mailOf(coming);
    const sha256 = (digests[index] ?? []).join('');
    const { from, subject, messageId } = summary;
    const row: Omit<StoredRow, 'id'> = {
      ...{ account: 1, ...name, folder: 'archive', octets: raw.length, sha256 },
      ...{ date: 5000, storedAt: 5000, from, subject, preview: '', messageId },
      flags: { unread: false, starred: true, attachments: false },
      ...{ inReplyTo: '', references: [] },
    };
    const message = await transaction.objectStore('messages').add(row as StoredRow);
    await transaction.objectStore('raw').put(raw, [message, 0]);
    const held = { storedAt: 5000, message, sha256, deletedAt: null };
    await transaction.objectStore('uidls').put({ account: 1, ...name, ...held });
  }
  await transaction.done;
  closeAll();
}

/** Rows and names alone, as many as a large mailbox of version 2 has; how long they take to open. */
export async function openLarge(count: number): Promise<number> {
  const database = await open(migrations.slice(0, 2));
  for (let from = 0; from < count; from += 5000) {
    const transaction = database.transaction(['messages', 'uidls'], 'readwrite');
    for (let id = from + 1; id <= Math.min(count, from + 5000); id += 1) {
      const sha256 = id.toString(16).padStart(64, '0');
      const name = { account: 1, uidl: `u${id}`, occurrence: 0 };
      const row: Omit<StoredRow, 'id'> = {
        ...{ ...name, folder: 'inbox', octets: 1000, sha256, date: id, storedAt: 1 },
        ...{ from: { name: 'Ana', address: 'ana@example.org' }, subject: `Subject ${id}` },
        ...{ preview: 'The first words of a mail that goes on. '.repeat(4), messageId: `${id}@x` },
        flags: { unread: false, starred: false, attachments: false },
        ...{ inReplyTo: '', references: [] },
      };
      void transaction.objectStore('messages').add(row as StoredRow);
      const held = { storedAt: 1, message: id, sha256, deletedAt: null };
      void transaction.objectStore('uidls').put({ ...name, ...held });
    }
    await transaction.done;
  }
  closeAll();
  const begin = performance.now();
  await open();
  return Math.round(performance.now() - begin);
}
