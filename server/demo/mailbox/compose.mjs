// SPDX-License-Identifier: Apache-2.0
// Writes a message (RFC 5322, MIME) from what it is to say. Lines end in CRLF.
import { encode } from './charsets.mjs';

/** @typedef {import('./charsets.mjs').Charset} Charset */
/** @typedef {'7bit' | '8bit' | 'quoted-printable' | 'base64'} Transfer */
/** @typedef {{ name: string, address: string }} Person */

/**
 * A body part: bytes under header fields.
 * @typedef {{ fields: string[], body: Buffer }} Part
 */

/**
 * @typedef {object} Envelope
 * @property {Person} from
 * @property {Person[]} to
 * @property {Person[]} [cc]
 * @property {string} subject
 * @property {Date} date
 * @property {number} [zone] minutes east of UTC
 * @property {string} messageId without angle brackets
 * @property {string[]} [references] the last of them is what this answers
 * @property {string[]} [fields] further header fields, before the others
 * @property {Charset} [charset] of encoded words
 */

const CRLF = '\r\n';
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * @param {Envelope} envelope
 * @param {Part} part
 */
export function message(envelope, part) {
  const charset = envelope.charset ?? 'utf-8';
  const { references = [], cc = [] } = envelope;
  const people = (/** @type {Person[]} */ list) =>
    list.map((person) => mailbox(person, charset)).join(`,${CRLF} `);
  const fields = [
    ...(envelope.fields ?? []),
    `Date: ${dateTime(envelope.date, envelope.zone ?? 420)}`,
    `From: ${mailbox(envelope.from, charset)}`,
    `To: ${people(envelope.to)}`,
    ...(cc.length > 0 ? [`Cc: ${people(cc)}`] : []),
    `Subject: ${encodedWords(envelope.subject, charset)}`,
    `Message-ID: <${envelope.messageId}>`,
    ...(references.length > 0
      ? [
          `In-Reply-To: <${references.at(-1)}>`,
          `References: ${references.map((id) => `<${id}>`).join(`${CRLF} `)}`,
        ]
      : []),
    'MIME-Version: 1.0',
    ...part.fields,
  ];
  return Buffer.concat([Buffer.from(fields.join(CRLF) + CRLF + CRLF, 'latin1'), part.body]);
}

/**
 * @param {string} content with \n between lines
 * @param {{ charset?: Charset, transfer?: Transfer, subtype?: string, flowed?: boolean }} [how]
 * @returns {Part}
 */
export function text(content, how = {}) {
  const charset = how.charset ?? 'utf-8';
  const transfer = how.transfer ?? 'quoted-printable';
  const parameters = how.flowed ? '; format=flowed; delsp=no' : '';
  const lines = how.flowed ? flow(content) : content;
  const bytes = encode(lines.replaceAll('\n', CRLF), charset);
  return {
    fields: [
      `Content-Type: text/${how.subtype ?? 'plain'}; charset=${charset}${parameters}`,
      `Content-Transfer-Encoding: ${transfer}`,
    ],
    body: transferEncode(bytes, transfer),
  };
}

/**
 * @param {'mixed' | 'alternative' | 'related' | 'report; report-type=delivery-status'} subtype
 * @param {Part[]} parts
 * @param {string} boundary
 * @returns {Part}
 */
export function multipart(subtype, parts, boundary) {
  const pieces = parts.flatMap(({ fields, body }) => [
    Buffer.from(`--${boundary}${CRLF}${fields.join(CRLF)}${CRLF}${CRLF}`, 'latin1'),
    body,
    Buffer.from(CRLF),
  ]);
  pieces.push(Buffer.from(`--${boundary}--${CRLF}`));
  return {
    fields: [`Content-Type: multipart/${subtype};${CRLF} boundary="${boundary}"`],
    body: Buffer.concat(pieces),
  };
}

/**
 * @param {string} contentType
 * @param {string} filename
 * @param {Buffer} bytes
 * @param {{ contentId?: string, oldNames?: boolean }} [how] oldNames: an encoded word for the
 *   name, as many programs write it, and not RFC 2231
 * @returns {Part}
 */
export function attachment(contentType, filename, bytes, how = {}) {
  const disposition = how.contentId === undefined ? 'attachment' : 'inline';
  return {
    fields: [
      `Content-Type: ${contentType}${parameter('name', filename, true)}`,
      `Content-Disposition: ${disposition}${parameter('filename', filename, how.oldNames ?? false)}`,
      'Content-Transfer-Encoding: base64',
      ...(how.contentId === undefined ? [] : [`Content-ID: <${how.contentId}>`]),
    ],
    body: transferEncode(bytes, 'base64'),
  };
}

/** @param {Buffer} bytes a whole message @returns {Part} */
export function forwarded(bytes) {
  return {
    fields: ['Content-Type: message/rfc822', 'Content-Disposition: attachment'],
    body: bytes,
  };
}

