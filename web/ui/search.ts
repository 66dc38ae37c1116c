// SPDX-License-Identifier: Apache-2.0
// The search field and the query of the view. The field holds what was typed, letter for letter,
// and nothing but typing or clearing changes it; the query follows a moment later, in plain form.

import { effect } from '@preact/signals';
import { show } from './actions.ts';
import { narrow } from './media.ts';
import { navigate } from './navigation.ts';
import { pane, typed, view } from './state.ts';

/** Between two letters of a person who types; the list need not follow each of them. */
const kPause = 120;
let soon: ReturnType<typeof setTimeout> | undefined;

function follow(query: string): void {
  if (view.peek().query !== query) show({ query });
}

export function search(text: string): void {
  typed.value = text;
  clearTimeout(soon);
  soon = setTimeout(() => follow(text.trim()), kPause);
}

export function clearSearch(): void {
  clearTimeout(soon);
  typed.value = '';
  follow('');
}

/** On a phone the search field is out of sight in the other panes, and words that nobody sees must
 *  not choose what the list shows. A screen that has just become narrow shows the field instead. */
export function keepSearchInSight(): void {
  let wasNarrow = narrow.peek();
  effect(() => {
    const isNew = narrow.value && !wasNarrow;
    wasNarrow = narrow.value;
    if (!narrow.value || pane.value !== 'list' || typed.peek() === '') return;
    if (isNew) navigate('search');
    else clearSearch();
  });
}
