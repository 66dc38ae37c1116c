// SPDX-License-Identifier: Apache-2.0
// The demo mailbox is the same everywhere, and its Dovecot serves it and leaves nothing behind.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dovecot, startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { generateMailbox } from '../../server/demo/mailbox.mjs';
import { childrenOf, isAlive, sha256 } from './processes.ts';

const NOW = new Date('2026-11-23T04:00:00Z');

describe('mailbox', () => {
  const messages = generateMailbox({ now: NOW });
  const text = messages.map((message) => message.toString('latin1'));

  test('the same seed and day give the same bytes', () => {
    const hash = createHash('sha256');
    for (const message of messages) hash.update(`${message.length}\n`).update(message);
    expect(hash.digest('hex')).toBe(
      '048dde68b6a9c44c930ee6b6cd55fb76b70d2a7b631bd02d9f5970e31cb99530',
    );
    expect(generateMailbox({ now: NOW })[200]).toEqual(messages[200]);
    expect(generateMailbox({ now: NOW, seed: 2 })[200]).not.toEqual(messages[200]);
  });

  test('holds 300 messages and more, no two alike, over 18 months up to now', () => {
    expect(messages.length).toBeGreaterThanOrEqual(300);
    const bodies = messages.map((message) => sha256(message.subarray(message.indexOf('\r\n\r\n'))));
    expect(new Set(bodies).size).toBeGreaterThan(messages.length * 0.9);
    const dates = text.map((message) => Date.parse(/^Date: (.*)\r$/m.exec(message)?.[1] ?? ''));
    expect(Math.max(...dates)).toBeLessThan(NOW.getTime());
    expect(NOW.getTime() - Math.min(...dates)).toBeGreaterThan(530 * 86_400_000);
    expect([...dates].sort((a, b) => a - b)).toEqual(dates);
  });

  test('every line ends in CRLF and is within 998 characters; header fields are ASCII', () => {
    for (const message of text) {
      expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(Math.max(...message.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(
        998,
      );
      expect(message.slice(0, message.indexOf('\r\n\r\n'))).toMatch(/^[\t\r\n -~]*$/);
    }
  });

  test.each([
    ['an inline picture', /Content-ID: </],
    ['remote content', /<img src=3D"https?:/],
    ['a thread', /References: .*\r\n <.*\r\n </],
    ['a lone dot', /\r\n\.\r\n/],
    ['a delivery report', /message\/delivery-status/],
    ['a forwarded message', /Content-Type: message\/rfc822/],
    ['format=flowed', /format=flowed/],
    ['a calendar file', /text\/calendar/],
    ['a zip', /application\/zip/],
    ['a long file name in RFC 2231', /filename\*1\*=/],
    ['a file name in encoded words', /filename="=\?utf-8\?/],
    ['a failed authentication', /dmarc=fail/],
    ['iso-2022-jp', /charset=iso-2022-jp/],
    ['koi8-r', /charset=koi8-r/],
    ['gb18030', /charset=gb18030/],
    ['windows-1252', /charset=windows-1252/],
    ['8bit', /Content-Transfer-Encoding: 8bit/],
    ['base64 text', /charset=utf-8\r\nContent-Transfer-Encoding: base64/],
  ])('has %s', (_what, pattern) => {
    expect(text.some((message) => pattern.test(message))).toBe(true);
  });

  test('every picture and document opens', () => {
    const parts = text
      .join('')
      .matchAll(
        /Content-Type: (image\/png|application\/\w+);[\s\S]*?\r\n\r\n([\w+/=\r\n]+?)\r\n--/g,
      );
    const starts = {
      'image/png': '89504e47',
      'application/pdf': '25504446',
      'application/zip': '504b0304',
    };
    let count = 0;
    for (const [, type = '', base64 = ''] of parts) {
      count += 1;
      expect(Buffer.from(base64, 'base64').subarray(0, 4).toString('hex')).toBe(
        Object(starts)[type],
      );
    }
    expect(count).toBeGreaterThan(100);
  });
});

describe('load', () => {
  test('has the number and, to a percent, the size asked for', () => {
    const messages = [...generateLoad({ count: 400, octets: 12_000_000, seed: 7 })];
    const octets = messages.reduce((sum, message) => sum + message.length, 0);
    expect(messages.length).toBe(400);
    expect(Math.abs(octets - 12_000_000)).toBeLessThan(120_000);
    expect(sha256(Buffer.concat(messages))).toBe(
      sha256(Buffer.concat([...generateLoad({ count: 400, octets: 12_000_000, seed: 7 })])),
    );
  });
});

describe('Dovecot', () => {
  const user = 'sari@tokobatik.example';
  const password = 'a pass word';
  const messages = generateMailbox({ now: NOW }).slice(-40);
  let server: Dovecot;

  beforeAll(async () => {
    server = await startDovecot({ users: [{ user, password, messages }], tls: { key: 'rsa' } });
  });
  afterAll(() => server.stop());

  async function session(tls: boolean, ...commands: string[]): Promise<string> {
    const socket = tls
      ? connectTls({ host: 'localhost', port: server.tlsPort, ca: readFileSync(server.caFile) })
      : connectTcp(server.port, server.host);
    const login = [`USER ${user}`, `PASS ${password}`, ...commands, 'QUIT'];
    socket.setEncoding('latin1').write(login.map((line) => `${line}\r\n`).join(''));
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    return answer;
  }

  test.each([true, false])('serves each message byte for byte (TLS: %s)', async (tls) => {
    const answer = await session(tls, ...messages.map((_message, index) => `RETR ${index + 1}`));
    const bodies = [...answer.matchAll(/\+OK (\d+) octets\r\n([\s\S]*?)\r\n\.\r\n(?=\+OK)/g)];
    const got = bodies.map(([, , body = '']) =>
      sha256(Buffer.from(`${body}\r\n`.replace(/^\.\./gm, '.'), 'latin1')),
    );
    expect(got).toEqual(messages.map(sha256));
    expect(await server.digests(user)).toEqual(got);
    expect(bodies.map(([, octets]) => Number(octets))).toEqual(messages.map((m) => m.length));
  });

  test('new mail is there at the next login', async () => {
    await server.addMessages(user, [Buffer.from('Subject: baru\r\n\r\nhalo\r\n')]);
    expect(await session(false, 'STAT')).toMatch(/\+OK 41 /);
  });

  test('stop() ends its processes and removes its directory', async () => {
    const other = await startDovecot({ users: [{ user, password }] });
    const mine = dovecots(other.directory);
    expect(mine.length).toBeGreaterThan(0);
    const all = mine.flatMap((pid) => [pid, ...childrenOf(pid)]);
    expect(all.length).toBeGreaterThan(2);
    await other.stop();
    expect(all.filter(isAlive)).toEqual([]);
    expect(existsSync(other.directory)).toBe(false);
    expect(existsSync(server.directory)).toBe(true);
  });

  test('it ends when its owner is killed', async () => {
    const module = fileURLToPath(new URL('../../server/demo/dovecot.mjs', import.meta.url));
    const script = `const { startDovecot } = await import(${JSON.stringify(module)});
      console.log((await startDovecot({ users: [] })).directory);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [directory] = await once(owner.stdout.setEncoding('utf8'), 'data');
    const mine = dovecots(directory.trim());
    expect(mine.length).toBeGreaterThan(0);
    owner.kill('SIGKILL');
    while (mine.some(isAlive) || existsSync(directory.trim())) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});

/** The processes that name a directory on their command line. */
function dovecots(directory: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(directory)).map((line) => Number.parseInt(line, 10));
}
