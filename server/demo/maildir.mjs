// SPDX-License-Identifier: Apache-2.0
// Puts messages into a Maildir as a delivery agent does, and reads them as POP3 shows them.
import { createHash } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {{ uid: number, gid: number }} Owner */
/** @typedef {Iterable<Uint8Array> | AsyncIterable<Uint8Array>} Messages */

// Deliveries are numbered in the seconds of the file name: a server lists by it.
let deliveries = 1_700_000_000;

/**
 * @param {string} directory
 * @param {Owner | null} owner null: as whom we run
 */
export async function makeMaildir(directory, owner) {
  for (const path of [directory, ...['cur', 'new', 'tmp'].map((name) => join(directory, name))]) {
    await mkdir(path, { mode: 0o700 });
    if (owner !== null) {
      await chown(path, owner.uid, owner.gid);
    }
  }
}

/**
 * Stores messages with the line ends of a Unix file. The sizes in the file name (S= of the file,
 * W= with CRLF) spare the server from reading every file for its first LIST.
 * @param {string} directory
 * @param {Messages} messages with CRLF or LF
 * @param {Owner | null} owner
 */
export async function deliver(directory, messages, owner) {
  for await (const message of messages) {
    const stored = toUnixLines(message);
    const octets = stored.length + countBareLineFeeds(stored);
    const name = `${deliveries++}.M0P${process.pid}.demo,S=${stored.length},W=${octets}`;
    const draft = join(directory, 'tmp', name);
    await writeFile(draft, stored, { mode: 0o600 });
    if (owner !== null) {
      await chown(draft, owner.uid, owner.gid);
    }
    await rename(draft, join(directory, 'new', name));
  }
}

/** A server deletes and moves messages while somebody looks. @param {NodeJS.ErrnoException} error */
function unlessGone(error) {
  if (error.code !== 'ENOENT') throw error;
  return null;
}

/**
 * The messages of a Maildir in the order of delivery, as POP3 sends them: with CRLF.
 * @param {string} directory
 * @returns {AsyncGenerator<Buffer>}
 */
export async function* readMaildir(directory) {
  /** @type {{ name: string, path: string }[]} */
  const files = [];
  for (const folder of ['new', 'cur']) {
    for (const name of await readdir(join(directory, folder))) {
      files.push({ name, path: join(directory, folder, name) });
    }
  }
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { path } of files) {
    const file = await readFile(path).catch(unlessGone);
    if (file !== null) yield toNetworkLines(file);
  }
}

/**
 * The sha256 of each message as POP3 sends it, in hexadecimal, in the order of delivery.
 * @param {string} directory
 */
export async function digestMaildir(directory) {
  /** @type {string[]} */
  const digests = [];
  for await (const message of readMaildir(directory)) {
    digests.push(createHash('sha256').update(message).digest('hex'));
  }
  return digests;
}

/** @param {Uint8Array} message */
function toUnixLines(message) {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  return bytes.includes('\r\n')
    ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
    : bytes;
}

/** @param {Buffer} stored */
function toNetworkLines(stored) {
  return Buffer.from(stored.toString('latin1').replace(/(?<!\r)\n/g, '\r\n'), 'latin1');
}

/** @param {Buffer} stored */
function countBareLineFeeds(stored) {
  let count = 0;
  for (let at = stored.indexOf(10); at !== -1; at = stored.indexOf(10, at + 1)) {
    count += stored[at - 1] === 13 ? 0 : 1;
  }
  return count;
}
