// SPDX-License-Identifier: Apache-2.0
// Writes text in the charsets and encodings of mail. JavaScript only reads charsets, so each table
// is made by reading every code once and turning the result round. (Node 20 reads windows-1252 as
// iso-8859-1, which is why the words for it stay out of 0x80 to 0x9F.)

export type Charset =
  | (typeof kSingle)[number]
  | (typeof kDouble)[number]
  | 'us-ascii'
  | 'utf-8'
  | 'utf-16'
  | 'utf-7'
  | 'iso-2022-jp';

const kSingle = [
  ...['iso-8859-1', 'iso-8859-2', 'iso-8859-5', 'iso-8859-7', 'iso-8859-15', 'windows-1250'],
  ...['windows-1251', 'windows-1252', 'windows-1253', 'windows-1255', 'koi8-r', 'koi8-u'],
] as const;
const kDouble = ['gb18030', 'big5', 'euc-kr', 'euc-jp', 'shift_jis'] as const;

const tables = new Map<string, Map<string, number[]>>();

function table(charset: string): Map<string, number[]> {
  const made = tables.get(charset) ?? new Map<string, number[]>();
  if (tables.has(charset)) return made;
  tables.set(charset, made);
  const decoder = new TextDecoder(charset);
  const add = (...octets: number[]) => {
    const text = decoder.decode(Uint8Array.from(octets));
    if ([...text].length === 1 && text !== '\ufffd' && !made.has(text)) made.set(text, octets);
  };
  for (let octet = 0; octet < 256; octet++) add(octet);
  if ((kSingle as readonly string[]).includes(charset)) return made;
  for (let lead = 0x81; lead < 0xff; lead++) {
    for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
  }
  return made;
}

export function encode(text: string, charset: Charset): Buffer {
  switch (charset) {
    case 'us-ascii':
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-16':
      // RFC 2781 §3.2, with the mark that says which way round.
      return Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(text, 'utf16le')]);
    case 'utf-7':
      return Buffer.from(text.replaceAll(/[^\x20-\x7d\r\n]+|\+/gu, utf7), 'latin1');
    case 'iso-2022-jp':
      return japanese(text);
  }
  const codes = table(charset);
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const octets = codes.get(character);
      if (octets === undefined) throw new Error(`${charset} has no ${character}`);
      return octets;
    }),
  );
}

// RFC 2152: "+", the UTF-16 of the characters in base64 without padding, "-".
function utf7(characters: string): string {
  if (characters === '+') return '+-';
  const octets = Buffer.from(characters, 'utf16le').swap16();
  return `+${octets.toString('base64').replaceAll('=', '')}-`;
}

// RFC 1468: ESC $ B leads to JIS X 0208 (EUC-JP without its high bits), ESC ( B back to ASCII.
function japanese(text: string): Buffer {
  return Buffer.from(
    text.replaceAll(/\P{ASCII}+/gu, (wide) => {
      const octets = Array.from(encode(wide, 'euc-jp'), (octet) => octet & 0x7f);
      return `\x1b$B${String.fromCharCode(...octets)}\x1b(B`;
    }),
    'latin1',
  );
}

const hex = (octet: number) => octet.toString(16).toUpperCase().padStart(2, '0');

export const percent = (octets: Buffer) =>
  Array.from(octets, (octet) => {
    const character = String.fromCharCode(octet);
    return /[A-Za-z0-9._-]/.test(character) ? character : `%${hex(octet)}`;
  }).join('');

/** RFC 2047 words of at most 75 characters, each of whole characters. */
export function words(text: string, charset: Charset, form: 'B' | 'Q'): string {
  const write = (piece: string) => {
    const octets = encode(piece, charset);
    return form === 'B'
      ? octets.toString('base64')
      : Array.from(octets, (octet) => {
          const character = String.fromCharCode(octet);
          if (character === ' ') return '_';
          return /[A-Za-z0-9!*+/-]/.test(character) ? character : `=${hex(octet)}`;
        }).join('');
  };
  const all: string[] = [];
  let piece = '';
  for (const character of text) {
    if (write(piece + character).length > 63 - charset.length) {
      all.push(piece);
      piece = '';
    }
    piece += character;
  }
  all.push(piece);
  return all.map((each) => `=?${charset}?${form}?${write(each)}?=`).join('\r\n ');
}

export const base64 = (octets: Buffer) =>
  octets.toString('base64').replace(/.{76}/g, '$&\r\n').replace(/\r\n$/, '');

/** RFC 2045 §6.7, lines of at most 76. */
export const quotedPrintable = (octets: Buffer, kind: 'text' | 'binary') =>
  octets
    .toString('latin1')
    .split(kind === 'text' ? '\r\n' : /(?!)/)
    .map((line) => {
      const units = Array.from(line, (character, at) => {
        const octet = character.charCodeAt(0);
        const blank = octet === 32 || octet === 9;
        const plain = blank ? at < line.length - 1 : octet > 32 && octet < 127 && octet !== 61;
        return plain ? character : `=${hex(octet)}`;
      });
      const rows = [''];
      for (const unit of units) {
        const row = rows.at(-1) ?? '';
        if (row.length + unit.length > 75) rows.push(unit);
        else rows[rows.length - 1] = row + unit;
      }
      return rows.join('=\r\n');
    })
    .join('\r\n');
