// SPDX-License-Identifier: Apache-2.0
// What the layout depends on, where CSS alone cannot decide.

import { type Signal, signal } from '@preact/signals';

function matches(query: string): Signal<boolean> {
  const media = matchMedia(query);
  const now = signal(media.matches);
  media.addEventListener('change', () => {
    now.value = media.matches;
  });
  return now;
}

/** One pane at a time, as on a phone. The same number stands in layout.css. */
export const narrow = matches('(max-width: 699px)');
