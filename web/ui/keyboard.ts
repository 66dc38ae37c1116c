// SPDX-License-Identifier: Apache-2.0
// One-key commands, for those who read mail with their hands on the keys. Nothing while typing,
// in a question, or with a modifier held: those keys belong to others.

import { close, flag, move, open } from './actions.ts';
import { step } from './message_list.tsx';
import { back } from './navigation.ts';
import { active, dialogs, openMessage, pane } from './state.ts';

export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (dialogs.value.length > 0) return;
    const target = event.target;
    if (target instanceof HTMLElement && target.closest('input, select, textarea') !== null) return;
    const act = actOf(event.key);
    if (act === null) return;
    event.preventDefault();
    act();
  });
}

function actOf(key: string): (() => void) | null {
  switch (key) {
    case '/':
      return () => document.getElementById('search')?.focus();
    case 'j':
      return () => step(1);
    case 'k':
      return () => step(-1);
    case 'o':
      return () => void open(active.value);
    case 'Escape':
      if (pane.value === 'reader') return close;
      return pane.value === 'list' ? null : back;
  }
  const opened = openMessage.value;
  // Behind the settings it is open and out of sight.
  if (opened === null || pane.value !== 'reader') return null;
  switch (key) {
    case 'Delete':
    case '#':
      return () => void move('trash');
    case 'e':
      return () => void move('archive');
    case 's':
      return () => void flag({ starred: !opened.row.starred });
    case 'u':
      return () => void flag({ unread: !opened.row.unread });
    default:
      return null;
  }
}
