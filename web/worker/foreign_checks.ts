// SPDX-License-Identifier: Apache-2.0
// Checks that run in other tabs. One whose tab is gone will never tell how it ended: its end is
// told here, so that nobody waits for it.

import type { Event } from '../protocol.ts';
import { tabLock } from './tabs.ts';

export class ForeignChecks {
  readonly #locks: LockManager;
  readonly #emit: (event: Event) => void;
  /** By account: takes back the wait for the end of the tab that checks it. */
  readonly #running = new Map<number, AbortController>();

  constructor(locks: LockManager, emit: (event: Event) => void) {
    this.#locks = locks;
    this.#emit = emit;
  }

  follow(tab: string, event: Event): void {
    switch (event.type) {
      case 'checking':
        this.#over(event.account);
        this.#watch(tab, event.account, event.automatic);
        return;
      case 'progress':
        // This tab may have been opened after the check began.
        if (!this.#running.has(event.progress.account)) this.#watch(tab, event.progress.account);
        return;
      case 'checked':
      case 'failed':
        this.#over(event.account);
        return;
      default:
    }
  }

  #over(account: number): void {
    this.#running.get(account)?.abort();
    this.#running.delete(account);
  }

  #watch(tab: string, account: number, automatic?: true): void {
    const stop = new AbortController();
    this.#running.set(account, stop);
    const { signal } = stop;
    // Not the lock of the check: whoever waits for that one stands in the way of the next check.
    const gone = this.#locks.request(tabLock(tab), { mode: 'shared', signal }, () => {
      // The browser may grant it before it hears that nobody wants it any more.
      if (signal.aborted) return;
      this.#running.delete(account);
      const failure = { code: 'cancelled', detail: 'The tab that checked is gone.' } as const;
      const unasked = automatic ? ({ automatic } as const) : {};
      this.#emit({ type: 'failed', account, failure, stored: 0, left: 0, ...unasked });
    });
    // Taken back.
    gone.catch(() => {});
  }
}
