// SPDX-License-Identifier: Apache-2.0
// node tests/fuzz/make_seeds.mjs: what the servers say in tests/data/pop3, as first inputs for the
// fuzzers of the conversation. Run it after a transcript was added, and commit what it wrote.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const data = path.join(here, '../data/pop3');

/** Long ones say nothing more to a fuzzer. */
const kMostOctets = 4000;

/** @param {string} text as the transcripts write octets */
const octetsOf = (text) =>
  text.replace(/\\(?:x([0-9A-Fa-f]{2})|(.))/g, (_, hex, letter) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { r: '\r', n: '\n', 0: '\0' }[/** @type {'r'} */ (letter)] ?? letter;
  });

/** @param {string} line @returns {string} what the server says in it */
function said(line) {
  const text = octetsOf(line.slice(3));
  if (line.startsWith('S:')) return `${text}\r\n`;
  if (line.startsWith('L:')) return `${text}\n`;
  return line.startsWith('R:') ? text : '';
}

/** @param {string} fuzzer @param {string} name @param {string} octets */
function write(fuzzer, name, octets) {
  if (octets.length === 0 || octets.length > kMostOctets) return;
  writeFileSync(path.join(here, 'seeds', fuzzer, name), Buffer.from(octets, 'latin1'));
}

const fuzzers = [
  'session_conversation',
  'pop3_engine',
  'pop3_reply',
  'pop3_listing',
  'sasl_mechanism',
];
for (const fuzzer of fuzzers) {
  rmSync(path.join(here, 'seeds', fuzzer), { recursive: true, force: true });
  mkdirSync(path.join(here, 'seeds', fuzzer), { recursive: true });
}
for (const file of readdirSync(data, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!file.endsWith('.transcript')) continue;
  const name = file.replace(/\.transcript$/, '').replaceAll(path.sep, '-');
  const lines = readFileSync(path.join(data, file), 'latin1').split('\n');
  const server = lines.map(said).join('');
  // Confirms at once and deletes; much is known; frames of 64 octets.
  write('session_conversation', name, `\x15\x3f${server}`);
  const retr = lines.findIndex((line) => line.startsWith('C: RETR'));
  if (retr >= 0) write('pop3_engine', name, `\x1f\x07${lines.slice(retr).map(said).join('')}`);
  const uidl = /\+OK[^\n]*\r?\n((?:\S+ [^\n]*\n)+)\.\r?\n\+OK[^\n]*\r?\n((?:\S+ [^\n]*\n)+)\.\r?\n/;
  const [, names = '', sizes = ''] = uidl.exec(server) ?? [];
  if (names !== '') write('pop3_listing', name, `${names}\0${sizes}`);
  const refusal = lines.filter((line) => /^S: -ERR ./.test(line)).at(-1);
  if (refusal !== undefined) write('pop3_reply', name, refusal.slice(3));
}
// Challenges of RFC 5802 §5, RFC 2195 §2 and what servers say instead; the first octet chooses.
const challenges = [
  '\nr=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096\nv=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  '<1896.697170952@postoffice.reston.mci.net>',
  'Username:\nPassword:\n',
  '{"status":"invalid_token"}\n\n',
];
for (let mechanism = 0; mechanism < 7; mechanism++) {
  for (const [index, challenge] of challenges.entries()) {
    write('sasl_mechanism', `${mechanism}-${index}`, String.fromCharCode(mechanism) + challenge);
  }
}
