// SPDX-License-Identifier: Apache-2.0
// The rows on and near the screen, out of a list that stays in the worker. Windows of rows are
// asked for as they come into sight; when the list changes, the old rows stay until the new
// window is here, so nothing blinks.

import type { MessageRow, View } from '../protocol.ts';

export interface Page {
  total: number;
  offset: number;
  rows: MessageRow[];
}

export type AskPage = (view: View, offset: number, count: number) => Promise<Page>;

const kWindow = 64;
/** Rows asked for above and below the screen when the list has changed. */
const kMargin = 32;
const kMostTries = 4;
/** Rows kept; far more than fit on a screen, far fewer than a mailbox holds. */
const kMostRows = 2048;

export class ListModel {
  total: number | null = null;
  view: View;
  /** Why there is no list, while there is none; for the detail fold. */
  trouble: string | null = null;
  /** When this view was asked for, by the clock of `performance`. */
  since = 0;
  private rows = new Map<number, MessageRow>();
  private asked = new Set<number>();
  private generation = 0;
  private readonly ask: AskPage;
  private readonly onChange: () => void;

  constructor(view: View, ask: AskPage, onChange: () => void) {
    this.view = view;
    this.ask = ask;
    this.onChange = onChange;
  }

  row(index: number): MessageRow | undefined {
    return this.rows.get(index);
  }

  /** All rows that are here, in no order. */
  loaded(): IterableIterator<[index: number, row: MessageRow]> {
    return this.rows.entries();
  }

  indexOf(id: number): number | null {
    for (const [index, row] of this.rows) if (row.id === id) return index;
    return null;
  }

  /** Another folder, account or query: nothing of the old list is of use. */
  async show(view: View): Promise<void> {
    this.view = view;
    this.generation += 1;
    const generation = this.generation;
    this.rows.clear();
    this.total = null;
    this.trouble = null;
    this.since = performance.now();
    this.onChange();
    try {
      const page = await this.ask(view, 0, kWindow);
      if (generation === this.generation) this.replace(page);
    } catch (error) {
      if (generation === this.generation) this.fail(error);
    }
  }

  /** Rows first..last are on the screen, with the one before them, for its heading. */
  need(first: number, last: number): void {
    if (this.total === null) return;
    const from = Math.floor(Math.max(0, first - 1) / kWindow);
    const to = Math.floor(Math.min(this.total - 1, last) / kWindow);
    for (let page = from; page <= to; page += 1) {
      if (this.asked.has(page)) continue;
      this.asked.add(page);
      void this.fetchPage(page, first, this.generation);
    }
  }

  /**
   * The list has changed under us; ask for what is on the screen, then forget the rest. `reading`
   * is the message that is to stay in sight, wherever in the list it is now.
   */
  async reload(first: number, last: number, reading: number | null): Promise<void> {
    this.generation += 1;
    const generation = this.generation;
    try {
      await this.bring(generation, first, last, reading);
    } catch (error) {
      if (generation !== this.generation) return;
      // Pages that were under way came too late for this generation, and are asked for again.
      this.asked = new Set([...this.rows.keys()].map((index) => Math.floor(index / kWindow)));
      if (this.total !== null) throw error;
      // It came in the way of the first answer, which does not count any more.
      this.fail(error);
    }
  }

  private async bring(
    generation: number,
    first: number,
    last: number,
    reading: number | null,
  ): Promise<void> {
    let before = this.total ?? 0;
    let at = (reading === null ? null : this.indexOf(reading)) ?? first;
    let page = await this.askAround(at, at + last - first);
    // More new rows than the margin holds: it lies further down now. More may come meanwhile.
    for (let tries = 0; ; tries += 1) {
      if (reading === null || page.rows.some(({ id }) => id === reading)) break;
      if (page.total <= before || generation !== this.generation) break;
      // Faster than we can look: the next word of a change brings another reload.
      if (tries === kMostTries) return;
      at += page.total - before;
      before = page.total;
      page = await this.askAround(at, at + last - first);
    }
    if (generation === this.generation) this.replace(page);
  }

  /** Shown at once; the worker's word follows. */
  change(id: number, change: Partial<MessageRow>): void {
    const index = this.indexOf(id);
    const row = index === null ? undefined : this.rows.get(index);
    if (index === null || row === undefined) return;
    this.rows.set(index, { ...row, ...change });
    this.onChange();
  }

  remove(id: number): void {
    const gone = this.indexOf(id);
    if (gone === null || this.total === null) return;
    const kept = new Map<number, MessageRow>();
    for (const [index, row] of this.rows) {
      if (index !== gone) kept.set(index < gone ? index : index - 1, row);
    }
    this.rows = kept;
    this.total -= 1;
    this.onChange();
  }

  private fail(error: unknown): void {
    this.trouble = error instanceof Error ? error.message : String(error);
    this.onChange();
  }

  private askAround(first: number, last: number): Promise<Page> {
    // Whole windows, so that `need` knows what is here.
    const from = Math.floor(Math.max(0, first - kMargin) / kWindow) * kWindow;
    const to = Math.ceil((last + kMargin) / kWindow) * kWindow;
    return this.ask(this.view, from, to - from);
  }

  private replace(page: Page): void {
    this.rows = new Map();
    this.asked = new Set();
    for (let at = page.offset; at < page.offset + page.rows.length; at += kWindow) {
      this.asked.add(Math.floor(at / kWindow));
    }
    this.take(page);
  }

  private async fetchPage(page: number, first: number, generation: number): Promise<void> {
    try {
      const answer = await this.ask(this.view, page * kWindow, kWindow);
      if (generation !== this.generation) return;
      if (answer.total !== this.total) {
        // Rows of a list that has changed since; the word of it, and a reload, are on their way.
        this.asked.delete(page);
        return;
      }
      this.forgetFar(first);
      this.take(answer);
    } catch {
      if (generation !== this.generation) return;
      this.asked.delete(page);
      // What is in sight is asked for again.
      this.onChange();
    }
  }

  private take(page: Page): void {
    this.total = page.total;
    this.trouble = null;
    page.rows.forEach((row, index) => {
      this.rows.set(page.offset + index, row);
    });
    this.onChange();
  }

  private forgetFar(near: number): void {
    if (this.rows.size < kMostRows) return;
    for (const page of this.asked) {
      if (Math.abs(page * kWindow - near) < kMostRows / 4) continue;
      this.asked.delete(page);
      for (let at = page * kWindow; at < (page + 1) * kWindow; at += 1) this.rows.delete(at);
    }
  }
}
