// SPDX-License-Identifier: Apache-2.0
// The list in memory: one column a field, one place a message, and the places in order of date.
// A view is a filter over that order; its result is kept until something changes, so that a
// window costs a slice. The database stays the truth: this can be built again at any time.

import type { Folder, FolderCount, MessageRow, View } from '../protocol.ts';
import { fold, wordsOf } from './fold.ts';
import type { StoredRow } from './store/schema.ts';

export interface Page {
  total: number;
  offset: number;
  rows: MessageRow[];
}

/** Views whose results are kept. */
const kMostViews = 8;

const kFolders: readonly Folder[] = ['inbox', 'archive', 'trash'];

export class List {
  readonly #rows: MessageRow[] = [];
  readonly #dates: number[] = [];
  /** Made when a search first looks at the message. */
  readonly #folded: (string | null)[] = [];
  readonly #places = new Map<number, number>();
  /** Places from the oldest to the newest, so that a new message usually goes to the end. */
  #order: number[] = [];
  readonly #views = new Map<string, number[]>();

  get size(): number {
    return this.#rows.length;
  }

  /** Adds rows, and replaces those that are here already. */
  put(rows: readonly StoredRow[]): void {
    const added: number[] = [];
    for (const stored of rows) {
      const row = rowOf(stored);
      const known = this.#places.get(row.id);
      if (known === undefined) {
        const place = this.#rows.push(row) - 1;
        this.#dates.push(row.date);
        this.#folded.push(null);
        this.#places.set(row.id, place);
        added.push(place);
      } else {
        // A date never changes: it is the mail's own, or the moment of storing. What is searched
        // does where only the header was here.
        if (this.#row(known).headerOnly) this.#folded[known] = null;
        this.#rows[known] = row;
      }
    }
    if (added.length > 0) this.#merge(added.sort(this.#older));
    this.#views.clear();
  }

  /** Forgets every row that `goes`. */
  remove(goes: (row: MessageRow) => boolean): void {
    const keeps = this.#rows.map((row) => !goes(row));
    const order = this.#order.filter((place) => keeps[place]);
    const moved: number[] = [];
    let kept = 0;
    this.#places.clear();
    keeps.forEach((keep, place) => {
      moved[place] = kept;
      if (!keep) return;
      const row = this.#row(place);
      this.#rows[kept] = row;
      this.#dates[kept] = row.date;
      this.#folded[kept] = this.#folded[place] ?? null;
      this.#places.set(row.id, kept);
      kept += 1;
    });
    for (const column of [this.#rows, this.#dates, this.#folded]) column.length = kept;
    this.#order = order.map((place) => moved[place] as number);
    this.#views.clear();
  }

  /** Newest first. */
  window(view: View, offset: number, count: number): Page {
    const places = this.#matching(view);
    const rows = places.slice(offset, offset + count).map((place) => this.#row(place));
    return { total: places.length, offset, rows };
  }

  counts(): FolderCount[] {
    const counts = new Map<FolderCount['folder'], FolderCount>();
    for (const folder of [...kFolders, 'starred'] as const) {
      counts.set(folder, { folder, total: 0, unread: 0 });
    }
    const add = (folder: FolderCount['folder'], row: MessageRow) => {
      const count = counts.get(folder);
      if (!count) return;
      count.total += 1;
      if (row.unread) count.unread += 1;
    };
    for (const row of this.#rows) {
      add(row.folder, row);
      if (isStarred(row)) add('starred', row);
    }
    return [...counts.values()];
  }

  #matching(view: View): number[] {
    const words = wordsOf(view.query);
    const key = JSON.stringify([view.folder, view.account, words]);
    const known = this.#views.get(key);
    if (known) return known;
    const places: number[] = [];
    for (let at = this.#order.length - 1; at >= 0; at -= 1) {
      const place = this.#order[at] as number;
      const row = this.#row(place);
      if (view.account !== null && row.account !== view.account) continue;
      if (view.folder === 'starred' ? !isStarred(row) : row.folder !== view.folder) continue;
      if (words.length === 0 || this.#holds(place, words)) places.push(place);
    }
    if (this.#views.size >= kMostViews) this.#views.clear();
    this.#views.set(key, places);
    return places;
  }

  #holds(place: number, words: string[]): boolean {
    let text = this.#folded[place] ?? null;
    if (text === null) {
      const { from, subject, preview } = this.#row(place);
      // A line break is in no word, so none is found across two fields.
      text = fold([from.name, from.address, subject, preview].join('\n'));
      this.#folded[place] = text;
    }
    return words.every((word) => text.includes(word));
  }

  #row(place: number): MessageRow {
    return this.#rows[place] as MessageRow;
  }

  readonly #older = (a: number, b: number): number =>
    (this.#dates[a] as number) - (this.#dates[b] as number) || this.#row(a).id - this.#row(b).id;

  /** `added` is in order. */
  #merge(added: number[]): void {
    const before = this.#order;
    const after: number[] = [];
    let next = 0;
    for (const place of before) {
      while (next < added.length && this.#older(added[next] as number, place) < 0) {
        after.push(added[next] as number);
        next += 1;
      }
      after.push(place);
    }
    for (; next < added.length; next += 1) after.push(added[next] as number);
    this.#order = after;
  }
}

export function rowOf(stored: StoredRow): MessageRow {
  const { id, account, folder, from, subject, preview, date, octets, flags, headerOnly } = stored;
  const row = { id, account, folder, from, subject, preview, date, octets, ...flags };
  return headerOnly ? { ...row, headerOnly } : row;
}

const isStarred = (row: MessageRow): boolean => row.starred && row.folder !== 'trash';
