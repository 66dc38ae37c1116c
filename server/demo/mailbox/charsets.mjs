// SPDX-License-Identifier: Apache-2.0
// Writes text in the charsets that mail still comes in. JavaScript only reads them (TextDecoder),
// so each table is made by reading every code once and turning the result round.

/** @typedef {'utf-8' | 'us-ascii' | 'iso-8859-1' | 'windows-1252' | 'koi8-r' | 'gb18030' | 'iso-2022-jp'} Charset */

/** @type {Map<string, Map<string, number[]>>} */
const tables = new Map();

/**
 * @param {string} text
 * @param {Charset} charset
 * @returns {Buffer}
 */
export function encode(text, charset) {
  switch (charset) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'us-ascii':
    case 'iso-8859-1':
    case 'windows-1252':
      return Buffer.from(Array.from(text, latin));
    case 'koi8-r':
      return encodeBy(table('koi8-r', singleBytes()), text);
    case 'gb18030':
      return encodeBy(table('gb18030', bytePairs(0x81, 0x40)), text);
    case 'iso-2022-jp':
      return encodeJapanese(text);
  }
}

// Node 20 decodes windows-1252 as iso-8859-1, so these of 0x80 to 0x9F are named here.
const WINDOWS_1252 = new Map(
  Object.entries({ '€': 0x80, '„': 0x84, '…': 0x85, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94 }),
);
for (const [character, code] of [
  ['–', 0x96],
  ['—', 0x97],
  ['™', 0x99],
  ['œ', 0x9c],
]) {
  WINDOWS_1252.set(String(character), Number(code));
}

/** @param {string} character */
function latin(character) {
  const code = WINDOWS_1252.get(character) ?? character.codePointAt(0) ?? 0;
  if (code > 255) {
    throw new Error(`not in windows-1252: ${character}`);
  }
  return code;
}

/** @param {string} text */
function encodeJapanese(text) {
  // RFC 1468: each line begins and ends in ASCII; ESC $ B leads to JIS X 0208, ESC ( B back.
  const eucJp = table('euc-jp', bytePairs(0xa1, 0xa1));
  /** @type {number[]} */
  const out = [];
  let wide = false;
  for (const character of text) {
    const isWide = character.charCodeAt(0) > 127;
    if (isWide !== wide) {
      out.push(0x1b, ...(isWide ? [0x24, 0x42] : [0x28, 0x42]));
      wide = isWide;
    }
    out.push(
      ...(isWide ? code(eucJp, character).map((byte) => byte & 0x7f) : Buffer.from(character)),
    );
  }
  return Buffer.from(wide ? [...out, 0x1b, 0x28, 0x42] : out);
}

/** @param {Map<string, number[]>} codes @param {string} text */
function encodeBy(codes, text) {
  return Buffer.from(
    Array.from(text).flatMap((character) =>
      character.charCodeAt(0) < 128 ? [character.charCodeAt(0)] : code(codes, character),
    ),
  );
}

/** @param {Map<string, number[]>} codes @param {string} character */
function code(codes, character) {
  const bytes = codes.get(character);
  if (bytes === undefined) {
    throw new Error(`not in that charset: ${character}`);
  }
  return bytes;
}

/** @param {string} charset @param {Iterable<number[]>} candidates */
function table(charset, candidates) {
  const known = tables.get(charset);
  if (known !== undefined) {
    return known;
  }
  const decoder = new TextDecoder(charset);
  const codes = /** @type {Map<string, number[]>} */ (new Map());
  for (const bytes of candidates) {
    const characters = [...decoder.decode(Uint8Array.from(bytes))];
    const [character] = characters;
    if (characters.length === 1 && character !== undefined && character !== '\ufffd') {
      codes.set(character, codes.get(character) ?? bytes);
    }
  }
  tables.set(charset, codes);
  return codes;
}

function* singleBytes() {
  for (let byte = 128; byte < 256; byte++) {
    yield [byte];
  }
}

/** @param {number} firstLead @param {number} firstTrail */
function* bytePairs(firstLead, firstTrail) {
  for (let lead = firstLead; lead < 0xff; lead++) {
    for (let trail = firstTrail; trail < 0xff; trail++) {
      yield [lead, trail];
    }
  }
}
