// SPDX-License-Identifier: Apache-2.0
// What a session says for the store beside its messages: a new name, a header, a deletion that the
// server has confirmed, a doubt. None of it is mail: what cannot be kept is found out again by the
// next check, so only the end of a check waits for it.

import type { Doubt, MailName, MailStore, ReceivedHeader } from './mail_store.ts';

export class Notes {
  readonly #store: MailStore;
  #renamed: { from: MailName; to: MailName }[] = [];
  #headers: ReceivedHeader[] = [];
  #deleted: MailName[] = [];
  #kept: Promise<unknown> = Promise.resolve();

  constructor(store: MailStore) {
    this.#store = store;
  }

  renamed(from: MailName, to: MailName): void {
    this.#renamed.push({ from, to });
  }

  header(header: ReceivedHeader): void {
    this.#headers.push(header);
  }

  deleted(mail: MailName): void {
    this.#deleted.push(mail);
  }

  doubted(doubt: Doubt): void {
    this.#keep(this.#store.doubted?.(doubt));
  }

  /** What has come since, each kind at once. */
  write(now: number): void {
    const [renamed, headers, deleted] = [this.#renamed, this.#headers, this.#deleted];
    if (renamed.length > 0) this.#keep(this.#store.renamed?.(renamed));
    if (headers.length > 0) this.#keep(this.#store.saveHeaders?.(headers, now));
    if (deleted.length > 0) this.#keep(this.#store.deleted(deleted, now));
    this.#renamed = [];
    this.#headers = [];
    this.#deleted = [];
  }

  /** Everything is kept, or cannot be. */
  async settled(): Promise<void> {
    await this.#kept;
  }

  #keep(note: Promise<void> | undefined): void {
    this.#kept = Promise.all([this.#kept, note?.catch(() => {})]);
  }
}
