// SPDX-License-Identifier: Apache-2.0
// Checks that run in this tab: the password, the lock that keeps other tabs from fetching the same
// maildrop, the flow itself, and what is told of it.

import type { Account, Connection, Event, Failure, Progress } from '../protocol.ts';
import { loginName, noteCheck } from './accounts.ts';
import type { AutomaticChecks } from './automatic_checks.ts';
import { type CheckListener, type CheckParts, type CheckResult, checkMail } from './check_mail.ts';
import type { Clock } from './clock.ts';
import { ConversationLog, keepLog } from './conversation_log.ts';
import type { WatchedCore } from './engine.ts';
import { maildropOf } from './maildrop.ts';
import { relayUrl, siteRelay } from './relay_url.ts';
import { leastOf } from './schedule.ts';
import type { Secrets } from './secrets.ts';
import { accountStore } from './store/account_store.ts';
import { hostFacts, learnFacts } from './store/host_facts.ts';
import type { Database, StoredRow } from './store/schema.ts';
import { checkLock, maildropLock } from './tabs.ts';
import { throttled } from './throttle.ts';
import { openTransport, type TransportParts } from './transport.ts';

export interface ChecksParts {
  database: Database;
  secrets: Secrets;
  core(): Promise<WatchedCore>;
  anchors(): Promise<Uint8Array>;
  /** Makes sure that what is written from now on lasts (store/fresh_log.ts). */
  freshLog(): Promise<void>;
  locks: LockManager;
  network: Pick<TransportParts, 'WebSocket' | 'fetch'>;
  /** Where this site was loaded from. */
  site: { protocol: string; host: string };
  clock: Clock;
  automatic: Pick<AutomaticChecks, 'isDue' | 'note'>;
  emit(event: Event): void;
  /** Rows that are new to the list or completed, and those that are not there any more. */
  onStored(rows: StoredRow[], gone: number[]): void;
  /** The account's record has changed. */
  onNoted(): void;
}

/** Who wants it: somebody who waits for it, or the schedule. */
export type Cause = 'asked' | 'due';

/** Ten reports of progress a second are more than an eye follows. */
const kProgressMilliseconds = 100;

export class Checks {
  readonly #parts: ChecksParts;
  readonly #running = new Map<number, AbortController>();
  /** Accounts whose missing password was told of already, though nobody asked. */
  readonly #told = new Set<number>();

  constructor(parts: ChecksParts) {
    this.#parts = parts;
  }

  stop(account: number | null = null): void {
    for (const [id, controller] of this.#running) {
      if (account === null || account === id) controller.abort();
    }
  }

  /** Returns when the check has ended, or at once if one runs already, here or in another tab. */
  async run(id: number, given: string | null, cause: Cause): Promise<void> {
    if (this.#running.has(id)) return;
    const stop = new AbortController();
    this.#running.set(id, stop);
    try {
      if (given !== null) this.#parts.secrets.hold(id, given);
      const password = await this.#parts.secrets.password(id);
      if (password === null) {
        const told = this.#told.has(id);
        const needed = { type: 'passwordNeeded', account: id, rejected: false } as const;
        if (cause === 'asked') this.#parts.emit(needed);
        else if (!told) this.#parts.emit({ ...needed, automatic: true });
        this.#told.add(id);
        return;
      }
      this.#told.delete(id);
      await this.#parts.locks.request(checkLock(id), { ifAvailable: true }, async (lock) => {
        // The tab that has the lock tells this one of its progress.
        if (lock === null) return;
        // As it is now: nobody changes it while the lock is held.
        const account = await this.#parts.database.get('accounts', id);
        if (account === undefined) return;
        // Another tab may have been faster.
        if (cause === 'due' && !(await this.#parts.automatic.isDue(account))) return;
        await this.#check(account, password, given, cause, stop.signal);
      });
    } finally {
      this.#running.delete(id);
    }
  }

  async #check(
    account: Account,
    password: string,
    given: string | null,
    cause: Cause,
    signal: AbortSignal,
  ) {
    const { emit, secrets, database, clock, automatic } = this.#parts;
    const { id } = account;
    const unasked = cause === 'due' ? ({ automatic: true } as const) : {};
    emit({ type: 'checking', account: id, ...unasked });
    const log = new ConversationLog(titleOf(account), clock.now());
    const progress = new ProgressReport(id, clock, emit);
    let connection: Connection | null = null;
    const learned = new Set<string>();
    const listener: CheckListener = {
      secured(secured) {
        connection = secured;
      },
      authenticated() {
        // Only one that the server takes is worth remembering.
        if (given === null || !account.rememberPassword) return;
        // If it cannot be, the person is asked again next time.
        secrets.remember(id, given).catch(() => {});
      },
      listed: ({ fetch, fetchOctets }) => progress.begin(fetch, fetchOctets),
      received: (octets) => progress.received(octets),
      stored: (batch) => progress.came(batch.length),
      known: (batch) => progress.came(batch.length),
      said: (lines) => log.say(lines, clock.now()),
      skipped: ({ uidl }, reason) => emit({ type: 'skipped', account: id, uidl, reason }),
      learned: (fact) => void learned.add(fact),
    };
    const result = await this.#flow(account, password, listener, signal);
    progress.end();
    const { failure, stored, known, deleted, skipped, toFetch } = result;
    const again = known > 0 ? `, ${known} known` : '';
    const counted = `${stored} stored${again}, ${deleted} deleted, ${skipped} skipped`;
    log.end(failure, counted, clock.now());
    const uneventful = failure === null && stored + deleted === 0;
    // If it cannot be kept it is learned again.
    await learnFacts(database, account.server, account.port, learned, clock.now()).catch(() => {});
    const facts = await hostFacts(database, account.server, account.port, clock.now()).catch(() => [
      ...learned,
    ]);
    const least = facts.map(leastOf).find((seconds) => seconds !== null) ?? null;
    // None of them is worth failing for.
    await Promise.allSettled([
      noteCheck(database, id, failure === null ? clock.now() : null, connection),
      automatic.note(account, failure?.code ?? null, least),
      keepLog(database, id, { text: log.text, uneventful }),
    ]);
    this.#parts.onNoted();
    if (failure === null) {
      emit({ type: 'checked', account: id, stored, deleted, skipped, ...unasked });
      return;
    }
    const left = Math.max(0, toFetch - stored - known);
    emit({ type: 'failed', account: id, failure, stored, left, ...unasked });
    if (failure.code === 'auth.rejected') {
      secrets.drop(id);
      // A remembered one would be refused again at every check, until the account is locked.
      await secrets.forget(id).catch(() => {});
      emit({ type: 'passwordNeeded', account: id, rejected: true });
    }
  }

