// SPDX-License-Identifier: Apache-2.0
// Mailboxes of a given size for benchmarks and tests of bulk: mostly short mail, some HTML, and a
// tail of attachments that holds most of the bytes, as in real mailboxes.
import { attachment, message, multipart, text } from './mailbox/compose.mjs';
import { seeded } from './mailbox/random.mjs';

const WORDS =
  'kain batik motif harga meter warna soga indigo kirim pesan toko seragam contoh ukuran minggu bulan order cloth price sample delivery invoice colour pattern workshop wax cotton silk shop letter thanks please regards tomorrow between cutting size'.split(
    ' ',
  );

/**
 * Yields `count` messages of `octets` altogether, to within one line a message. Memory in use is
 * one message.
 * @param {{ count: number, octets: number, seed?: number }} options
 * @returns {Generator<Buffer>}
 */
export function* generateLoad({ count, octets, seed = 1 }) {
  const random = seeded(seed);
  const weights = Array.from({ length: count }, () => weight(random));
  const heavy = weights.reduce((sum, value) => sum + value, 0);
  // Every mail has some text; what is left of the bytes is shared out by weight.
  for (let index = 0; index < count; index++) {
    const room = Math.round((octets * (weights[index] ?? 0)) / heavy);
    yield mail(random, index, room);
  }
}

/** Relative sizes: 2 to 8 for text, to 30 for HTML, to 400 for files. @param {import('./mailbox/random.mjs').Random} random */
function weight(random) {
  const kind = random.between(1, 100);
  return kind <= 62
    ? random.between(2, 8)
    : kind <= 88
      ? random.between(8, 30)
      : random.between(60, 400);
}

/**
 * @param {import('./mailbox/random.mjs').Random} random
 * @param {number} index @param {number} room
 */
function mail(random, index, room) {
  const sender = random.pick(['dewi', 'budi', 'maria', 'hana', 'sekretariat', 'pesanan']);
  const envelope = {
    from: {
      name: `${sender[0]?.toUpperCase()}${sender.slice(1)}`,
      address: `${sender}@load.example`,
    },
    to: [{ name: 'Load', address: 'load@tokobatik.example' }],
    subject: `${sentence(random, random.between(2, 7)).slice(0, -1)} ${index + 1}`,
    date: new Date(Date.UTC(2026, 0, 1) + index * 600_000),
    messageId: `${index}.${random.hex(16)}@load.example`,
  };
  const empty = message(envelope, text('\n', { charset: 'us-ascii', transfer: '7bit' })).length;
  const plain = (/** @type {number} */ size) =>
    text(prose(random, size), { charset: 'us-ascii', transfer: '7bit' });
  if (room < 40_000) {
    return message(envelope, plain(Math.max(room - empty, 2)));
  }
  const boundary = `=_${random.hex(24)}`;
  const frame = 420;
  // Base64 makes 78 octets of every 57.
  const bytes = random.bytes(Math.floor(((room - empty - frame - 1500) / 78) * 57));
  const file = attachment('application/octet-stream', `data-${index + 1}.bin`, bytes);
  return message(envelope, multipart('mixed', [plain(1500), file], boundary));
}

/** @param {import('./mailbox/random.mjs').Random} random @param {number} words */
function sentence(random, words) {
  const text = Array.from({ length: words }, () => random.pick(WORDS)).join(' ');
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** Lines of prose, of `size` octets with CRLF. @param {import('./mailbox/random.mjs').Random} random @param {number} size */
function prose(random, size) {
  let left = size;
  let out = '';
  while (left > 2) {
    const line = sentence(random, random.between(5, 9)).slice(0, left - 2);
    out += `${line}\n`;
    left -= line.length + 2;
  }
  return out;
}
