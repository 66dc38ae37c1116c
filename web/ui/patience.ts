// SPDX-License-Identifier: Apache-2.0
// How long somebody waits for something: nothing is said at first, most things are there before the
// eye has settled; then what is being done; then what can be done about it.

import { useLayoutEffect, useState } from 'preact/hooks';

export type Patience = 'unnoticed' | 'noticed' | 'word' | 'way out';

/** Milliseconds until each. */
const kLimits: [Patience, number][] = [
  ['noticed', 300],
  ['word', 2_000],
  ['way out', 10_000],
];

/** `since` is by the clock of `performance`. */
export function usePatience(since: number): Patience {
  const [patience, setPatience] = useState<Patience>('unnoticed');
  // At once: the next picture may be late as well.
  useLayoutEffect(() => {
    setPatience('unnoticed');
    const timers = kLimits.map(([reached, milliseconds]) =>
      setTimeout(() => setPatience(reached), since + milliseconds - performance.now()),
    );
    return () => timers.forEach(clearTimeout);
  }, [since]);
  return patience;
}
