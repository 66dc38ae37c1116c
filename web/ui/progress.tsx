// SPDX-License-Identifier: Apache-2.0
// How far a check is, at the top of the list.

import { messages } from '../i18n/language.ts';
import type { Progress as Numbers } from '../protocol.ts';
import { stop } from './actions.ts';
import { progressText } from './format.ts';
import { checking } from './state.ts';

/** Several accounts at once are one bar to the person. */
function together(all: Iterable<Numbers | null>): Numbers | null {
  let sum: Numbers | null = null;
  for (const one of all) {
    if (one === null) continue;
    sum =
      sum === null
        ? one
        : {
            account: sum.account,
            stored: sum.stored + one.stored,
            total:
              sum.total === null && one.total === null ? null : (sum.total ?? 0) + (one.total ?? 0),
            octets: sum.octets + one.octets,
            totalOctets: sum.totalOctets + one.totalOctets,
            octetsPerSecond: sum.octetsPerSecond + one.octetsPerSecond,
          };
  }
  return sum;
}

export function Progress() {
  const words = messages.value;
  if (checking.value.size === 0) return null;
  const numbers = together(checking.value.values());
  const text = progressText(numbers, words);
  const total = numbers?.total ?? 0;
  const share = total > 0 ? Math.min(100, (100 * (numbers?.stored ?? 0)) / total) : null;
  return (
    <div class="progress">
      <span class="progress-text">{text}</span>
      <button type="button" class="link-button" onClick={stop}>
        {words.actions.stop}
      </button>
      <div
        class={share === null ? 'bar bar-unknown' : 'bar'}
        role="progressbar"
        aria-label={words.progress.label}
        aria-valuetext={text}
        {...(share === null
          ? {}
          : { 'aria-valuenow': Math.round(share), 'aria-valuemin': 0, 'aria-valuemax': 100 })}
      >
        <span style={{ width: `${share ?? 30}%` }} />
      </div>
    </div>
  );
}
