// SPDX-License-Identifier: Apache-2.0
// What every kind of mail is written with: choices, dates, identifiers, and who we are.
import { message } from './compose.mjs';
import { seeded } from './random.mjs';

/** @typedef {ReturnType<typeof makeContext>} Context */
/** @typedef {{ date: Date, bytes: Buffer }} Letter */
/** @typedef {import('./compose.mjs').Person} Person */
/** @typedef {import('./compose.mjs').Part} Part */
/**
 * @typedef {object} Draft
 * @property {Person} from
 * @property {Person[]} [to]
 * @property {Person[]} [cc]
 * @property {string} subject
 * @property {Date} date
 * @property {Part} part
 * @property {number} [zone]
 * @property {string} [messageId]
 * @property {string[]} [references]
 * @property {string[]} [fields]
 * @property {import('./charsets.mjs').Charset} [charset]
 * @property {'pass' | 'fail' | 'none'} [authenticated]
 */

export const SARI = { name: 'Sari Wulandari', address: 'sari@tokobatik.example' };
const HOST = 'mail.tokobatik.example';
const DAY = 86_400_000;

const BULAN =
  'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(
    ' ',
  );
const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** @param {{ seed: number, now: Date }} options */
export function makeContext({ seed, now }) {
  const random = seeded(seed);
  // Semarang is seven hours east of UTC all year.
  const today = Math.floor((now.getTime() + 7 * 3_600_000) / DAY) * DAY - 7 * 3_600_000;

  /**
   * So many days before today, at a time of day in Semarang; never later than now.
   * @param {number} days @param {number} hour @param {number} [minute]
   */
  const daysAgo = (days, hour, minute = random.between(0, 59)) => {
    const time = today - days * DAY + (hour * 60 + minute) * 60_000 + random.between(0, 59) * 1000;
    return new Date(Math.min(time, now.getTime() - random.between(60, 900) * 1000));
  };
  const local = (/** @type {Date} */ date) => new Date(date.getTime() + 7 * 3_600_000);
  const bulan = (/** @type {Date} */ date, ahead = 0) =>
    BULAN[(local(date).getUTCMonth() + ahead) % 12] ?? '';
  const month = (/** @type {Date} */ date, ahead = 0) =>
    MONTHS[(local(date).getUTCMonth() + ahead) % 12] ?? '';
  const year = (/** @type {Date} */ date) => local(date).getUTCFullYear();
  /** "22 November 2026" @param {Date} date */
  const tanggal = (date) => `${local(date).getUTCDate()} ${bulan(date)} ${year(date)}`;
  /** "Rp 1.250.000" @param {number} amount */
  const rupiah = (amount) => `Rp ${String(amount).replace(/(?=(?:\d{3})+$)(?!^)/g, '.')}`;
  /** @param {string} domain */
  const id = (domain) => `${random.hex(8)}.${random.hex(12)}@${domain}`;
  const boundary = () => `=_${random.hex(24)}`;
  /** @param {string} address */
  const domainOf = (address) => address.slice(address.indexOf('@') + 1);

  /**
   * The message as it lies in the mailbox, with the trace of its way there.
   * @param {Draft} draft @returns {Letter}
   */
  const letter = (draft) => {
    const domain = domainOf(draft.from.address);
    const arrived = new Date(draft.date.getTime() + random.between(2, 40) * 1000);
    const verdict = draft.authenticated ?? 'pass';
    const results =
      verdict === 'none'
        ? 'dkim=none; spf=none; dmarc=none'
        : `dkim=${verdict} header.d=${domain}; spf=${verdict} smtp.mailfrom=${domain};\r\n dmarc=${verdict} header.from=${domain}`;
    const from = [
      `Return-Path: <${draft.from.address}>`,
      'Delivered-To: sari@tokobatik.example',
      `Received: from mx${random.between(1, 4)}.${domain} (mx.${domain} [192.0.2.${random.between(1, 254)}])`,
      `\tby ${HOST} with ESMTPS id ${random.hex(12)}`,
      `\tfor <sari@tokobatik.example>; ${stamp(arrived)}`,
      `Authentication-Results: ${HOST}; ${results}`,
    ];
    const { part, fields = [], to = [SARI], messageId = id(domain), ...rest } = draft;
    const bytes = message({ ...rest, to, messageId, fields: [...from, ...fields] }, part);
    return { date: draft.date, bytes };
  };

  return { random, now, daysAgo, bulan, month, year, tanggal, rupiah, id, boundary, letter };
}

/** @param {Date} date */
function stamp(date) {
  const [week, day, name, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${week}, ${Number(day)} ${name} ${year} ${time} +0000`;
}

/**
 * The answer's quote of an earlier text.
 * @param {string} introduction @param {string} earlier
 */
export function quote(introduction, earlier) {
  const lines = earlier.trimEnd().split('\n');
  return `${introduction}\n${lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n')}\n`;
}
