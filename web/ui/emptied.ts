// SPDX-License-Identifier: Apache-2.0
// Whether the browser has emptied the mail store. A browser may do so, by itself or told to, and an
// empty store looks like that of somebody who is here for the first time. So a mark beside the
// database says that there were accounts.

import { signal } from '@preact/signals';

const kMark = 'pillarbox.accounts';

export const emptied = signal(false);

/** The accounts of a state; `before` are those of the state before it, 0 for the first of a worker:
 *  what was here a moment ago was removed by the person, in whatever tab. */
export function noteAccounts(count: number, before: number): void {
  try {
    if (count > 0) localStorage.setItem(kMark, 'yes');
    else if (before > 0) localStorage.removeItem(kMark);
    emptied.value = count === 0 && localStorage.getItem(kMark) !== null;
  } catch {
    // Storage is forbidden, that of mail too.
  }
}
