// SPDX-License-Identifier: Apache-2.0
// Large mail and memory: a mail is in it once, an attachment passes through it in pieces, and
// `npm run mime` stays under twice the input and 64 MB, whatever the input is.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../server/demo/mailbox/random.mjs';
import { newCore } from './core.ts';

const kMegabyte = 1024 * 1024;
/** The DER of a SignedData (RFC 5652 §5.1) up to its content. */
const kSigned = 'MIAGCSqGSIb3DQEHAqCAMIACAQExAgUAMIAGCSqGSIb3DQEHAaCABIR/////';
const root = path.resolve(import.meta.dirname, '../..');
const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

it('gives a file of 50 MB in pieces, without holding it', async () => {
  const file = Buffer.alloc(50 * kMegabyte);
  for (let at = 0; at < file.length; at += 8) file.writeDoubleLE(Math.sin(at), at);
  const head = Buffer.from(
    'Content-Type: application/octet-stream; name=film\r\nContent-Transfer-Encoding: base64\r\n\r\n',
  );
  const body = Buffer.from(file.toString('base64').replace(/.{76}/g, '$&\r\n'), 'latin1');
  const core = await newCore();
  const before = core.heapOctets();
  const room = core.createRoom(head.length + body.length);
  room.view(0, head.length).set(head);
  room.view(head.length, body.length).set(body);
  const mail = room.parse();
  const [attachment] = JSON.parse(mail.json()).attachments;
  expect(attachment).toMatchObject({ filename: 'film', size: file.length });

  const stream = mail.stream(0);
  const hash = createHash('sha256');
  let most = 0;
  for (let piece = stream?.read(); piece?.length; piece = stream?.read()) {
    expect(piece.length).toBeLessThanOrEqual(kMegabyte);
    hash.update(piece);
    most = Math.max(most, core.heapOctets() - before);
  }
  expect(hash.digest('hex')).toBe(sha256(file));
  expect(most).toBeLessThan(head.length + body.length + 2 * kMegabyte);
  stream?.delete();
  mail.delete();
  room.delete();
  expect(core.heapOctets() - before).toBeLessThan(kMegabyte);
});

describe('npm run mime', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pillarbox-large-'));
  let idle = 0;

  /** Runs it, and measures the most memory that it had. */
  function mime(file: string) {
    // Said by the program itself as it ends.
    const tell = 'process.on("exit", () => console.error("peak", process.resourceUsage().maxRSS))';
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${tell}`, 'tools/headless.mjs', 'mime', file],
      { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 },
    );
    const peak = Number(/peak (\d+)/.exec(stderr)?.[1]) * 1024;
    return { status, peak, lines: stdout.split('\n').filter(Boolean) };
  }

  beforeAll(() => {
    const empty = path.join(folder, 'empty');
    writeFileSync(empty, '');
    idle = mime(empty).peak;
    expect(idle).toBeGreaterThan(kMegabyte);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A file of so many octets: a beginning, and the rest over and over. */
  function write(name: string, octets: number, head: string, rest: string): string {
    const file = path.join(folder, name);
    const handle = openSync(file, 'w');
    const block = Buffer.from(rest.repeat(Math.ceil(kMegabyte / rest.length)), 'latin1');
    let left = octets - writeSync(handle, Buffer.from(head, 'latin1'));
    while (left > 0) left -= writeSync(handle, block.subarray(0, left));
    closeSync(handle);
    return file;
  }

  const multipart = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
  const inputs: [string, string, string][] = [
    ['a file in base64', 'Content-Transfer-Encoding: base64\r\nContent-Type: a/b\r\n\r\n', 'QUJD'],
    ['text', 'Subject: long\r\n\r\n', 'words of a long letter\r\n'],
    ['text in base64', 'Content-Transfer-Encoding: base64\r\n\r\n', 'd29yZHMg\r\n'],
    ['one field', 'Subject: ', 'words \xe4 "\r\n '],
    ['fields', '', 'Subject: words \\ "quoted" and =?utf-8?q?encoded?=\r\n'],
    ['long fields', '', `X-Long: ${'\x01"'.repeat(100_000)}\r\n`],
    ['addresses', 'To: ', 'a@b.example,\r\n '],
    ['lines that end in CR', 'Subject: old\r\r', 'text of an old machine\r'],
    ['boundaries', multipart, '--b\r\n'],
    ['parts', multipart, '--b\r\nContent-Disposition: attachment; filename=name\r\n\r\nabc\r\n'],
    [
      'parts with long names',
      multipart,
      `--b\r\nContent-Disposition: attachment; filename="${'n'.repeat(20_000)}"\r\n\r\nabc\r\n`,
    ],
    ['files in text', '\r\n', 'begin 644 name\r\n#0V%T\r\nend\r\n'],
    [
      'signed text',
      // A SignedData whose content is as long as can be.
      `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${kSigned}`,
      'd29yZHMg',
    ],
    ['zeros', '', '\0'],
  ];
  // Of a smaller one most is what comes of it, of a large one the mail itself.
  const sized = [4, 200].flatMap((megabytes) =>
    inputs.map((input) => [megabytes, ...input] as const),
  );
  it.each(sized)('%i MB of %s', (megabytes, name, head, rest) => {
    const octets = megabytes * kMegabyte;
    const file = write(name.replaceAll(' ', '-'), octets, head, rest);
    const { status, peak, lines } = mime(file);
    rmSync(file);
    expect(status).toBe(0);
    expect(lines.length).toBe(1);
    const mail = JSON.parse(lines[0] ?? '');
    expect(mail).toMatchObject({ file });
    if (name === 'signed text') expect(mail.text).toMatch(/^words words/);
    expect(peak - idle).toBeLessThan(2 * octets + 64 * kMegabyte);
  });

  it('10,000 multiparts inside one another', () => {
    const file = path.join(folder, 'nested');
    const levels = Array.from(
      { length: 10_000 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    );
    const text = `${levels.join('')}\r\nthe innermost\r\n`;
    writeFileSync(file, text);
    const { status, peak, lines } = mime(file);
    expect(status).toBe(0);
    const [mail] = lines.map((line) => JSON.parse(line));
    expect(mail.defects).toContain('nesting-limit');
    // Nothing is hidden: what is beyond the limit is shown as it stands.
    expect(mail.text).toContain('the innermost');
    expect(peak - idle).toBeLessThan(2 * text.length + 64 * kMegabyte);
  });

  it('a folder of noise', () => {
    const random = seeded(8);
    const noise = path.join(folder, 'noise-0');
    const files = Array.from({ length: 200 }, (_, at) => {
      const file = `${noise}${String(at).padStart(3, '0')}`;
      writeFileSync(file, random.bytes(random.between(0, 40_000)));
      return file;
    });
    rmSync(path.join(folder, 'empty'), { force: true });
    rmSync(path.join(folder, 'nested'), { force: true });
    const { status, lines } = mime(folder);
    expect(status).toBe(0);
    expect(lines.map((line) => JSON.parse(line).file)).toEqual(files);
  });
});
