// SPDX-License-Identifier: Apache-2.0
// Fails on an #include that points against the order of the layers. The order is what CMakeLists.txt
// says: layer(NAME NEEDS …). Emscripten belongs to bindings/ alone, OpenSSL to tls/ and sasl/. Fails
// on an assertion that the shipped build would not have, too: check() of base/check.h is the one.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.mjs';

/** @type {Map<string, Set<string>>} */
const needs = new Map();
const lists = readFileSync(path.join(root, 'CMakeLists.txt'), 'utf8');
for (const [, name = '', needed = ''] of lists.matchAll(/^layer\((\w+)(?: NEEDS ([\w ]+))?\)/gm)) {
  needs.set(name, new Set(needed.split(' ').filter(Boolean)));
}
needs.set('bindings', new Set(needs.keys()));

const only = new Map([
  ['emscripten', ['bindings']],
  ['openssl', ['tls', 'sasl']],
]);

/** @type {string[]} */
const wrong = [];
for (const layer of readdirSync(path.join(root, 'wasm'))) {
  const allowed = needs.get(layer);
  if (!allowed) wrong.push(`wasm/${layer}: no layer() line in CMakeLists.txt`);
  for (const file of readdirSync(path.join(root, 'wasm', layer), { recursive: true })) {
    if (!/\.(h|cpp)$/.test(String(file))) continue;
    const name = `wasm/${layer}/${file}`;
    const lines = readFileSync(path.join(root, name), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const [, folder = ''] = /^\s*#\s*include\s*["<](\w+)\//.exec(line) ?? [];
      const at = `${name}:${index + 1}`;
      if (needs.has(folder) && folder !== layer && !allowed?.has(folder)) {
        wrong.push(`${at}: ${layer} may not include ${folder}`);
      }
      if (/<(cassert|assert\.h)>|\bassert\s*\(/.test(line)) {
        wrong.push(`${at}: assert() is not in the shipped build; use check() of base/check.h`);
      }
      const owners = only.get(folder);
      if (owners && !owners.includes(layer)) {
        wrong.push(`${at}: ${folder} belongs to ${owners.join(' and ')}`);
      }
    }
  }
}
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
