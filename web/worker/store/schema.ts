// SPDX-License-Identifier: Apache-2.0
// The database `pillarbox`: its stores, and the step from every version to the next. The names
// and keys are a contract: backups, the rescue page and tests read them.
//
//   accounts  [id]                        what the person typed, and the last check
//   messages  [id]                        one row a message; flags and folder are the person's
//   raw       [id, chunk]                 the message as sent, in chunks
//   uidls     [account, uidl, occurrence] what was fetched from which maildrop
//   index     free                        search segments, derived
//   settings  name                        everything else: keys, remembered passwords, marks
//
// `raw` and `uidls` are ground truth. Nothing is deleted from them because a server stopped
// listing it.

import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Account, Address, Folder } from '../../protocol.ts';
import type { Likeness } from '../mail_store.ts';
import { fillLikenesses } from './likeness.ts';

export interface StoredRow {
  id: number;
  account: number;
  /** The name it came under first, or was given last: all of them are in `uidls`. Opaque octets,
   *  each the character of that code. */
  uidl: string;
  occurrence: number;
  folder: Folder;
  octets: number;
  /** Of the raw message, in hexadecimal; empty where there is none. */
  sha256: string;
  /** Only what its header says is here, and `octets` is the server's word. */
  headerOnly?: true;
  /** Milliseconds since 1970: the Date field, or the moment of storing. */
  date: number;
  storedAt: number;
  from: Address;
  subject: string;
  preview: string;
  flags: { unread: boolean; starred: boolean; attachments: boolean };
  messageId: string;
  inReplyTo: string;
  references: string[];
}

export interface StoredUidl {
  account: number;
  uidl: string;
  occurrence: number;
  /** When its octets came first: what "delete after N days" counts from. */
  storedAt: number;
  /** The row. One may have several names. */
  message: number;
  /** To tell a message that the server kept from another under a reused UIDL; empty where only the
   *  header is here. */
  sha256: string;
  /** When the server confirmed that it has removed it; null while it may still list it. */
  deletedAt: number | null;
  /** What LIST said of it, if it said anything. */
  listedOctets?: number;
  likeness?: Likeness;
  /** The message under this name looks like that row, and has not been fetched. */
  hint?: true;
  /** What the next check is to do with it, if anything. */
  mark?: Mark;
}

/** discarded: deleted here, and to be deleted there. header: over the limit of size, and only its
 *  header is here. wanted: one of these, to be fetched all the same. */
export type Mark = 'discarded' | 'header' | 'wanted';

export interface PillarboxSchema extends DBSchema {
  accounts: { key: number; value: Account };
  messages: {
    key: number;
    value: StoredRow;
    indexes: { folder: [Folder, number]; account: number; content: [number, string] };
  };
  raw: { key: [number, number]; value: Uint8Array };
  uidls: {
    key: [number, string, number];
    value: StoredUidl;
    indexes: { mark: [number, Mark]; message: number };
  };
  index: { key: IDBValidKey; value: unknown };
  settings: { key: string; value: unknown };
}

export type Database = IDBPDatabase<PillarboxSchema>;
export type UpgradeTransaction = IDBPTransaction<
  PillarboxSchema,
  StoreNames<PillarboxSchema>[],
  'versionchange'
>;
/** One that takes its time waits for nothing but the transaction's own requests. */
export type Migration = (
  database: Database,
  transaction: UpgradeTransaction,
) => void | Promise<void>;

/** migrations[n] makes version n + 1 out of version n. Append; never change one that was released. */
export const migrations: readonly Migration[] = [
  (database) => {
    database.createObjectStore('accounts', { keyPath: 'id', autoIncrement: true });
    const messages = database.createObjectStore('messages', { keyPath: 'id', autoIncrement: true });
    // In the order of the list; the primary key breaks ties.
    messages.createIndex('folder', ['folder', 'date']);
    messages.createIndex('account', 'account');
    database.createObjectStore('raw');
    database.createObjectStore('uidls', { keyPath: ['account', 'uidl', 'occurrence'] });
    database.createObjectStore('index');
    database.createObjectStore('settings');
  },
  (_database, transaction) => {
    // What has no mark is not in it.
    transaction.objectStore('uidls').createIndex('mark', ['account', 'mark']);
    return fillLikenesses(transaction);
  },
  (_database, transaction) => {
    // The browser fills both. What was stored twice before stays so: both are the person's.
    transaction.objectStore('messages').createIndex('content', ['account', 'sha256']);
    transaction.objectStore('uidls').createIndex('message', 'message');
  },
];

export const kVersion = migrations.length;
