// SPDX-License-Identifier: Apache-2.0
// The database and the list over it, kept together: a change is durable first, then in the list.

import type { FolderCount, View } from '../protocol.ts';
import { List, type Page, rowOf } from './list.ts';
import { once } from './once.ts';
import { discardRows, onServer } from './store/marked.ts';
import {
  allRows,
  changeRows,
  countRows,
  firstRows,
  type RowChange,
  readRows,
  removeAccountData,
} from './store/rows.ts';
import type { Database, StoredRow } from './store/schema.ts';

export class Mailbox {
  readonly database: Database;
  readonly #list = new List();
  readonly #loading = once(() => this.#load());
  #isLoaded = false;
  /** Accounts that were removed while rows of theirs may still be on their way. */
  readonly #removed = new Set<number>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Every row is in memory. It begins when this is first asked for, or after the first window, so
   *  that reading everything does not stand in the way of what the person waits for. After a failure
   *  whoever asks next begins it anew. */
  get loaded(): Promise<void> {
    return this.#loading();
  }

  async window(view: View, offset: number, count: number): Promise<Page> {
    const { folder } = view;
    const simple = folder !== 'starred' && view.account === null && view.query.trim() === '';
    if (!this.#isLoaded && simple) {
      const [total, rows] = await Promise.all([
        countRows(this.database, folder),
        firstRows(this.database, folder, offset, count),
      ]);
      // Whoever waits for it hears of a failure.
      this.loaded.catch(() => {});
      return { total, offset, rows: rows.map(rowOf) };
    }
    await this.loaded;
    return this.#list.window(view, offset, count);
  }

  async counts(): Promise<FolderCount[]> {
    if (this.#isLoaded) return this.#list.counts();
    const count = async (folder: 'inbox' | 'archive' | 'trash'): Promise<FolderCount> => ({
      folder,
      total: await countRows(this.database, folder),
      unread: 0,
    });
    return Promise.all([count('inbox'), count('archive'), count('trash')]);
  }

  /** Rows that are in the database already: of a check, or of another tab. */
  put(rows: readonly StoredRow[]): void {
    this.#list.put(rows.filter((row) => !this.#removed.has(row.account)));
  }

  async refresh(ids: number[]): Promise<void> {
    this.put(await readRows(this.database, ids));
  }

  async change(ids: number[], change: RowChange): Promise<void> {
    this.put(await changeRows(this.database, ids, change));
  }

  /** Of these, what its account leaves on the server and could be deleted there. */
  async staying(ids: number[]): Promise<number[]> {
    const accounts = await this.database.getAll('accounts');
    const leaving = accounts.filter(({ afterDownload }) => afterDownload !== 'delete');
    const [held, rows] = await Promise.all([
      onServer(this.database, ids),
      readRows(this.database, ids),
    ]);
    return rows
      .filter(({ id, account }) => held.includes(id) && leaving.some((one) => one.id === account))
      .map(({ id }) => id);
  }

  /** Of these, what is in the trash is to be deleted on the server too. */
  async discard(ids: number[]): Promise<void> {
    await discardRows(this.database, ids);
  }

  async removeAccount(account: number): Promise<void> {
    await removeAccountData(this.database, account);
    this.forget(account);
  }

  /** Another tab has removed it. */
  forget(account: number): void {
    this.#removed.add(account);
    this.#list.remove((row) => row.account === account);
  }

  async #load(): Promise<void> {
    for await (const rows of allRows(this.database)) this.put(rows);
    this.#isLoaded = true;
  }
}
