// SPDX-License-Identifier: Apache-2.0
// What stands around the list, told whenever it may have changed: accounts, counts, what was set
// aside, space. The browser's word on space is not waited for, since it may take its time, and the
// start must not. What cannot be read is read again; the person is told when that fails too.

import type { Event, FolderCount, State } from '../protocol.ts';
import type { Clock } from './clock.ts';
import { setAside } from './store/doubts.ts';
import type { Database } from './store/schema.ts';
import { throttled } from './throttle.ts';

export interface StateReportParts {
  database: Database;
  counts(): Promise<FolderCount[]>;
  storage: Pick<StorageManager, 'estimate' | 'persisted'>;
  clock: Clock;
  emit(event: Event): void;
}

/** While mail pours in, counts need not follow every batch. */
const kStateMilliseconds = 300;
/** Before what failed is read again: twice as long each time. */
const kFirstPause = 500;
const kLongestPause = 30_000;
/** Failures in a row that pass unsaid. */
const kUnsaidFailures = 1;

export class StateReport {
  /** Tells it soon. */
  readonly soon: () => void;
  readonly #parts: StateReportParts;
  #space: State['storage'] = { used: 0, quota: 0, persisted: false };
  #isAskingForSpace = false;
  #failures = 0;
  #cancelRetry = () => {};
  /** One reading at a time: a late one would tell what is over. */
  #isReading = false;
  #again = false;

  constructor(parts: StateReportParts) {
    this.#parts = parts;
    this.soon = throttled(parts.clock, kStateMilliseconds, () => void this.#report());
  }

  async #report(): Promise<void> {
    this.#again = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#again) {
      this.#again = false;
      this.#cancelRetry();
      this.#askForSpace();
      try {
        await this.#tell();
        this.#failures = 0;
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#isReading = false;
  }

  async #tell(): Promise<void> {
    const { database, counts, emit } = this.#parts;
    const [accounts, counted, aside] = await Promise.all([
      database.getAll('accounts'),
      counts(),
      setAside(database),
    ]);
    const state = { accounts, counts: counted, setAside: aside, storage: this.#space };
    emit({ type: 'state', state });
  }

  #failed(error: unknown): void {
    const { clock, emit } = this.#parts;
    const pause = Math.min(kFirstPause * 2 ** this.#failures, kLongestPause);
    this.#failures += 1;
    if (this.#failures > kUnsaidFailures) {
      emit({ type: 'databaseUnavailable', newer: false, detail: String(error) });
    }
    this.#cancelRetry = clock.after(pause, this.soon);
  }

  #askForSpace(): void {
    if (this.#isAskingForSpace) return;
    this.#isAskingForSpace = true;
    void this.#readSpace().then((space) => {
      this.#isAskingForSpace = false;
      const before = this.#space;
      this.#space = space;
      if (JSON.stringify(space) !== JSON.stringify(before)) this.soon();
    });
  }

  async #readSpace(): Promise<State['storage']> {
    const { storage } = this.#parts;
    const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
      // WebKitGTK fails both of these.
      storage.estimate().catch((): StorageEstimate => ({})),
      storage.persisted().catch(() => false),
    ]);
    return { used: usage, quota, persisted };
  }
}