  async #flow(
    account: Account,
    password: string,
    listener: CheckListener,
    signal: AbortSignal,
  ): Promise<CheckResult> {
    const { core, anchors, network, site, clock, database, onStored } = this.#parts;
    const { server, port, security, afterDownload, deleteAfterDays, pin } = account;
    const { maxOctets = 0 } = account;
    try {
      const url = relayUrl(account.relay === '' ? siteRelay(site) : account.relay, server, port);
      const parts: Omit<CheckParts, 'core'> = {
        config: {
          host: server,
          security: security === 'tls' ? 'implicit' : security,
          // The person has agreed to it for this server, and for no other.
          allowPlaintext: security === 'none' && account.plaintextHost === server,
          user: loginName(account),
          password,
          auth: 'auto',
          afterDownload,
          deleteAfterDays,
          maxOctets,
          headersOfLarge: maxOctets > 0,
          facts: await hostFacts(database, server, port, clock.now()),
          pin,
          anchors: security === 'none' ? new Uint8Array() : await unlessStopped(anchors(), signal),
        },
        store: accountStore(database, account.id, onStored),
        connect: (events) => openTransport(url, events, { ...network, clock }),
        clock,
        listener,
        signal,
      };
      // Whoever has two accounts of one maildrop has them checked one after the other (RFC 1939 §3:
      // the server locks it).
      const { locks, freshLog } = this.#parts;
      // Where it fails mail is fetched all the same.
      await unlessStopped(
        freshLog().catch(() => {}),
        signal,
      );
      return await locks.request(maildropLock(maildropOf(account)), { signal }, async () =>
        // Not before it is its turn: what has broken meanwhile is nothing to this check.
        checkMail({ ...parts, core: await unlessStopped(core(), signal) }),
      );
    } catch (error) {
      const failure: Failure = signal.aborted
        ? { code: 'cancelled', detail: '' }
        : { code: 'internal', detail: String(error) };
      const nothing = { listed: 0, toFetch: 0, stored: 0, known: 0, deleted: 0, skipped: 0 };
      return { ...nothing, failure };
    }
  }
}

/** Loading may take for ever, and Stop is not to wait for it. */
function unlessStopped<T>(loading: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    loading.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const securities = { tls: 'TLS', stls: 'STLS', none: 'no encryption' };

/** For the log: what was asked for. */
const titleOf = ({ server, port, security, relay }: Account) =>
  `${server}:${port}, ${securities[security]}${relay === '' ? '' : ', by a relay of its own'}`;

class ProgressReport {
  readonly #progress: Progress;
  readonly #clock: Clock;
  readonly #report: ReturnType<typeof throttled>;
  #startedAt = 0;

  constructor(account: number, clock: Clock, emit: (event: Event) => void) {
    this.#clock = clock;
    this.#progress = {
      account,
      stored: 0,
      total: null,
      octets: 0,
      totalOctets: 0,
      octetsPerSecond: 0,
    };
    this.#report = throttled(clock, kProgressMilliseconds, () => {
      const seconds = (clock.now() - this.#startedAt) / 1000;
      const octetsPerSecond = seconds > 0 ? Math.round(this.#progress.octets / seconds) : 0;
      emit({ type: 'progress', progress: { ...this.#progress, octetsPerSecond } });
    });
  }

  begin(messages: number, octets: number): void {
    // A check may be several sessions.
    if (this.#progress.total === null) this.#startedAt = this.#clock.now();
    this.#progress.total = this.#progress.stored + messages;
    this.#progress.totalOctets = this.#progress.octets + octets;
    this.#report();
  }

  received(octets: number): void {
    // The handshake and the listing are not mail.
    if (this.#progress.total === null) return;
    this.#progress.octets += octets;
    this.#report();
  }

  /** They are safe here now, or were before. */
  came(messages: number): void {
    this.#progress.stored += messages;
    this.#report();
  }

  end(): void {
    this.#report.cancel();
  }
}
