// SPDX-License-Identifier: Apache-2.0
// The time, handed in so that tests can own it.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once, later; the answer takes it back. */
  after(milliseconds: number, call: () => void): () => void;
}

// setTimeout fires at once for anything longer.
const kLongestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, Math.min(Math.max(0, milliseconds), kLongestTimer));
    return () => clearTimeout(timer);
  },
};
