// SPDX-License-Identifier: Apache-2.0
// Where we read a code otherwise than Chromium's TextDecoder, and why.

export interface Difference {
  label: string;
  /** In hexadecimal. */
  code: string;
  ours: string;
  theirs: string;
}

export interface Rule {
  why: string;
  fits(difference: Difference): boolean;
}

const kBroken = '\ufffd';

/** What these sequences (behind ESC) do before "0!". */
const kMailEscapes: Record<string, string> = {
  '24 28 44': '丂',
  '24 28 42': '亜',
  '28 48': '0!',
  '26 40': '0!',
  '2e 41': '0!',
  '4e 61': 'á0!',
};

const kMarkedLetters: Record<string, string> = {
  '88 62': 'Ê̄',
  '88 64': 'Ê̌',
  '88 a3': 'ê̄',
  '88 a5': 'ê̌',
};

/** The octets of a code in ISO-2022-JP between an escape sequence and ESC ( B, if they fit. */
const inIso2022Jp = ({ label, code }: Difference, within: RegExp) =>
  label === 'iso-2022-jp' ? (within.exec(code.replace(/ 1b 28 42$/, '')) ?? undefined) : undefined;

export const kRules: Rule[] = [
  {
    why: 'Chromium gives half a surrogate pair; WHATWG Encoding §11.1.1 says a letter and a mark',
    fits: ({ label, code, ours }) => label === 'big5' && kMarkedLetters[code] === ours,
  },
  {
    why: 'Chromium takes pointer 0 for none; the index has the ideographic space there',
    fits: ({ label, code, ours }) => label === 'euc-jp' && code === 'a1 a1' && ours === '\u3000',
  },
  {
    why: 'eucJP-ms has IBM extensions where the standard has nothing',
    fits: ({ label, code, ours, theirs }) =>
      label === 'euc-jp' &&
      /^8f f3 f[3-e]$|^8f f4 [a-f]/.test(code) &&
      /^[№℡Ⅰ-ⅹ㈱\u4e00-\u9fff\uf900-\ufa2d＂＇]$/u.test(ours) &&
      theirs === kBroken,
  },
  {
    why: 'mail has katakana with the high bit in ISO-2022-JP, and Shift_JIS under its name',
    fits: (difference) =>
      inIso2022Jp(difference, /^1b 28 4[2a9] [89a-f].$/) !== undefined &&
      /^[\u0080｡-ﾟ]$/u.test(difference.ours),
  },
  {
    why: 'mail shifts to katakana by SO and back by SI',
    fits: (difference) =>
      inIso2022Jp(difference, /^1b 28 4[2a9] 0[ef]$/) !== undefined && difference.ours === '',
  },
  {
    why: 'a space or control character among katakana or in a broken pair is not swallowed',
    fits: (difference) => {
      const match = inIso2022Jp(difference, /^1b (?:28 49|24 4[02] (..)) ([01].|20|7f)$/);
      if (!match) return false;
      const [, first, second = ''] = match;
      const stands = second === '0e' || second === '0f' ? '' : `%${second}`;
      return difference.ours === (first ? kBroken : '') + decodeURIComponent(stands);
    },
  },
  {
    why: 'mail has escape sequences that the web has not: RFC 1554, RFC 2237 and older forms',
    fits: (difference) => {
      const [, rest = ''] = inIso2022Jp(difference, /^1b (.+) 30 21$/) ?? [];
      return kMailEscapes[rest] === difference.ours;
    },
  },
  {
    why: 'encoded words that are joined leave escape sequences without text; no script hides there',
    fits: (difference) =>
      inIso2022Jp(difference, /^1b (28 4a|28 49|24 42)$/) !== undefined && difference.ours === '',
  },
];
