// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { endingOf, safeFileName } from '../../web/ui/safe_file_name.ts';

const octets = (name: string) => Buffer.from(name).length;

test.each([
  ['Daftar harga.pdf', 'Daftar harga.pdf'],
  ['../../etc/passwd', 'etc_passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['.bashrc', 'bashrc'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['a\u0000b\r\nc.txt', 'abc.txt'],
  ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'],
  ['con: aux?.txt', 'con_ aux_.txt'],
  ['', 'attachment'],
  ['...', 'attachment'],
])('%j is saved as %j', (suggested, name) => {
  expect(safeFileName(suggested)).toBe(name);
});

test.each([
  ['Faktur 12/2026.pdf', 'Faktur 12_2026.pdf'],
  ['/etc/passwd', 'passwd'],
  ['C:\\Users\\ana\\a.doc', 'a.doc'],
  ['\\\\server\\share\\a.doc', 'a.doc'],
  ['a/./../b', 'a_b'],
  ['a/ .. /b', 'a_b'],
  ['/', 'attachment'],
  ['a.txt:stream', 'a.txt_stream'],
  ['a..b.txt', 'a..b.txt'],
  ['.\u202e./x', 'x'],
])('no part of a path stays: %j is saved as %j', (suggested, name) => {
  expect(safeFileName(suggested)).toBe(name);
});

test.each([
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['Nul.tar.gz', '_Nul.tar.gz'],
  ['COM1', '_COM1'],
  ['lpt9.pdf', '_lpt9.pdf'],
  ['com¹.pdf', '_com¹.pdf'],
  ['aux .pdf', '_aux .pdf'],
  ['CONIN$', '_CONIN$'],
  ['c\u200bon.txt', '_con.txt'],
  ['.con', '_con'],
  ['x/con', 'x_con'],
  ['/x/con', '_con'],
  ['console.txt', 'console.txt'],
  ['com10.txt', 'com10.txt'],
  ['a.con', 'a.con'],
])('no device of Windows: %j is saved as %j', (suggested, name) => {
  expect(safeFileName(suggested)).toBe(name);
});

test.each([
  ['a.txt. . ', 'a.txt'],
  [' .htaccess', 'htaccess'],
  [`invoice.pdf${' '.repeat(100)}.exe`, 'invoice.pdf .exe'],
  ['invoice.pdf\u3000\u3164\u2800\u00a0.exe', 'invoice.pdf .exe'],
  ['a\tb.txt', 'ab.txt'],
  ['a\ud800b.txt', 'ab.txt'],
  ['\u202e', 'attachment'],
  ['日本語.pdf', '日本語.pdf'],
  ['حساب.pdf', 'حساب.pdf'],
])('nothing hides: %j is saved as %j', (suggested, name) => {
  expect(safeFileName(suggested)).toBe(name);
});

test('no character that is not seen or turns others round', () => {
  const ranges = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0x61c, 0x61c],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xfeff, 0xfeff],
    [0xe0001, 0xe007f],
  ];
  for (const [first = 0, last = 0] of ranges) {
    for (let code = first; code <= last; ++code) {
      const name = safeFileName(`tagihan${String.fromCodePoint(code)}fdp.exe`);
      expect(name, `U+${code.toString(16)}`).toBe('tagihanfdp.exe');
    }
  }
});

describe('a name of any length fits a file system and keeps its ending', () => {
  test.each([
    ['letters', `${'a'.repeat(300)}.pdf`, '.pdf'],
    ['of four octets', `${'😀'.repeat(5000)}.tar.gz`, '.gz'],
    ['of three octets', `${'語'.repeat(100)} .docx`, '.docx'],
    ['without an ending', '😀'.repeat(5000), '😀'],
    ['all of it ending', `a.${'b'.repeat(500)}`, 'b'],
    ['hidden', `.${'b'.repeat(500)}`, 'b'],
    ['a dot where it is cut', `${'a'.repeat(199)}.${'b'.repeat(500)}`, 'a'],
  ])('%s', (_, suggested, ending) => {
    const name = safeFileName(suggested);
    expect(octets(name)).toBeLessThanOrEqual(200);
    expect(octets(name)).toBeGreaterThan(190);
    expect(name.endsWith(ending)).toBe(true);
    expect(name).not.toContain('\ufffd');
  });

  test('and one of 200 octets is left alone', () => {
    const name = `${'a'.repeat(196)}.pdf`;
    expect(safeFileName(name)).toBe(name);
  });
});

test.each([
  ['a.pdf', '.pdf'],
  ['a.pdf.exe', '.exe'],
  ['a', ''],
  ['.a', ''],
  [`a.${'b'.repeat(50)}`, ''],
])('the ending of a name: %#', (name, ending) => {
  expect(endingOf(name)).toBe(ending);
});

test('the names of the mail that misleads', () => {
  const file = path.resolve(import.meta.dirname, '../data/mime/parameters/names_that_mislead.json');
  const { attachments } = JSON.parse(readFileSync(file, 'utf8')) as {
    attachments: { filename: string }[];
  };
  expect(attachments.map(({ filename }) => safeFileName(filename))).toEqual([
    'tagihanfdp.exe',
    'filename.jpg.exe',
    'barisdua.pdf',
    'etc_passwd',
    'htaccess',
    '_CON.txt',
    `${'a'.repeat(196)}.pdf`,
  ]);
});
