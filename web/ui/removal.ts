// SPDX-License-Identifier: Apache-2.0
// Removing an account, which begins only when the time to think again is over. Until then nothing
// is touched, so that Undo, or a tab that is closed, leaves the account whole.

import { messages } from '../i18n/language.ts';
import type { Account } from '../protocol.ts';
import { dismissNotice, hold, notify, removeAccount } from './actions.ts';
import { leaving } from './state.ts';

const kSecondThoughts = 10_000;

const waiting = new Map<number, { timer: ReturnType<typeof setTimeout>; notice: number }>();

export function removeLater(account: Account): void {
  const { id, address } = account;
  if (leaving.value.has(id)) return;
  const words = messages.value;
  hold(id, true);
  const undo = { label: words.actions.undo, take: () => keep(account) };
  const notice = notify(words.notices.leaving(address), [undo], true);
  const timer = setTimeout(() => void remove(account), kSecondThoughts);
  waiting.set(id, { timer, notice });
  setStage(id, 'soon');
}

/** Takes a removal back that has not begun. */
export function keep({ id, address }: Account): void {
  if (!stopWaiting(id)) return;
  setStage(id, null);
  hold(id, false);
  notify(messages.value.notices.kept(address));
}

async function remove(account: Account): Promise<void> {
  stopWaiting(account.id);
  setStage(account.id, 'now');
  await removeAccount(account);
  setStage(account.id, null);
}

function stopWaiting(id: number): boolean {
  const found = waiting.get(id);
  if (found === undefined) return false;
  clearTimeout(found.timer);
  dismissNotice(found.notice);
  return waiting.delete(id);
}

function setStage(id: number, stage: 'soon' | 'now' | null): void {
  const stages = new Map(leaving.value);
  if (stage === null) stages.delete(id);
  else stages.set(id, stage);
  leaving.value = stages;
}
