// SPDX-License-Identifier: Apache-2.0
// The database and the list over it, kept together: a change is durable first, then in the list.

import type { FolderCount, View } from '../protocol.ts';
import { List, type Page, rowOf } from './list.ts';
import { once } from './once.ts';
import { discardRows, onServer } from './store/marked.ts';
import { beginRemoval, beingRemoved } from './store/removal.ts';
import {
  allRows,
  changeRows,
  countRows,
  firstRows,
  type RowChange,
  readRows,
} from './store/rows.ts';
import type { Database, StoredRow } from './store/schema.ts';

export class Mailbox {
  readonly database: Database;
  readonly #list = new List();
  readonly #loading = once(() => this.#load());
  #isLoaded = false;
  /** Accounts that were removed while rows of theirs may still be there, or on their way. */
  readonly #removed = new Set<number>();
  readonly #sifted: Promise<void>;

  constructor(database: Database) {
    this.database = database;
    this.#sifted = this.#sift();
    // Whoever asks for rows hears of a failure.
    this.#sifted.catch(() => {});
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
    if (simple && (await this.#isAsStored())) {
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
    if (!(await this.#isAsStored())) {
      await this.loaded;
      return this.#list.counts();
    }
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

  /** Rows that are not in the database any more. */
  drop(ids: readonly number[]): void {
    if (ids.length > 0) this.#list.remove(({ id }) => ids.includes(id));
  }

  async refresh(ids: number[]): Promise<void> {
    const rows = await readRows(this.database, ids);
    const there = new Set(rows.map(({ id }) => id));
    this.put(rows);
    this.drop(ids.filter((id) => !there.has(id)));
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

  /** The account is gone from here on, and its mail from the list. What the database still holds of
   *  it goes by finishRemoval(). */
  async removeAccount(account: number): Promise<void> {
    await beginRemoval(this.database, account);
    this.forget(account);
  }

  /** Another tab has removed it. */
  forget(account: number): void {
    this.#removed.add(account);
    this.#list.remove((row) => row.account === account);
  }

  /** What the database says of a folder is what the list would say, and the list is not there yet. */
  async #isAsStored(): Promise<boolean> {
    await this.#sifted;
    return !this.#isLoaded && this.#removed.size === 0;
  }

  async #sift(): Promise<void> {
    for (const account of await beingRemoved(this.database)) this.#removed.add(account);
  }

  async #load(): Promise<void> {
    await this.#sifted;
    for await (const rows of allRows(this.database)) this.put(rows);
    this.#isLoaded = true;
  }
}
