// SPDX-License-Identifier: Apache-2.0
// Panes and the browser's history: going back is the browser's back, on a phone the swipe too. The
// history holds one entry for every step of the way from the list to what is shown, and no other,
// so that each press of the back key leads to another view or out of the app.

import { effect } from '@preact/signals';
import { narrow } from './media.ts';
import { openMessage, type Pane, pane } from './state.ts';

export interface Place {
  pane: Pane;
  id: number | null;
}

/** The way from the list to the place that is shown, both included. */
type Trail = readonly [Place, ...Place[]];

const kList: Trail = [{ pane: 'list', id: null }];

/** What may lie before a pane; before all others it is the list. */
const kBefore: Partial<Record<Pane, Pane[]>> = {
  reader: ['list', 'search'],
  account: ['list', 'settings'],
};

let trail: Trail = kList;
/** The browser is on its way back; it says when it has arrived. */
let leaving = false;

function trailOf(state: unknown): Trail {
  const isOurs = typeof state === 'object' && state !== null && 'trail' in state;
  return isOurs ? (state.trail as Trail) : kList;
}

/** From message to message, or between tabs, back leads to the list and not through all of them. */
function trailTo(from: Trail, to: Place): Trail {
  if (to.pane === 'list') return kList;
  const before = kBefore[to.pane] ?? ['list'];
  const last = from.findLastIndex((place) => before.includes(place.pane));
  return [kList[0], ...from.slice(1, last + 1), to];
}

const placeOf = (way: Trail): Place => way.at(-1) ?? kList[0];

const isSame = (a: Place | undefined, b: Place | undefined): boolean =>
  a?.pane === b?.pane && a?.id === b?.id;

export function navigate(to: Pane, id: number | null = null): void {
  follow(trailTo(trail, { pane: to, id }));
}

/** One step back, if we are anywhere but at the list. */
export function back(): void {
  follow([kList[0], ...trail.slice(1, -1)]);
}

function follow(next: Trail): void {
  trail = next;
  apply(placeOf(trail));
  settle();
}

function apply(place: Place): void {
  pane.value = place.pane;
  const reading = place.pane === 'reader' || place.pane === 'settings' || place.pane === 'account';
  if (!reading && openMessage.value !== null) openMessage.value = null;
}

/** Makes the history what the trail is. Entries cannot be taken out of it, only left behind: the
 *  browser goes back first, which takes it a moment, and what is ahead then is written over. */
function settle(): void {
  if (leaving) return;
  const here = trailOf(history.state);
  if (here.length > trail.length) {
    leaving = true;
    history.go(trail.length - here.length);
    return;
  }
  const top = here.length - 1;
  if (history.state === null || !isSame(here[top], trail[top])) {
    history.replaceState({ trail: trail.slice(0, here.length) }, '');
  }
  for (let length = here.length + 1; length <= trail.length; length += 1) {
    history.pushState({ trail: trail.slice(0, length) }, '');
  }
}

/** `returns`: forward leads to a place that was left; false if there is nothing to show there now. */
export function followHistory(returns: (place: Place) => boolean): void {
  addEventListener('popstate', (event) => {
    if (leaving) {
      leaving = false;
      settle();
      return;
    }
    const before = trail;
    trail = trailOf(event.state);
    const place = placeOf(trail);
    if (trail.length > before.length && !returns(place)) {
      trail = before;
      settle();
    } else {
      apply(place);
    }
  });
  // A reload begins at the list.
  settle();
  // On a wide screen these two are always in sight, and leaving them would change nothing.
  effect(() => {
    const isSeen = pane.value === 'search' || pane.value === 'folders';
    if (!narrow.value && isSeen) navigate('list');
  });
}
