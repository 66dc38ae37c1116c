// SPDX-License-Identifier: Apache-2.0
// What each command of the user interface does. One of these per tab, once the database is open.

import type { AccountDraft, Answer, Command, Event, FailureCode } from '../protocol.ts';
import { accountFault, saveAccount, tidied } from './accounts.ts';
import { openMail, readAttachment } from './attachment.ts';
import { AutomaticChecks } from './automatic_checks.ts';
import { Checks, type ChecksParts } from './checks.ts';
import { readLog } from './conversation_log.ts';
import { CoreBroken } from './engine.ts';
import { ForeignChecks } from './foreign_checks.ts';
import { storageError } from './mail_store.ts';
import { Mailbox } from './mailbox.ts';
import { Marks } from './marks.ts';
import { readMessage } from './reading.ts';
import { Secrets } from './secrets.ts';
import { StateReport } from './state_report.ts';
import { forgetOld } from './store/account_store.ts';
import { forgetDoubts } from './store/doubts.ts';
import { wantRest } from './store/headers.ts';
import { countHere } from './store/only_here.ts';
import { readRaw } from './store/raw.ts';
import { beingRemoved, finishRemoval } from './store/removal.ts';
import type { Database } from './store/schema.ts';
import { checkLock, openTabs, type TabMessage, tabLock } from './tabs.ts';

export interface AppParts
  extends Omit<ChecksParts, 'secrets' | 'emit' | 'onStored' | 'onNoted' | 'automatic'> {
  storage: StorageManager;
  /** False while there is certainly no network. */
  online(): boolean;
  /** To this tab's user interface; what is in `moved` is not copied. */
  emit(event: Event, moved?: ArrayBufferLike[]): void;
}

type Request = Extract<Command, { request: number }>;

/** A command that cannot be carried out, and why. */
class CannotDo extends Error {
  constructor(
    readonly code: FailureCode,
    reason: string,
  ) {
    super(reason);
  }
}

/** Long enough for the user interface to ask for its first window. */
const kLoadMilliseconds = 200;

/** Before rows are read again, if that failed: twice as long each time. */
const kFirstReadPause = 500;
const kLongestReadPause = 60_000;

/** Nobody waits for what is tidied up, and a start is not the time for it. */
const kTidyMilliseconds = 60_000;

export class App {
  readonly #parts: AppParts;
  readonly #database: Database;
  readonly #mailbox: Mailbox;
  readonly #secrets: Secrets;
  readonly #marks: Marks;
  readonly #checks: Checks;
  readonly #automatic: AutomaticChecks;
  readonly #foreign: ForeignChecks;
  /** Accounts that are held, each with what lets it go. */
  readonly #held = new Map<number, () => void>();
  readonly #tell: (message: TabMessage) => void;
  readonly #state: StateReport;

