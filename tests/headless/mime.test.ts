// SPDX-License-Identifier: Apache-2.0
// The mails of tests/data/mime, read by the compiled core through `npm run mime`: wasm has another C
// library and other vector instructions than the native tests, and must read the same.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const data = path.join(root, 'tests/data/mime');

function mime(...files: string[]): Record<string, unknown>[] {
  const output = execFileSync(process.execPath, ['tools/headless.mjs', 'mime', ...files], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

it('reads every mail as its JSON says', () => {
  const mails = readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => path.join(data, name));
  expect(mails.length).toBeGreaterThan(150);
  const read = mime(...mails);
  expect(read.map(({ file }) => file)).toEqual(mails);
  for (const { file, ...parsed } of read) {
    const expected = JSON.parse(readFileSync(String(file).replace(/eml$/, 'json'), 'utf8'));
    expect(parsed, String(file)).toEqual(expected);
  }
});

it('prints an object with empty values for an empty file and for noise', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pillarbox-mime-'));
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + i * 7) % 256));
  writeFileSync(path.join(folder, 'a-empty'), '');
  writeFileSync(path.join(folder, 'b-noise'), noise);
  const [empty, random, ...more] = mime(folder);
  rmSync(folder, { recursive: true });
  expect(more).toEqual([]);
  expect(empty).toEqual({
    file: path.join(folder, 'a-empty'),
    headers: [],
    from: [],
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: '',
    date: null,
    messageId: '',
    inReplyTo: '',
    references: [],
    text: null,
    html: null,
    attachments: [],
    defects: expect.any(Array),
  });
  expect(random).toMatchObject({ subject: '', date: null, attachments: [] });
});
