// SPDX-License-Identifier: Apache-2.0
// What no browser sends: broken upgrades and broken frames. Each gets an answer or a hang-up, none
// reaches the mail server or leaves a traceback.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningRelay, relay, type TcpServer, tcpServer } from './processes.ts';

let running: RunningRelay;
let mail: TcpServer;

beforeAll(async () => {
  mail = await tcpServer();
  running = await relay('--allow', mail.target);
});

afterAll(async () => {
  expect(await running.stop()).toBe(0);
  expect(running.log()).not.toMatch(/Traceback|internal error/);
  await mail.close();
});

async function raw(text: string): Promise<Socket> {
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {}).write(text, 'latin1');
  return socket;
}

/** Everything the relay says until it hangs up. */
function untilClose(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('close', () => resolve(Buffer.concat(parts)));
  });
}

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const VERSION = 'Sec-WebSocket-Version: 13\r\n';
const request = (fields: string, token = mail.target) =>
  `GET /relay?token=${encodeURIComponent(token)} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${fields}\r\n`;

describe('upgrades', () => {
  test.each([
    ['without a key', VERSION],
    ['without a version', KEY],
    ['of another version', `${KEY}Sec-WebSocket-Version: 99\r\n`],
    ['of a version that is no number', `${KEY}Sec-WebSocket-Version: x\r\n`],
    ['that offer only a sub-protocol', `${KEY}${VERSION}Sec-WebSocket-Protocol: pop3\r\n`],
  ])('%s are refused with 400', async (_name, fields) => {
    const answer = await untilClose(await raw(request(fields)));
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each([
    `${'a'.repeat(9000)}:995`,
    '%00:995',
    "'; drop table;:995",
    '\u202egro.elpmaxe:995',
    'mail.example.org:995\r\nX: y',
  ])('a token like %j is refused with 400 and not logged', async (token) => {
    const answer = await untilClose(await raw(request(`${KEY}${VERSION}`, token)));
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 400 /);
    expect(running.log()).not.toContain(token.slice(0, 20));
  });

  test('bytes that are no UTF-8 in the token', async () => {
    const answer = await untilClose(
      await raw('GET /relay?token=%ff%fe:995 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    );
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('frames', () => {
  /** Opens a WebSocket by hand and returns both ends. */
  async function open(): Promise<{ browser: Socket; server: Socket }> {
    const taken = mail.connection();
    const browser = await raw(request(`${KEY}${VERSION}`));
    let head = '';
    while (!head.includes('\r\n\r\n')) head += String((await once(browser, 'data'))[0]);
    expect(head).toMatch(/^HTTP\/1\.1 101 [\s\S]*s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
    return { browser, server: await taken };
  }

  test.each<[string, number[], number]>([
    ['without a mask', [0x82, 0x03, 1, 2, 3], 1002],
    ['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0], 1002],
    ['an opcode that is not one', [0x83, 0x80, 0, 0, 0, 0], 1003],
    ['a fragmented ping', [0x09, 0x80, 0, 0, 0, 0], 1003],
    ['a close frame whose reason is no UTF-8', [0x88, 0x83, 0, 0, 0, 0, 0x03, 0xe8, 0xff], 1002],
  ])('%s', async (_name, octets, code) => {
    const { browser, server } = await open();
    const said = untilClose(browser.once('data', () => browser.end()));
    const heard = untilClose(server.on('end', () => server.end()));
    browser.write(Buffer.from(octets));
    const frame = await said;
    expect([frame[0], frame.readUInt16BE(2)]).toEqual([0x88, code]);
    expect(await heard).toHaveLength(0);
  });

  test('a frame that announces more than memory', async () => {
    const { browser, server } = await open();
    const said = untilClose(browser.once('data', () => browser.end()));
    server.on('end', () => server.end()).resume();
    browser.write(Buffer.from([0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]));
    for (let sent = 0; sent < 12 && browser.writable; sent++) browser.write(randomBytes(1_000_000));
    const frame = await said;
    expect(frame.readUInt16BE(2)).toBe(1009);
  });

  test('noise', async () => {
    for (let round = 0; round < 20; round++) {
      const { browser, server } = await open();
      server.on('end', () => server.end()).resume();
      const end = untilClose(browser);
      browser.end(randomBytes(400));
      await end;
    }
  });
});
