// SPDX-License-Identifier: Apache-2.0
// What the person can do, and what the worker's events change. The only file that writes state.

import { messages } from '../i18n/language.ts';
import type {
  Account,
  AccountDraft,
  Answers,
  Event,
  Failure,
  Folder,
  MessageRow,
  Progress,
  View,
} from '../protocol.ts';
import * as automatic from './automatic.ts';
import { type Client, connect, isGone, Refused } from './client.ts';
import { noteAccounts } from './emptied.ts';
import { ListModel } from './list_model.ts';
import { narrow } from './media.ts';
import { movedNotice } from './moved.ts';
import { back, navigate, type Place } from './navigation.ts';
import { saveFile } from './save_file.ts';
import { happened, startUp } from './start_up.ts';
import * as app from './state.ts';

let client: Client;

/** That sentence names no one. */
const kNobody = { server: '', relay: '', user: '', port: 0 };

const kAskAgainPause = 500;

export const list = new ListModel(
  app.view.value,
  async (view, offset, count) => {
    const ask = () => client.ask({ type: 'list', view, offset, count });
    try {
      return await ask();
    } catch (error) {
      if (isGone(error)) throw error;
      // What passes by itself is not worth a word.
      await new Promise((resolve) => setTimeout(resolve, kAskAgainPause));
      return ask();
    }
  },
  () => {
    app.listVersion.value += 1;
  },
);

/**
 * The rows on the screen, and the first message of them if it is to stay where it is; the list
 * component keeps it up to date.
 */
export const onScreen: { first: number; last: number; reading: number | null } = {
  first: 0,
  last: 20,
  reading: null,
};

export function start(): void {
  client = connect(onEvent, onCrash);
  begin();
}

function begin(): void {
  happened({ type: 'begun' });
  client.tell({ type: 'open' });
}

/** Another worker, in the place of one that does not answer. What is stored is whole at any moment,
 *  so ending it loses nothing. */
export function startAgain(): void {
  client.restart();
  app.state.value = null;
  app.checking.value = new Map();
  begin();
}

const kBeginAgainPause = 1_000;
let hasBegunAgain = false;

function onCrash(detail: string): void {
  const words = messages.value;
  const step = { label: words.actions.reload, take: () => location.reload() };
  // Before the store is open there is nothing to show; afterwards what is on the screen stays.
  if (app.state.value !== null) {
    notify(`${words.failures.internal(kNobody)} ${words.safe.nothingLost}`, [step], true);
  } else if (hasBegunAgain) {
    happened({ type: 'crashed', detail });
  } else {
    // A connection that was lost for a moment.
    hasBegunAgain = true;
    setTimeout(startAgain, kBeginAgainPause);
  }
}

function onEvent(event: Event): void {
  switch (event.type) {
    case 'opening':
      happened(event);
      break;
    case 'state': {
      const first = app.state.value === null;
      happened(event);
      noteAccounts(event.state.accounts.length, app.state.value?.accounts.length ?? 0);
      app.state.value = event.state;
      if (first) {
        void list.show(app.view.value);
        void readAgain();
      }
      break;
    }
    case 'changed':
      void reloadSoon();
      break;
    case 'checking':
      // One that nobody asked for may fail like the last: then the sentence never left.
      if (!event.automatic) clearFailure(event.account);
      dismissWaiting(event.account);
      setProgress(event.account, null);
      break;
    case 'progress':
      setProgress(event.progress.account, event.progress);
      break;
    case 'checked':
      endProgress(event.account);
      clearFailure(event.account);
      if (automatic.isNews(event)) sayChecked(event.stored, event.deleted, event.skipped);
      break;
    case 'failed':
      endProgress(event.account);
      if (automatic.isNews(event)) {
        failed(event.account, event.failure, event.stored, event.left);
      }
      if (!event.elsewhere && !event.automatic) askToTrust(event.account, event.failure);
      break;
    case 'passwordNeeded':
      if (event.automatic) app.waiting.value = new Set(app.waiting.value).add(event.account);
      else passwordNeeded(event.account, event.rejected);
      break;
    case 'databaseUnavailable':
      happened(event);
      // Nothing of what is on the screen works now.
      app.state.value = null;
      app.failures.value = [];
      break;
    case 'skipped':
      // Counted in `checked`.
      break;
  }
}

// ── Checking mail ──────────────────────────────────────────────────────────────────────────────

