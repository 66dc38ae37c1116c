// SPDX-License-Identifier: Apache-2.0
// Panes and the browser's history: going back is the browser's back, on a phone the swipe too.

import { openMessage, type Pane, pane } from './state.ts';

interface Place {
  pane: Pane;
  id: number | null;
}

function placeOf(state: unknown): Place {
  if (typeof state === 'object' && state !== null && 'pane' in state) return state as Place;
  return { pane: 'list', id: null };
}

export function navigate(to: Pane, id: number | null = null): void {
  const place: Place = { pane: to, id };
  // From message to message, or between tabs, back leads to the list and not through all of them.
  const here = placeOf(history.state).pane;
  const deeper =
    (here === 'list' && to !== 'list') ||
    (here === 'search' && to === 'reader') ||
    (here === 'settings' && to === 'account');
  if (deeper) history.pushState(place, '');
  else if (here !== 'list') history.replaceState(place, '');
  apply(place);
}

/** One step back, if we are anywhere but at the list. */
export function back(): void {
  if (placeOf(history.state).pane === 'list') apply({ pane: 'list', id: null });
  else history.back();
}

function apply(place: Place): void {
  pane.value = place.pane;
  const reading = place.pane === 'reader' || place.pane === 'settings' || place.pane === 'account';
  if (!reading && openMessage.value !== null) openMessage.value = null;
}

export function followHistory(): void {
  // A reload begins at the list.
  history.replaceState({ pane: 'list', id: null } satisfies Place, '');
  addEventListener('popstate', (event) => {
    const place = placeOf(event.state);
    // The browser's forward may lead to a message that is open no longer.
    apply(place.pane === 'reader' && openMessage.value?.id !== place.id ? placeOf(null) : place);
  });
}