  constructor(parts: AppParts) {
    const { database, locks, clock } = parts;
    this.#parts = parts;
    this.#database = database;
    this.#mailbox = new Mailbox(database);
    this.#secrets = new Secrets(database);
    const tab = crypto.randomUUID();
    this.#marks = new Marks(database, locks, tab);
    this.#tell = openTabs((message) => this.#onTab(message));
    // Held until this tab is gone, however it goes.
    void locks.request(tabLock(tab), () => new Promise(() => {}));
    this.#foreign = new ForeignChecks(locks, parts.emit);
    this.#state = new StateReport({ ...parts, counts: () => this.#mailbox.counts() });
    this.#automatic = new AutomaticChecks({
      ...parts,
      chance: Math.random,
      // If the database fails it, whoever asks next is told.
      check: (id) => void this.#checks.run(id, null, 'due').catch(() => {}),
    });
    this.#checks = new Checks({
      ...parts,
      automatic: this.#automatic,
      secrets: this.#secrets,
      emit: (event) => {
        parts.emit(event);
        // A password is asked for where the person pressed Check mail.
        if (event.type !== 'passwordNeeded') this.#tell({ type: 'event', tab, event });
      },
      onStored: (rows, gone) => {
        this.#mailbox.put(rows);
        this.#mailbox.drop(gone);
        this.#tell({ type: 'rows', ids: [...rows.map((row) => row.id), ...gone] });
        this.#changed();
      },
      onNoted: () => this.#accountsChanged(),
    });
    this.#state.soon();
    // The first window of the list comes before that, if one is asked for.
    clock.after(kLoadMilliseconds, () => {
      this.#bring(() => this.#mailbox.loaded);
      this.#lookAtClock();
    });
    // At once: until it is done a kill is dangerous. The next check tries again.
    parts.freshLog().catch(() => {});
    this.#finishRemovals().catch(() => {});
    // It can be done another day.
    clock.after(kTidyMilliseconds, () => void forgetOld(database, clock.now()).catch(() => {}));
  }

  /** A newer page wants the database, and this tab's days are over. What is under way ends as if the
   *  person had stopped it. */
  retire(): void {
    this.#checks.stop();
  }

  /** Something went wrong in between; tells how things stand. */
  lookAgain(): void {
    this.#state.soon();
  }

  async handle(command: Exclude<Command, { type: 'open' }>): Promise<void> {
    switch (command.type) {
      case 'check':
        return this.#check(command.account, command.password);
      case 'stop':
        this.#checks.stop();
        this.#tell({ type: 'stop', account: null });
        return;
      case 'online':
        return this.#automatic.cameOnline();
      case 'tryAgain':
        await forgetDoubts(this.#database, command.account);
        return this.#check(command.account, null);
      case 'shown':
        return this.#marks.takeAway(command.id);
      case 'hold':
        return this.#hold(command.account, command.held);
      default:
        return this.#reply(command);
    }
  }

  /** Brings rows into the list, however often that fails. Until all are there, windows come from
   *  the database where they can. */
  #bring(read: () => Promise<void>, pause = kFirstReadPause): void {
    read().then(
      () => this.#changed(),
      () => {
        const again = () => this.#bring(read, Math.min(2 * pause, kLongestReadPause));
        this.#parts.clock.after(pause, again);
      },
    );
  }

  async #reply(command: Request): Promise<void> {
    const { request } = command;
    try {
      const [answer, moved] = await this.#answer(command);
      this.#parts.emit(answer, moved);
    } catch (error) {
      const code = error instanceof CannotDo ? error.code : codeOf(error);
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.emit({ type: 'refused', request, code, reason });
    }
  }

  async #answer(command: Request): Promise<[Answer, ArrayBufferLike[]?]> {
    const { request } = command;
    switch (command.type) {
      case 'saveAccount': {
        const id = await this.#saveAccount(command);
        return [{ type: 'answer', request, to: 'saveAccount', id }];
      }
      case 'removeAccount':
        await this.#removeAccount(command.id);
        return [{ type: 'answer', request, to: 'removeAccount' }];
      case 'countHere': {
        const count = await countHere(this.#database, command.account);
        return [{ type: 'answer', request, to: 'countHere', ...count }];
      }
      case 'list': {
        const page = await this.#mailbox.window(command.view, command.offset, command.count);
        return [{ type: 'answer', request, to: 'list', ...page }];
      }
      case 'read': {
        const raw = await this.#raw(command.id);
        const body = readMessage(await this.#parts.core(), command.id, raw);
        const textOnly = await this.#marks.crashed(command.id);
        const moved = body.inline.map(({ bytes }) => bytes.buffer);
        return [{ type: 'answer', request, to: 'read', body, textOnly }, moved];
      }
      case 'source': {
        const bytes = await this.#raw(command.id);
        return [{ type: 'answer', request, to: 'source', bytes }, [bytes.buffer]];
      }
      case 'attachment': {
        const mail = await openMail(await this.#parts.core(), this.#database, command.id);
        if (!mail) throw new CannotDo('storage.failed', 'This mail is not here any more.');
        try {
          const found = readAttachment(mail, command.index);
          if (!found) throw new CannotDo('storage.failed', 'This mail has no such attachment.');
          return [{ type: 'answer', request, to: 'attachment', ...found }];
        } finally {
          mail.delete();
        }
      }
      case 'flag': {
        const { ids, unread, starred } = command;
        await this.#mailbox.change(ids, { unread, starred });
        this.#rowsChanged(ids);
        return [{ type: 'answer', request, to: 'flag' }];
      }
      case 'move': {
        const { ids, folder } = command;
        await this.#mailbox.change(ids, { folder });
        this.#rowsChanged(ids);
        const onServer = folder === 'trash' ? await this.#mailbox.staying(ids).catch(() => []) : [];
        return [{ type: 'answer', request, to: 'move', onServer }];
      }
      case 'discard':
        await this.#mailbox.discard(command.ids);
        return [{ type: 'answer', request, to: 'discard' }];
      case 'want':
        if (!(await wantRest(this.#database, command.id))) {
          throw new CannotDo('storage.failed', 'Its server is not known to have it any more.');
        }
        return [{ type: 'answer', request, to: 'want' }];
      case 'showing':
        await this.#marks.put(command.id);
        return [{ type: 'answer', request, to: 'showing' }];
      case 'log': {
        const text = await readLog(this.#database, command.account);
        return [{ type: 'answer', request, to: 'log', text }];
      }
      default:
        return command satisfies never;
    }
  }

  async #raw(id: number): Promise<Uint8Array> {
    const raw = await readRaw(this.#database, id);
    if (raw === null) throw new CannotDo('storage.failed', 'This mail is not here any more.');
    return raw;
  }

  async #saveAccount(command: Extract<Command, { type: 'saveAccount' }>): Promise<number> {
    const draft = tidied(command.account);
    const fault = accountFault(draft);
    if (fault !== null) throw new CannotDo('server.permanent', fault);
    const id = await this.#storeAccount(command.id, draft);
    if (id === null) throw new CannotDo('storage.failed', 'There is no such account any more.');
    if (command.password !== null) this.#secrets.hold(id, command.password);
    if (draft.rememberPassword) {
      const password = command.password ?? (await this.#secrets.password(id));
      if (password !== null) await this.#secrets.remember(id, password);
    } else {
      await this.#secrets.forget(id);
    }
    this.#accountsChanged();
    return id;
  }

  async #storeAccount(id: number | null, draft: AccountDraft): Promise<number | null> {
    const store = () => saveAccount(this.#database, id, draft, this.#parts.clock.now());
    return id === null ? store() : this.#undisturbed(id, store);
  }

  /** A check goes by what the account was when it began: it ends, in whatever tab it runs, before
   *  the account changes. */
  async #undisturbed<T>(id: number, change: () => Promise<T>): Promise<T> {
    this.#checks.stop(id);
    this.#tell({ type: 'stop', account: id });
    return this.#parts.locks.request(checkLock(id), change);
  }

  /** Until somebody lets it go. What a check would fetch now, and delete on the server, would be lost
   *  with an account that is about to be removed. */
  #hold(id: number, held: boolean): void {
    this.#held.get(id)?.();
    this.#held.delete(id);
    if (!held) return;
    const whenLetGo = new Promise<void>((resolve) => this.#held.set(id, resolve));
    void this.#undisturbed(id, () => whenLetGo);
  }

  async #removeAccount(id: number): Promise<void> {
    const removed = this.#undisturbed(id, () => this.#mailbox.removeAccount(id));
    // The removal is the next to have the lock.
    this.#hold(id, false);
    await removed;
    this.#secrets.drop(id);
    this.#tell({ type: 'removed', account: id });
    this.#accountsChanged();
    this.#changed();
    this.#finishRemovals().catch(() => {});
  }

  /** Where one is interrupted or fails, the next start goes on. */
  async #finishRemovals(): Promise<void> {
    for (const id of await beingRemoved(this.#database)) {
      // One tab is enough.
      await this.#parts.locks.request(checkLock(id), { ifAvailable: true }, async (lock) => {
        if (lock !== null) await finishRemoval(this.#database, id);
      });
    }
    this.#state.soon();
  }

  async #check(wanted: number | null, password: string | null): Promise<void> {
    const accounts = await this.#database.getAllKeys('accounts');
    const chosen = accounts.filter((id) => wanted === null || wanted === id);
    // A password is one account's, and no other server may see it.
    const given = wanted === null ? null : password;
    const checks = chosen.map(async (id) => {
      try {
        await this.#checks.run(id, given, 'asked');
      } catch (error) {
        const failure = { code: codeOf(error), detail: String(error) };
        this.#parts.emit({ type: 'failed', account: id, failure, stored: 0, left: 0 });
      }
    });
    await Promise.all(checks);
  }

  /** If it fails, the next look is another tab's or after the next change. */
  #lookAtClock(): void {
    this.#automatic.look().catch(() => {});
  }

  #onTab(message: TabMessage): void {
    switch (message.type) {
      case 'rows':
        this.#bring(() => this.#mailbox.refresh(message.ids));
        return;
      case 'removed':
        this.#mailbox.forget(message.account);
        this.#secrets.drop(message.account);
        this.#changed();
        return;
      case 'accounts':
        this.#state.soon();
        this.#lookAtClock();
        return;
      case 'event':
        this.#foreign.follow(message.tab, message.event);
        this.#parts.emit(
          message.event.type === 'failed' ? { ...message.event, elsewhere: true } : message.event,
        );
        return;
      case 'stop':
        this.#checks.stop(message.account);
        return;
      default:
        message satisfies never;
    }
  }

  #rowsChanged(ids: number[]): void {
    this.#tell({ type: 'rows', ids });
    this.#changed();
  }

  #accountsChanged(): void {
    this.#tell({ type: 'accounts' });
    this.#state.soon();
    this.#lookAtClock();
  }

  #changed(): void {
    this.#parts.emit({ type: 'changed' });
    this.#state.soon();
  }
}

/** A mistake of ours; nearly everything else is the database. */
const codeOf = (error: unknown): FailureCode =>
  error instanceof CoreBroken || error instanceof TypeError ? 'internal' : storageError(error).code;
