// SPDX-License-Identifier: Apache-2.0
// Batik motifs and a shop sign, drawn with whole numbers only, so that they are the same anywhere.
import { png } from './files.mjs';

export const DYES = [
  ['#2b1a12', '#8a4b22', '#d9b382', '#f6ead6'],
  ['#14213d', '#2f4b7c', '#a3b7d6', '#f2f4f8'],
  ['#3b0d11', '#9b2226', '#e5b25d', '#fbf3e0'],
  ['#12332b', '#2d6a4f', '#b7d3a8', '#f7f8ee'],
];

/** Is (x, y) inside the ellipse round the origin? @param {number} x @param {number} y @param {number} a @param {number} b */
const inside = (x, y, a, b) => x * x * b * b + y * y * a * a <= a * a * b * b;

/** Four seeds of the palm fruit round a point. @param {number} size even @param {string[]} dye */
export function kawung(size, dye) {
  return png(size, size, dye, (x, y) => {
    const u = (x % 40) - 20;
    const v = (y % 40) - 20;
    const diagonal = Math.abs(u + v);
    const across = Math.abs(u - v);
    const along = Math.max(diagonal, across) - 20;
    const beside = Math.min(diagonal, across);
    if (inside(along, beside, 5, 2)) return 0;
    if (inside(along, beside, 17, 11)) return 3;
    if (inside(along, beside, 19, 14)) return 2;
    return inside(u, v, 3, 3) ? 2 : 1;
  });
}

/** Diagonal bands of knives. @param {number} size even @param {string[]} dye */
export function parang(size, dye) {
  return png(size, size, dye, (x, y) => {
    const band = (x + y) % 48;
    if (band < 5) return 0;
    if (band < 8) return 3;
    const step = (x - y + 9600 + band) % 32;
    return inside(step - 16, band - 28, 13, 17) ? (inside(step - 16, band - 28, 6, 10) ? 2 : 3) : 1;
  });
}

/** Rising clouds, in rings. @param {number} size even @param {string[]} dye */
export function megaMendung(size, dye) {
  return png(size, size, dye, (x, y) => {
    const row = Math.floor(y / 30);
    const u = ((x + (row % 2) * 30) % 60) - 30;
    const v = (y % 30) - 28;
    const ring = [10, 17, 23, 29].findIndex((radius) => inside(u, v, radius, radius));
    return ring === -1 ? 3 : (3 - ring) % 4;
  });
}

/** A wide sign with a row of diamonds. @param {string[]} dye */
export function sign(dye) {
  return png(240, 48, dye, (x, y) => {
    const reach = Math.abs((x % 48) - 24) + Math.abs(y - 24);
    return y < 3 || y > 44 ? 0 : reach < 8 ? 2 : reach < 16 ? 1 : 3;
  });
}

export const MOTIFS = { kawung, parang, megaMendung };
