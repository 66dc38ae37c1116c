// SPDX-License-Identifier: Apache-2.0
// A seeded source of choices (Bob Jenkins' small fast generator, sfc32): the same seed gives the
// same mailbox, byte for byte, on every machine.

/** @typedef {ReturnType<typeof seeded>} Random */

/** @param {number} seed */
export function seeded(seed) {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 15; warm++) {
    next();
  }
  /** An integer from `low` to `high`, both included. @param {number} low @param {number} high */
  const between = (low, high) => low + Math.floor((next() / 2 ** 32) * (high - low + 1));
  /** @template T @param {readonly T[]} choices @returns {T} */
  const pick = (choices) => /** @type {T} */ (choices[between(0, choices.length - 1)]);
  /** `count` of the choices, none twice. @template T @param {readonly T[]} choices @param {number} count */
  const some = (choices, count) => {
    const left = [...choices];
    const chosen = /** @type {T[]} */ ([]);
    while (chosen.length < count && left.length > 0) {
      chosen.push(...left.splice(between(0, left.length - 1), 1));
    }
    return chosen;
  };
  /** True once in `times`. @param {number} times */
  const oneIn = (times) => between(1, times) === 1;
  /** @param {number} count */
  const bytes = (count) => {
    const filled = Buffer.alloc(count + 3);
    for (let at = 0; at < count; at += 4) {
      filled.writeUInt32LE(next(), at);
    }
    return filled.subarray(0, count);
  };
  /** Lower-case hexadecimal digits. @param {number} count */
  const hex = (count) => Array.from({ length: count }, () => between(0, 15).toString(16)).join('');
  return { between, pick, some, oneIn, bytes, hex };
}
