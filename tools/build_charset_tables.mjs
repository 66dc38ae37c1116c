// SPDX-License-Identifier: Apache-2.0
// node tools/build_charset_tables.mjs FILE: writes the contents of wasm/mime/charset_tables.h. They
// are read out of @exodus/bytes, which decodes as the WHATWG Encoding standard says, code by code;
// tests/mime/text_decoder.test.ts compares the result with Chromium's.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TextDecoder } from '@exodus/bytes/encoding.js';

/** @type {Map<string, TextDecoder>} */
const decoders = new Map();

/**
 * The one code point that these octets mean, or 0.
 * @param {string} label @param {number[]} octets
 */
function codePoint(label, octets) {
  const decoder = decoders.get(label) ?? new TextDecoder(label, { fatal: true });
  decoders.set(label, decoder);
  try {
    const [character = '', ...more] = decoder.decode(Uint8Array.from(octets));
    return more.length > 0 ? 0 : (character.codePointAt(0) ?? 0);
  } catch {
    return 0;
  }
}

/** @param {number} size @param {(pointer: number) => number} at */
const index = (size, at) => Array.from({ length: size }, (_, pointer) => at(pointer));

/** @param {string} label @param {number} trails @param {(lead: number, trail: number) => number[]} octets */
const pairs = (label, trails, octets) => (/** @type {number} */ pointer) =>
  codePoint(label, octets(Math.floor(pointer / trails), pointer % trails));

/** @type {Record<string, number[]>} */
const indexes = {
  // Its two pages of leads, and trails that leave out 0x7F.
  kJis0208: index(
    11280,
    pairs('shift_jis', 188, (lead, trail) => [
      lead + (lead < 0x1f ? 0x81 : 0xc1),
      trail + (trail < 0x3f ? 0x40 : 0x41),
    ]),
  ),
  kJis0212: index(
    94 * 94,
    pairs('euc-jp', 94, (lead, trail) => [0x8f, 0xa1 + lead, 0xa1 + trail]),
  ),
  kEucKr: index(
    126 * 190,
    pairs('euc-kr', 190, (lead, trail) => [0x81 + lead, 0x41 + trail]),
  ),
  kGb18030: index(
    126 * 190,
    pairs('gb18030', 190, (lead, trail) => [0x81 + lead, trail + (trail < 0x3f ? 0x40 : 0x41)]),
  ),
  kBig5: index(
    126 * 157,
    pairs('big5', 157, (lead, trail) => [0x81 + lead, trail + (trail < 0x3f ? 0x40 : 0x62)]),
  ),
};

/** @param {number} pointer of a character in the basic plane that has no pair in GB18030 */
const gb18030Four = (pointer) =>
  codePoint('gb18030', [
    0x81 + Math.floor(pointer / 12600),
    0x30 + (Math.floor(pointer / 1260) % 10),
    0x81 + (Math.floor(pointer / 10) % 126),
    0x30 + (pointer % 10),
  ]);

/** @type {[number, number][]} */
const runs = [];
for (let pointer = 0, next = -1; pointer < 39420; pointer += 1) {
  const found = gb18030Four(pointer);
  if (found !== next) runs.push([pointer, found]);
  next = found + 1;
}

/** @type {Record<string, string>} */
const upperHalves = {
  kIbm866: 'ibm866',
  kKoi8R: 'koi8-r',
  kKoi8U: 'koi8-u',
  kMacintosh: 'macintosh',
  kMacCyrillic: 'x-mac-cyrillic',
  kWindows874: 'windows-874',
};
for (const part of [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16]) {
  upperHalves[`kIso8859Part${part}`] = `iso-8859-${part}`;
}
for (let page = 1250; page <= 1258; page += 1) upperHalves[`kWindows${page}`] = `windows-${page}`;

/** @param {(number | string)[]} items */
const list = (items) => `{${items.join(',')}}`;

const lines = [
  '// Written by tools/build_charset_tables.mjs.',
  '#include "mime/charset_tables.h"',
  'namespace pillarbox::mime {',
];
for (const [name, codePoints] of Object.entries(indexes)) {
  const low = codePoints.map((code) => code & 0xff);
  const high = codePoints.map((code) => (code >> 8) & 0xff);
  lines.push(`const Index<${codePoints.length}> ${name} = {{${list(low)}},{${list(high)}}};`);
}
const big5 = indexes.kBig5 ?? [];
const supplementary = index(Math.ceil(big5.length / 8), (octet) =>
  index(8, (bit) => ((big5[octet * 8 + bit] ?? 0) > 0xffff ? 1 << bit : 0)).reduce((a, b) => a | b),
);
lines.push(
  `const std::array<uint8_t, ${supplementary.length}> kBig5Supplementary = {${list(supplementary)}};`,
  `const std::array<Gb18030Run, ${runs.length}> kGb18030Runs = {${list(runs.map(list))}};`,
);
for (const [name, label] of Object.entries(upperHalves)) {
  const codePoints = index(128, (at) => codePoint(label, [0x80 + at]) || 0xfffd);
  lines.push(`const UpperHalf ${name} = {${list(codePoints)}};`);
}
lines.push('}  // namespace pillarbox::mime', '');

const [, , file = ''] = process.argv;
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, lines.join('\n'));
