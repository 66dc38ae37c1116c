// SPDX-License-Identifier: Apache-2.0
// What a kill in mid-write leaves of Chromium's IndexedDB, made without chance. LevelDB's log is
// blocks of 32 KiB; a record that does not fit is cut into fragments, and each is written by itself:
//
//   checksum (4) length (2, little-endian) kind (1: whole, 2: first, 3: middle, 4: last) octets
//
// https://github.com/google/leveldb/blob/main/doc/log_format.md
import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';

const kBlock = 32 * 1024;
const kHeader = 7;
const kFirst = 2;

export type Tear = 'between two fragments' | 'within a fragment' | 'behind a header';

/** Ends the log of a profile that nobody uses in the midst of the last record of several fragments;
 *  says which log. */
export function tearLog(profile: string, tear: Tear): string {
  const log = lastLog(profile);
  const first = fragments(readFileSync(log)).findLast(({ kind }) => kind === kFirst);
  if (first === undefined) throw new Error(`${log} has no record of several fragments.`);
  const within = {
    'between two fragments': first.length,
    'within a fragment': Math.floor(first.length / 2),
    'behind a header': 0,
  }[tear];
  truncateSync(log, first.at + kHeader + within);
  return log;
}

function lastLog(profile: string): string {
  const databases = path.join(profile, 'Default', 'IndexedDB');
  const [folder] = readdirSync(databases).filter((name) => name.endsWith('.leveldb'));
  if (folder === undefined) throw new Error(`${databases} has no LevelDB.`);
  const names = readdirSync(path.join(databases, folder));
  const log = names
    .filter((name) => /^\d+\.log$/.test(name))
    .sort()
    .at(-1);
  if (log === undefined) throw new Error(`${folder} has no log.`);
  return path.join(databases, folder, log);
}

function fragments(log: Buffer): { at: number; length: number; kind: number }[] {
  const all = [];
  let at = 0;
  while (at + kHeader <= log.length) {
    const left = kBlock - (at % kBlock);
    // No header fits there.
    if (left < kHeader) {
      at += left;
      continue;
    }
    const length = log.readUInt16LE(at + 4);
    all.push({ at, length, kind: log.readUInt8(at + 6) });
    at += kHeader + length;
  }
  return all;
}
