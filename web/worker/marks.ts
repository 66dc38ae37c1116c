// SPDX-License-Identifier: Apache-2.0
// A mark is stored before a mail is shown as HTML and taken away after. One that is left by a tab
// that is gone means that the mail hung or crashed it: it opens as text, until it was shown once
// without harm.

import type { Database } from './store/schema.ts';
import { tabLock } from './tabs.ts';

/** In `settings`. */
export const showingName = (id: number) => `showing:${id}`;

export class Marks {
  readonly #database: Database;
  readonly #locks: LockManager;
  readonly #tab: string;

  constructor(database: Database, locks: LockManager, tab: string) {
    this.#database = database;
    this.#locks = locks;
    this.#tab = tab;
  }

  async put(id: number): Promise<void> {
    await this.#database.put('settings', this.#tab, showingName(id));
  }

  async takeAway(id: number): Promise<void> {
    await this.#database.delete('settings', showingName(id));
  }

  async crashed(id: number): Promise<boolean> {
    const tab = await this.#database.get('settings', showingName(id));
    if (typeof tab !== 'string' || tab === this.#tab) return false;
    const { held = [] } = await this.#locks.query();
    return !held.some((lock) => lock.name === tabLock(tab));
  }
}
