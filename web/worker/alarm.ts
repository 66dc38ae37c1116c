// SPDX-License-Identifier: Apache-2.0
// A timer that is moved on with every frame that comes in. Moving it to a later moment costs
// nothing: the one that runs looks at the clock when it fires, and goes on for the rest.

import type { Clock } from './clock.ts';

export interface Alarm {
  /** Rings at this moment, milliseconds since 1970, and at no other that was set before. */
  set(at: number): void;
  /** Does not ring. */
  stop(): void;
}

export function alarm(clock: Clock, ring: () => void): Alarm {
  let at: number | null = null;
  let runsUntil = Number.POSITIVE_INFINITY;
  let stopTimer = () => {};

  const run = (until: number) => {
    stopTimer();
    runsUntil = until;
    stopTimer = clock.after(until - clock.now(), () => {
      runsUntil = Number.POSITIVE_INFINITY;
      if (at === null) return;
      if (at > clock.now()) {
        run(at);
        return;
      }
      at = null;
      ring();
    });
  };

  return {
    set(when) {
      at = when;
      if (when < runsUntil) run(when);
    },
    stop() {
      at = null;
      runsUntil = Number.POSITIVE_INFINITY;
      stopTimer();
    },
  };
}
