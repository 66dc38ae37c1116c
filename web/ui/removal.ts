// SPDX-License-Identifier: Apache-2.0
// Removing an account, which begins only when the time to think again is over. Until then nothing
// is touched, so that Undo, or a tab that is closed, leaves the account whole.

import { messages } from '../i18n/language.ts';
import type { Account } from '../protocol.ts';
import { dismissNotice, hold, notify, removeAccount } from './actions.ts';
import { leaving } from './state.ts';

const kSecondThoughts = 10_000;

const timers = new Map<number, { timer: ReturnType<typeof setTimeout>; notice: number }>();

export function removeLater(account: Account): void {
  const { id, address } = account;
  if (timers.has(id)) return;
  const words = messages.value;
  hold(id, true);
  const undo = { label: words.actions.undo, take: () => keep(account) };
  const notice = notify(words.notices.leaving(address), [undo], true);
  const timer = setTimeout(() => {
    forget(id);
    void removeAccount(account);
  }, kSecondThoughts);
  timers.set(id, { timer, notice });
  leaving.value = new Set(timers.keys());
}

/** Takes a removal back that has not begun. */
export function keep({ id, address }: Account): void {
  if (!forget(id)) return;
  hold(id, false);
  notify(messages.value.notices.kept(address));
}

function forget(id: number): boolean {
  const waiting = timers.get(id);
  if (waiting === undefined) return false;
  clearTimeout(waiting.timer);
  timers.delete(id);
  dismissNotice(waiting.notice);
  leaving.value = new Set(timers.keys());
  return true;
}
