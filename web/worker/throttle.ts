// SPDX-License-Identifier: Apache-2.0
// At most one call in so many milliseconds: the first at once, the last never lost.

import type { Clock } from './clock.ts';

export interface Throttled {
  (): void;
  /** What is due is not done any more. */
  cancel(): void;
}

export function throttled(clock: Clock, milliseconds: number, call: () => void): Throttled {
  let cancelTimer: (() => void) | null = null;
  let due = false;
  const later = () => {
    cancelTimer = null;
    if (due) run();
  };
  const run = () => {
    due = false;
    cancelTimer = clock.after(milliseconds, later);
    call();
  };
  const ask = () => {
    if (cancelTimer === null) run();
    else due = true;
  };
  ask.cancel = () => {
    cancelTimer?.();
    cancelTimer = null;
    due = false;
  };
  return ask;
}