export function checkMail(): void {
  const accounts = app.state.value?.accounts ?? [];
  if (accounts.length === 0) {
    addAccount();
    return;
  }
  const wanted = accounts.filter(({ id }) => (app.view.value.account ?? id) === id);
  if (wanted.every(({ id }) => app.checking.value.has(id))) return;
  client.tell({ type: 'check', account: app.view.value.account, password: null });
}

export function checkAccount(account: number, password: string | null): void {
  client.tell({ type: 'check', account, password });
}

export function tryAgain(account: number): void {
  client.tell({ type: 'tryAgain', account });
}

export function stop(): void {
  client.tell({ type: 'stop' });
}

export function cameOnline(): void {
  const { value: start } = startUp;
  // What did not load may load now.
  if (start.at === 'trouble' && start.trouble === 'code') startAgain();
  else client.tell({ type: 'online' });
}

export function dismissWaiting(account: number): void {
  const now = new Set(app.waiting.value);
  if (now.delete(account)) app.waiting.value = now;
}

function setProgress(account: number, progress: Progress | null): void {
  const now = new Map(app.checking.value);
  now.set(account, progress);
  app.checking.value = now;
}

function endProgress(account: number): void {
  const now = new Map(app.checking.value);
  now.delete(account);
  app.checking.value = now;
  app.clock.value = Date.now();
}

function sayChecked(stored: number, deleted: number, skipped: number): void {
  const words = messages.value.notices;
  const said = [words.arrived(stored)];
  if (deleted > 0) said.push(words.deletedThere(deleted));
  if (skipped > 0) said.push(words.skipped(skipped));
  notify(said.join(' '));
}

function failed(id: number, failure: Failure, stored: number, left: number): void {
  const account = accountOf(id);
  if (account === undefined) return;
  if (failure.code === 'cancelled') {
    const words = messages.value;
    const told = stored > 0 || left > 0 ? words.safe.counted(stored, left) : '';
    notify(`${words.notices.stopped} ${told}`.trim());
    return;
  }
  const now = { account, failure, stored, left };
  const before = app.failures.value;
  app.failures.value = before.some((failed) => failed.account.id === id)
    ? before.map((failed) => (failed.account.id === id ? now : failed))
    : [...before, now];
}

function askToTrust(id: number, { code, certificate }: Failure): void {
  const account = accountOf(id);
  if (code !== 'tls.untrusted' || account === undefined || certificate === undefined) return;
  ask({ type: 'certificate', account, certificate });
}

function passwordNeeded(id: number, rejected: boolean): void {
  const account = accountOf(id);
  if (account === undefined) return;
  if (!rejected) {
    ask({ type: 'password', account });
  } else if (!app.failures.value.some((failed) => failed.account.id === id)) {
    // The sentence first; its button asks for the password.
    failed(id, { code: 'auth.rejected', detail: '' }, 0, 0);
  }
}

export function dismissFailure({ account, failure }: app.FailedCheck): void {
  clearFailure(account.id);
  automatic.dismiss(account.id, failure.code);
}

function clearFailure(account: number): void {
  automatic.forgetDismissed(account);
  app.failures.value = app.failures.value.filter((failed) => failed.account.id !== account);
}

function accountOf(id: number): Account | undefined {
  return app.state.value?.accounts.find((account) => account.id === id);
}

// ── Accounts ───────────────────────────────────────────────────────────────────────────────────

export function addAccount(demo: app.Demo | null = null): void {
  app.form.value = { account: null, demo };
  navigate('account');
}

export function editAccount(account: Account): void {
  app.form.value = { account, demo: null };
  navigate('account');
}

export async function saveAccount(
  id: number | null,
  account: AccountDraft,
  password: string | null,
): Promise<void> {
  await client.ask({ type: 'saveAccount', id, account, password });
}

/** The person's explicit word: from now on this key, and no other, is this server's. */
export async function trust(account: Account, pin: string): Promise<void> {
  try {
    await saveAccount(account.id, { ...draftOf(account), pin }, null);
    checkAccount(account.id, null);
  } catch (error) {
    report(error);
  }
}

export function countHere(account: number): Promise<Answers['countHere']> {
  return client.ask({ type: 'countHere', account });
}

/** No check of the account begins as long as it is held. */
export function hold(account: number, held: boolean): void {
  client.tell({ type: 'hold', account, held });
}

