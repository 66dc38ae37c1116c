// SPDX-License-Identifier: Apache-2.0
// ML-KEM-768 as a server needs it (FIPS 203 §7.2), in a second hand: what OpenSSL in the wasm
// decapsulates is made here, as no OpenSSL of the system can yet. For tests alone, and not fast.
import { createHash, randomBytes } from 'node:crypto';

const q = 3329;
const n = 256;
const k = 3;
type Polynomial = number[];

const hash = (name: string, ...parts: Uint8Array[]) => {
  const digest = createHash(name);
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const shake = (name: 'shake128' | 'shake256', outputLength: number, ...parts: Uint8Array[]) => {
  const digest = createHash(name, { outputLength });
  for (const part of parts) digest.update(part);
  return digest.digest();
};

const reversed = (index: number) =>
  Number.parseInt(index.toString(2).padStart(7, '0').split('').reverse().join(''), 2);
const power = (exponent: number) => {
  let result = 1;
  for (let at = 0; at < exponent; at++) result = (result * 17) % q;
  return result;
};
const zetas = Array.from({ length: 128 }, (_, at) => power(reversed(at)));
const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

/** §4.3, algorithm 9. */
function transformed(given: Polynomial): Polynomial {
  const f = [...given];
  let i = 1;
  for (let length = 128; length >= 2; length /= 2) {
    for (let start = 0; start < n; start += 2 * length) {
      const zeta = at(zetas, i++);
      for (let j = start; j < start + length; j++) {
        const t = (zeta * at(f, j + length)) % q;
        f[j + length] = (at(f, j) - t + q) % q;
        f[j] = (at(f, j) + t) % q;
      }
    }
  }
  return f;
}

/** §4.3, algorithm 10. */
function untransformed(given: Polynomial): Polynomial {
  const f = [...given];
  let i = 127;
  for (let length = 2; length <= 128; length *= 2) {
    for (let start = 0; start < n; start += 2 * length) {
      const zeta = at(zetas, i--);
      for (let j = start; j < start + length; j++) {
        const t = at(f, j);
        f[j] = (t + at(f, j + length)) % q;
        f[j + length] = (zeta * (at(f, j + length) - t + q)) % q;
      }
    }
  }
  return f.map((value) => (value * 3303) % q);
}

/** §4.3.1, algorithms 11 and 12. */
function product(a: Polynomial, b: Polynomial): Polynomial {
  const c: Polynomial = [];
  for (let i = 0; i < n / 2; i++) {
    const gamma = power(2 * reversed(i) + 1);
    const [a0, a1, b0, b1] = [at(a, 2 * i), at(a, 2 * i + 1), at(b, 2 * i), at(b, 2 * i + 1)];
    c.push((a0 * b0 + ((a1 * b1) % q) * gamma) % q, (a0 * b1 + a1 * b0) % q);
  }
  return c;
}

const sum = (...terms: Polynomial[]): Polynomial =>
  Array.from({ length: n }, (_, i) => terms.reduce((total, term) => total + at(term, i), 0) % q);

/** §4.2.2, algorithm 7: an element of the matrix, from the key's seed. */
function sampled(seed: Uint8Array, j: number, i: number): Polynomial {
  const octets = shake('shake128', 3 * 1024, seed, Uint8Array.of(j, i));
  const out: Polynomial = [];
  for (let from = 0; out.length < n; from += 3) {
    const [b0, b1, b2] = [at(octets, from), at(octets, from + 1), at(octets, from + 2)];
    for (const value of [b0 + 256 * (b1 % 16), (b1 >> 4) + 16 * b2]) {
      if (value < q && out.length < n) out.push(value);
    }
  }
  return out;
}

/** §4.2.2, algorithm 8, η = 2. */
function noise(seed: Uint8Array, counter: number): Polynomial {
  const octets = shake('shake256', 128, seed, Uint8Array.of(counter));
  const bit = (index: number) => (at(octets, index >> 3) >> (index & 7)) & 1;
  return Array.from({ length: n }, (_, i) => {
    const [x, y] = [bit(4 * i) + bit(4 * i + 1), bit(4 * i + 2) + bit(4 * i + 3)];
    return (x - y + q) % q;
  });
}

/** §4.2.1, algorithms 5 and 6. */
function encoded(values: Polynomial, bits: number): Buffer {
  const out = Buffer.alloc((n * bits) / 8);
  values.forEach((value, i) => {
    for (let b = 0; b < bits; b++) {
      const to = i * bits + b;
      out[to >> 3] = at(out, to >> 3) | (((value >> b) & 1) << (to & 7));
    }
  });
  return out;
}
function decoded(octets: Uint8Array, bits: number): Polynomial {
  return Array.from({ length: n }, (_, i) => {
    let value = 0;
    for (let b = 0; b < bits; b++) {
      const from = i * bits + b;
      value |= ((at(octets, from >> 3) >> (from & 7)) & 1) << b;
    }
    return value;
  });
}
const compressed = (values: Polynomial, bits: number) =>
  values.map((value) => Math.round((value * 2 ** bits) / q) % 2 ** bits);

/** A secret, and what only the owner of the public key finds it in. */
export function encapsulate(publicKey: Uint8Array): { secret: Buffer; ciphertext: Buffer } {
  const message = randomBytes(32);
  const both = hash('sha3-512', message, hash('sha3-256', publicKey));
  const [secret, randomness] = [both.subarray(0, 32), both.subarray(32)];
  const seed = publicKey.subarray(384 * k);
  const indices = [0, 1, 2];
  const t = indices.map((i) => decoded(publicKey.subarray(384 * i, 384 * (i + 1)), 12));
  const y = indices.map((i) => transformed(noise(randomness, i)));
  const u = indices.map((i) =>
    sum(
      untransformed(sum(...indices.map((j) => product(sampled(seed, i, j), at2(y, j))))),
      noise(randomness, k + i),
    ),
  );
  const v = sum(
    untransformed(sum(...indices.map((j) => product(at2(t, j), at2(y, j))))),
    noise(randomness, 2 * k),
    decoded(message, 1).map((bit) => bit * 1665),
  );
  const ciphertext = Buffer.concat([
    ...u.map((each) => encoded(compressed(each, 10), 10)),
    encoded(compressed(v, 4), 4),
  ]);
  return { secret, ciphertext };
}

const at2 = (polynomials: Polynomial[], index: number): Polynomial => polynomials[index] ?? [];