/** @param {string} name @param {string} value @param {boolean} oldForm */
function parameter(name, value, oldForm) {
  if (/^[\x20-\x7e]*$/.test(value)) {
    return `;${CRLF} ${name}="${value.replace(/["\\]/g, '\\$&')}"`;
  }
  if (oldForm) {
    return `;${CRLF} ${name}="${encodedWords(value, 'utf-8')}"`;
  }
  // RFC 2231 §3 and §4: percent-encoded, in numbered pieces where it is long.
  const encoded = encodeURIComponent(value).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const pieces = encoded.match(/(?:%..|[^%]){1,18}/g) ?? [];
  if (pieces.length === 1) {
    return `;${CRLF} ${name}*=UTF-8''${encoded}`;
  }
  return pieces
    .map((piece, index) => `;${CRLF} ${name}*${index}*=${index === 0 ? "UTF-8''" : ''}${piece}`)
    .join('');
}

/** @param {Person} person @param {Charset} charset */
function mailbox({ name, address }, charset) {
  if (name === '') {
    return address;
  }
  const phrase = /^[A-Za-z0-9 ]+$/.test(name)
    ? name
    : /^[\x20-\x7e]*$/.test(name)
      ? `"${name.replace(/["\\]/g, '\\$&')}"`
      : encodedWords(name, charset);
  return `${phrase} <${address}>`;
}

/**
 * RFC 2047: text that is not ASCII, in encoded words of at most 75 characters that each hold
 * whole characters. Latin text in Q, other scripts in B, as most programs do.
 * @param {string} value
 * @param {Charset} charset
 */
export function encodedWords(value, charset) {
  if (/^[\x20-\x7e]*$/.test(value)) {
    return fold(value);
  }
  const isLatin = /^[\u0020-\u024f\u2010-\u20ac]*$/.test(value);
  const room = 75 - '=??B??='.length - charset.length;
  /** @param {string} piece */
  const write = (piece) => {
    const bytes = encode(piece, charset);
    return isLatin ? qEncode(bytes) : bytes.toString('base64');
  };
  const words = [];
  let piece = '';
  for (const character of value) {
    if (write(piece + character).length > room) {
      words.push(piece);
      piece = '';
    }
    piece += character;
  }
  words.push(piece);
  return words
    .map((word) => `=?${charset}?${isLatin ? 'Q' : 'B'}?${write(word)}?=`)
    .join(`${CRLF} `);
}

/** @param {Buffer} bytes */
function qEncode(bytes) {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return character === ' '
      ? '_'
      : /[A-Za-z0-9!*+/-]/.test(character)
        ? character
        : hexOctet(byte);
  }).join('');
}

/** @param {number} byte */
function hexOctet(byte) {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Folds a long value at spaces. @param {string} value */
function fold(value) {
  return value.length <= 66 ? value : value.replace(/(.{40,66}) /g, `$1${CRLF} `);
}

/** @param {Buffer} bytes @param {Transfer} transfer */
function transferEncode(bytes, transfer) {
  switch (transfer) {
    case '7bit':
    case '8bit':
      return bytes;
    case 'base64':
      return Buffer.from(bytes.toString('base64').replace(/.{1,76}/g, `$&${CRLF}`), 'latin1');
    case 'quoted-printable':
      return Buffer.from(quotedPrintable(bytes), 'latin1');
  }
}

/** RFC 2045 §6.7. @param {Buffer} bytes */
function quotedPrintable(bytes) {
  return bytes
    .toString('latin1')
    .split(CRLF)
    .map((line) => {
      let out = '';
      let length = 0;
      const last = line.length - 1;
      for (let at = 0; at <= last; at++) {
        const byte = line.charCodeAt(at);
        const blank = byte === 32 || byte === 9;
        const plain = (blank && at < last) || (byte > 32 && byte < 127 && byte !== 61);
        const unit = plain ? String.fromCharCode(byte) : hexOctet(byte);
        if (length + unit.length > (at === last ? 76 : 75)) {
          out += `=${CRLF}`;
          length = 0;
        }
        out += unit;
        length += unit.length;
      }
      return out;
    })
    .join(CRLF);
}

/**
 * RFC 3676: paragraphs are broken at 72 characters with a space left at the line's end.
 * @param {string} content
 */
function flow(content) {
  return content
    .split('\n')
    .map((line) => {
      if (line.startsWith('>') || line === '-- ') {
        return line;
      }
      // Space-stuffing (§4.4), then a soft break behind the last space that fits.
      let rest = /^( |From )/.test(line) ? ` ${line}` : line;
      let out = '';
      for (let at = rest.lastIndexOf(' ', 70); rest.length > 72 && at > 0; ) {
        out += `${rest.slice(0, at + 1)}\n`;
        rest = rest.slice(at + 1);
        at = rest.lastIndexOf(' ', 70);
      }
      return out + rest;
    })
    .join('\n');
}

/** RFC 5322 §3.3. @param {Date} date @param {number} zone minutes east of UTC */
export function dateTime(date, zone) {
  const local = new Date(date.getTime() + zone * 60_000);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const sign = zone < 0 ? '-' : '+';
  const offset = `${sign}${two(Math.trunc(Math.abs(zone) / 60))}${two(Math.abs(zone) % 60)}`;
  const day = `${DAYS[local.getUTCDay()]}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]}`;
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()]
    .map(two)
    .join(':');
  return `${day} ${local.getUTCFullYear()} ${time} ${offset}`;
}
