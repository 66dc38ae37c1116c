// SPDX-License-Identifier: Apache-2.0
// Checks that nobody asked for. schedule.ts says when; here is the clock that looks, and what is
// kept of each account's last visit. Every tab looks by itself, since a password may be known in
// one of them only; whoever is first has the lock, and the others find that nothing is due.

import type { Account, FailureCode } from '../protocol.ts';
import type { Clock } from './clock.ts';
import { maildropOf } from './maildrop.ts';
import { kDefaultMinutes, nextCheck, type Visit, visited } from './schedule.ts';
import { settingName } from './store/account_settings.ts';
import type { Database } from './store/schema.ts';

export interface AutomaticParts {
  database: Database;
  clock: Clock;
  /** From 0 up to 1. */
  chance(): number;
  /** False while there is certainly no network. */
  online(): boolean;
  /** Checks the account, if it is still due when nobody else checks it. */
  check(account: number): void;
}

/** A device that slept does not count the time: so the clock is looked at again and again. */
const kLookMilliseconds = 60_000;

const nameOf = (account: number) => settingName('visit', account);

export class AutomaticChecks {
  readonly #parts: AutomaticParts;
  /** When each was last tried from here. If a visit cannot be noted it stays due, and still no server
   *  is to be visited all the time. */
  readonly #triedAt = new Map<number, number>();
  #onlineAt: number | null = null;
  #stopWaiting = () => {};
  /** Whether one look is under way, and whether another is to follow it. */
  #looking = false;
  #again = false;

  constructor(parts: AutomaticParts) {
    this.#parts = parts;
  }

  /** Something has changed: an account, a visit, the time. */
  async look(): Promise<void> {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#look();
      }
    } finally {
      this.#looking = false;
    }
  }

  /** The network has come back. */
  async cameOnline(): Promise<void> {
    this.#onlineAt = this.#parts.clock.now();
    await this.look();
  }

  async isDue(account: Account): Promise<boolean> {
    const next = await this.#next(account);
    return next !== null && next <= this.#parts.clock.now();
  }

  /** To be called before the account's lock is given back. */
  async note(account: Account, code: FailureCode | null, leastSeconds: number | null) {
    const { database, clock, chance } = this.#parts;
    const transaction = database.transaction('settings', 'readwrite');
    const before = (await transaction.store.get(nameOf(account.id))) as Visit | undefined;
    const maildrop = maildropOf(account);
    const now = clock.now();
    const visit = visited(before ?? null, maildrop, code, leastSeconds, now, chance());
    void transaction.store.put(visit, nameOf(account.id));
    await transaction.done;
  }

  async #next(account: Account): Promise<number | null> {
    const visit = (await this.#parts.database.get('settings', nameOf(account.id))) as
      | Visit
      | undefined;
    const minutes = account.checkMinutes ?? kDefaultMinutes;
    const now = this.#parts.clock.now();
    return nextCheck(visit ?? null, maildropOf(account), minutes, this.#onlineAt, now);
  }

  #wasTriedJustBefore(account: number, now: number): boolean {
    const last = this.#triedAt.get(account) ?? Number.NEGATIVE_INFINITY;
    return last <= now && now - last < kLookMilliseconds;
  }

  async #look(): Promise<void> {
    const { database, clock, online, check } = this.#parts;
    this.#stopWaiting();
    let wait: number | null = null;
    for (const account of await database.getAll('accounts')) {
      const next = await this.#next(account);
      if (next === null) continue;
      const now = clock.now();
      if (next <= now && online() && !this.#wasTriedJustBefore(account.id, now)) {
        this.#triedAt.set(account.id, now);
        check(account.id);
      }
      // One that is due and does not come about is looked at again like the others.
      wait = Math.min(wait ?? kLookMilliseconds, next > now ? next - now : kLookMilliseconds);
    }
    if (wait !== null) this.#stopWaiting = clock.after(wait, () => void this.look());
  }
}
