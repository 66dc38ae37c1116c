// SPDX-License-Identifier: Apache-2.0
// Runs pieces of work side by side: in turns, so that a noisy moment hits all of them, each a number
// of times, and gives the medians.

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/**
 * @param {Record<string, () => Promise<number | void>>} work each may answer its own milliseconds;
 *   otherwise it is timed whole
 * @param {number} [rounds]
 * @returns {Promise<Record<string, number>>} median milliseconds by name
 */
export async function measure(work, rounds = 5) {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, once] of Object.entries(work)) {
      const began = performance.now();
      const own = await once();
      const all = times[name] ?? [];
      all.push(own ?? performance.now() - began);
      times[name] = all;
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}