/** At once and for good: removal.ts is what asks first. */
export async function removeAccount({ id, address }: Account): Promise<void> {
  const words = messages.value.notices;
  try {
    await client.ask({ type: 'removeAccount', id });
    clearFailure(id);
    if (app.openMessage.value?.row.account === id) {
      if (app.pane.value === 'reader') close();
      else app.openMessage.value = null;
    }
    if (app.view.value.account === id) show({ account: null });
    notify(words.removed(address));
  } catch (error) {
    const detail = error instanceof Refused ? ` (${error.message})` : '';
    notify(`${words.notRemoved(address)}${detail}`);
  }
}

function draftOf(account: Account): AccountDraft {
  const { id: _id, checkedAt: _checkedAt, connection: _connection, ...draft } = account;
  return draft;
}

export async function showLog(account: Account): Promise<void> {
  try {
    const { text } = await client.ask({ type: 'log', account: account.id });
    ask({ type: 'log', account, text });
  } catch (error) {
    report(error);
  }
}

// ── The list ───────────────────────────────────────────────────────────────────────────────────

export function show(change: Partial<View>): void {
  const next = { ...app.view.value, ...change };
  app.view.value = next;
  void list.show(next);
}

const kReloadPause = 200;
let listIsOld = false;
let following = false;

/** While mail pours in, the list follows a few times a second, not with every batch. */
async function reloadSoon(): Promise<void> {
  listIsOld = true;
  if (following) return;
  following = true;
  // What changes during a reload makes the list old again.
  while (listIsOld) {
    await new Promise((resolve) => setTimeout(resolve, kReloadPause));
    listIsOld = false;
    await list.reload(onScreen.first, onScreen.last, onScreen.reading).catch(report);
    void openRest();
  }
  following = false;
}

// ── One message ────────────────────────────────────────────────────────────────────────────────

export async function open(index: number): Promise<void> {
  const row = list.row(index);
  if (row === undefined) return;
  if (app.openMessage.value?.id !== row.id) {
    const since = performance.now();
    app.openMessage.value = { id: row.id, row, body: null, textOnly: false, since, trouble: null };
  }
  navigate('reader', row.id);
  if (!row.headerOnly) await read(row.id);
}

/** What the person did to the message meanwhile, and what became of it, stays. */
async function read(id: number): Promise<void> {
  try {
    const { body, textOnly } = await client.ask({ type: 'read', id });
    const open = app.openMessage.value;
    if (open?.id !== id) return;
    app.openMessage.value = { ...open, body, textOnly, trouble: null };
    if (open.row.unread) await flag({ unread: false });
  } catch (error) {
    const open = app.openMessage.value;
    if (open?.id !== id || isGone(error)) return;
    const trouble = error instanceof Error ? error.message : String(error);
    app.openMessage.value = { ...open, body: null, trouble };
  }
}

/** The worker that was asked for it is gone. */
async function readAgain(): Promise<void> {
  const open = app.openMessage.value;
  if (open === null || open.body !== null || open.row.headerOnly) return;
  app.openMessage.value = { ...open, since: performance.now(), trouble: null };
  await read(open.id);
}

/** Asks for the rest of a message of which only the header is here, and checks at once. */
export async function fetchRest(row: MessageRow): Promise<void> {
  try {
    await client.ask({ type: 'want', id: row.id });
    checkAccount(row.account, null);
  } catch (error) {
    report(error);
  }
}

/** The rest may be here now. */
async function openRest(): Promise<void> {
  const open = app.openMessage.value;
  if (!open?.row.headerOnly) return;
  try {
    const { body, textOnly } = await client.ask({ type: 'read', id: open.id });
    const now = app.openMessage.value;
    if (now?.id !== open.id) return;
    const { headerOnly: _, ...row } = now.row;
    app.openMessage.value = { ...now, row, body, textOnly };
    if (row.unread) await flag({ unread: false });
  } catch (error) {
    // Not yet.
    if (!(error instanceof Refused)) report(error);
  }
}

