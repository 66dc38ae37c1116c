// SPDX-License-Identifier: Apache-2.0
// Every code of the charsets that a browser reads too, a line each.

export interface Codes {
  label: string;
  codes: Uint8Array[];
}

const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);

/** What may stand in a line: all but NUL, which mail drops, and line ends. */
const kOctets = range(1, 0xff).filter((octet) => octet !== 0x0a && octet !== 0x0d);

const kSingle = [
  'ibm866',
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map((part) => `iso-8859-${part}`),
  'iso-8859-8-i',
  'koi8-r',
  'koi8-u',
  'macintosh',
  'x-mac-cyrillic',
  'windows-874',
  ...range(1250, 1258).map((page) => `windows-${page}`),
  'iso-8859-1',
  'us-ascii',
];

const kOne = kOctets.map((octet) => [octet]);
/** A second octet that belongs to no pair stands for itself, and what follows is read afresh. */
const kTwo = range(0x80, 0xff).flatMap((lead) => kOctets.map((trail) => [lead, trail]));
const kHigh = range(0x80, 0xff);

/** JIS X 0212, and broken beginnings of it. */
const eucJpThree = kHigh.flatMap((row) => [0x41, 0x7e, ...kHigh].map((cell) => [0x8f, row, cell]));

function fourOctets(pointer: number): number[] {
  return [
    0x81 + Math.floor(pointer / 12600),
    0x30 + (Math.floor(pointer / 1260) % 10),
    0x81 + (Math.floor(pointer / 10) % 126),
    0x30 + (pointer % 10),
  ];
}

/** All of the basic plane, every 97th beyond it, and the ends of what there is. */
const gb18030Four = [
  ...range(0, 39_600),
  ...range(39_700, 1_587_599, 97),
  188_999,
  189_000,
  1_237_575,
  1_237_576,
  1_587_599,
].map(fourOctets);

/** Broken after the second, third and fourth octet. */
const gb18030Broken = range(0x81, 0xfe, 5).flatMap((lead) => [
  [lead, 0x30],
  [lead, 0x30, 0x20],
  [lead, 0x30, 0x41, 0x42],
  [lead, 0x30, 0xff],
  [lead, 0x30, 0x81],
  [lead, 0x30, 0x81, 0x20],
  [lead, 0x30, 0x81, 0x41],
  [lead, 0x30, 0x81, 0xff],
]);

const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
const kEscapes = ['(B', '(J', '(I', '$B', '$@', '$(D', '$(B', '(H', '&@', '.A', 'Na', 'c', ''];

/** Each in its set, from ASCII to ASCII. */
const iso2022Jp = [
  ...['(B', '(J', '(I'].flatMap((set) =>
    kOctets.map((octet) => ascii(`\x1b${set}${String.fromCharCode(octet)}\x1b(B`)),
  ),
  ...['$B', '$@'].flatMap((set) =>
    range(0x21, 0x7e).flatMap((row) =>
      kOctets.map((cell) => ascii(`\x1b${set}${String.fromCharCode(row, cell)}\x1b(B`)),
    ),
  ),
  ...['(J', '(I', '$B'].map((set) => ascii(`\x1b${set}\x1b(B`)),
  ...kEscapes.map((rest) => ascii(`\x1b${rest}0!\x1b(B`)),
];

const codes = (label: string, lists: number[][]): Codes => ({
  label,
  codes: lists.map((list) => Uint8Array.from(list)),
});

export const kCodes: Codes[] = [
  ...kSingle.map((label) => codes(label, kOne)),
  ...['shift_jis', 'euc-kr', 'big5', 'gbk'].map((label) => codes(label, [...kOne, ...kTwo])),
  codes('euc-jp', [...kOne, ...kTwo, ...eucJpThree]),
  codes('gb18030', [...kOne, ...kTwo, ...gb18030Four, ...gb18030Broken]),
  codes('iso-2022-jp', iso2022Jp),
];