export async function flag(change: { unread?: boolean; starred?: boolean }): Promise<void> {
  const open = app.openMessage.value;
  if (open === null) return;
  const before = open.row;
  const apply = (to: { unread?: boolean; starred?: boolean }) => {
    list.change(open.id, to);
    const now = app.openMessage.value;
    if (now?.id === open.id) app.openMessage.value = { ...now, row: { ...now.row, ...to } };
  };
  apply(change);
  try {
    await client.ask({ type: 'flag', ids: [open.id], ...change });
  } catch (error) {
    // Only what failed goes back: the other flag may have been set since.
    apply({
      ...(change.unread === undefined ? {} : { unread: before.unread }),
      ...(change.starred === undefined ? {} : { starred: before.starred }),
    });
    report(error);
  }
}

/** Moves the open message; the next one opens where there is room to see it beside the list. */
export async function move(folder: Folder): Promise<void> {
  const moved = app.openMessage.value;
  if (moved === null || moved.row.folder === folder) return;
  const from = moved.row.folder;
  const index = list.indexOf(moved.id);
  const words = messages.value;
  if (app.view.value.folder !== 'starred') list.remove(moved.id);
  app.openMessage.value = null;
  if (!narrow.value && index !== null && list.row(index) !== undefined) {
    void open(index);
  } else {
    back();
  }
  try {
    const ids = [moved.id];
    const { onServer } = await client.ask({ type: 'move', ids, folder });
    const undo = () => void client.ask({ type: 'move', ids, folder: from }).catch(report);
    const discard = async () => {
      await client.ask({ type: 'discard', ids });
      notify(words.notices.discarded, [{ label: words.actions.undo, take: undo }]);
    };
    const steps = { undo, discard: () => void discard().catch(report) };
    const said = movedNotice(folder, onServer.length > 0, words, steps);
    notify(said.text, said.steps);
  } catch (error) {
    report(error);
    void reloadSoon();
  }
}

export function close(): void {
  app.openMessage.value = null;
  back();
}

/** The browser's forward leads here once more; false if there is nothing to show. */
export function returns({ pane, id }: Place): boolean {
  if (pane === 'account') {
    const { account } = app.form.value;
    return account === null || accountOf(account.id) !== undefined;
  }
  if (pane !== 'reader' || app.openMessage.value?.id === id) return true;
  const index = id === null ? null : list.indexOf(id);
  if (index === null || list.row(index) === undefined) return false;
  void open(index);
  return true;
}

/** Resolves when the mark is stored. One that cannot be is no reason not to show the mail. */
export async function showing(id: number): Promise<void> {
  await client.ask({ type: 'showing', id }).catch(() => {});
}

export function shown(id: number): void {
  client.tell({ type: 'shown', id });
}

export async function viewSource(): Promise<void> {
  const open = app.openMessage.value;
  if (open === null) return;
  try {
    const { bytes } = await client.ask({ type: 'source', id: open.id });
    ask({
      type: 'source',
      id: open.id,
      name: `${open.row.subject.trim() || 'message'}.eml`,
      bytes,
    });
  } catch (error) {
    report(error);
  }
}

export async function saveAttachment(id: number, index: number): Promise<void> {
  try {
    const { filename, file } = await client.ask({ type: 'attachment', id, index });
    saveFile(filename, file);
  } catch (error) {
    report(error);
  }
}

// ── Questions ──────────────────────────────────────────────────────────────────────────────────

let lastDialog = 0;

export function ask(question: app.Question): void {
  lastDialog += 1;
  app.dialogs.value = [...app.dialogs.value, { number: lastDialog, question }];
}

export function closeDialog(): void {
  app.dialogs.value = app.dialogs.value.slice(1);
}

// ── Notices ────────────────────────────────────────────────────────────────────────────────────

let lastNotice = 0;
const kNoticeTime = 8_000;

export function notify(text: string, steps: app.Notice['steps'] = [], stays = false): number {
  lastNotice += 1;
  const id = lastNotice;
  // What has no step is over when something newer is said.
  const passing = app.notices.value.filter((one) => !one.stays && one.steps.length > 0).slice(-2);
  const kept = app.notices.value.filter((one) => one.stays || passing.includes(one));
  app.notices.value = [...kept, { id, stays, text, steps }];
  if (!stays) setTimeout(() => dismissNotice(id), kNoticeTime);
  return id;
}

export function dismissNotice(id: number): void {
  app.notices.value = app.notices.value.filter((notice) => notice.id !== id);
}

function report(error: unknown): void {
  if (isGone(error)) return;
  const words = messages.value.safe.refused;
  notify(error instanceof Refused ? `${words} (${error.message})` : words);
}
