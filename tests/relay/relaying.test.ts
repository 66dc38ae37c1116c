// SPDX-License-Identifier: Apache-2.0
// Bytes through the relay, both ways and to the last; and how each end is told of the other's.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  address,
  closed,
  connected,
  type RunningRelay,
  readOctets,
  relay,
  runPython,
  sha256,
  type TcpServer,
  tcpServer,
} from './processes.ts';

const MB = 1024 * 1024;
const UNUSED = '127.0.0.1:1';
let running: RunningRelay;
let mail: TcpServer;

beforeAll(async () => {
  mail = await tcpServer();
  running = await relay('--allow', mail.target, '--allow', UNUSED, '--heartbeat', '0.2');
});

afterAll(async () => {
  expect(await running.stop()).toBe(0);
  expect(running.log()).not.toMatch(/Traceback|internal error/);
  await mail.close();
});

let browser: WebSocket;
let server: Socket;

async function connectBoth() {
  const taken = mail.connection();
  browser = await connected(running.url, mail.target);
  browser.binaryType = 'nodebuffer';
  server = await taken;
}

async function readAll(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  return Buffer.concat(parts);
}

function collect(socket: WebSocket): Buffer[] {
  const parts: Buffer[] = [];
  socket.on('message', (part: Buffer) => parts.push(part));
  return parts;
}

describe('bytes', () => {
  beforeEach(connectBoth);
  afterEach(() => browser.terminate());

  test('several megabytes both ways at once arrive unchanged', async () => {
    const [up, down] = [randomBytes(9 * MB + 1), randomBytes(11 * MB + 3)];
    const got = collect(browser);
    const end = closed(browser);
    server.write(down);
    for (let at = 0; at < up.length; at += 16_384) browser.send(up.subarray(at, at + 16_384));
    const heard = await readOctets(server, up.length);
    server.end();
    expect(await end).toEqual({ code: 1000, reason: 'Target closed' });
    expect(sha256(heard)).toBe(sha256(up));
    expect(sha256(Buffer.concat(got))).toBe(sha256(down));
  });

  test('a large message, a fragmented one and an empty one', async () => {
    const whole = randomBytes(5 * MB);
    browser.send(whole);
    browser.send(Buffer.alloc(0));
    browser.send('abc', { binary: true, fin: false });
    browser.send('def', { binary: true, fin: true });
    browser.close();
    expect(sha256(await readAll(server))).toBe(
      sha256(Buffer.concat([whole, Buffer.from('abcdef')])),
    );
  });

  test('a slow reader loses nothing when the server closes', async () => {
    const all = randomBytes(24 * MB);
    const got: Buffer[] = [];
    // Slower than the server by far, and more than the kernel holds for it: when the server
    // closes, the relay has its queue full.
    browser.on('message', (part: Buffer) => {
      got.push(part);
      browser.pause();
      setTimeout(() => browser.resume(), 4);
    });
    const end = closed(browser);
    server.end(all);
    expect(await end).toEqual({ code: 1000, reason: 'Target closed' });
    expect(sha256(Buffer.concat(got))).toBe(sha256(all));
  });

  test('what the relay itself still held is delivered too', () => {
    const { held, ...rest } = JSON.parse(runPython('drain.py'));
    expect(held).toBeGreaterThan(100_000);
    expect(rest).toEqual({ same: true, code: 1000 });
  });

  test('what the browser said last reaches a slow server', async () => {
    const all = randomBytes(6 * MB);
    server.pause();
    for (let at = 0; at < all.length; at += 65_536) browser.send(all.subarray(at, at + 65_536));
    browser.send('QUIT\r\n', { binary: true });
    const end = closed(browser);
    browser.close();
    expect(sha256(await readAll(server))).toBe(
      sha256(Buffer.concat([all, Buffer.from('QUIT\r\n')])),
    );
    server.end();
    expect((await end).code).toBe(1005);
  });

  test('pings are answered and sent, and bytes still flow', async () => {
    const pinged = once(browser, 'ping');
    const ponged = once(browser, 'pong');
    browser.ping('still there?');
    expect(String((await ponged)[0])).toBe('still there?');
    await pinged;
    server.write('+OK\r\n');
    expect(String((await once(browser, 'message'))[0])).toBe('+OK\r\n');
  });
});

describe('ends', () => {
  beforeEach(connectBoth);
  afterEach(() => browser.terminate());

  test('the browser vanishes: the server is told', async () => {
    browser.terminate();
    server.resume();
    await once(server, 'end');
  });

  test('the server resets: the browser is told', async () => {
    const end = closed(browser);
    server.write('+OK\r\n');
    await once(browser, 'message');
    server.resetAndDestroy();
    expect((await end).code).toBe(1000);
  });

  test('the server greets and closes at once: the greeting arrives', async () => {
    const got = collect(browser);
    const end = closed(browser);
    server.end('-ERR [IN-USE] maildrop locked\r\n');
    await end;
    expect(String(Buffer.concat(got))).toBe('-ERR [IN-USE] maildrop locked\r\n');
  });

  test.each([
    ['text', () => browser.send('USER sari'), 1003],
    ['a message beyond the limit', () => browser.send(Buffer.alloc(9 * MB)), 1009],
  ])('%s is refused', async (_name, send, code) => {
    const end = closed(browser);
    server.resume();
    send();
    expect((await end).code).toBe(code);
  });
});

describe('no connection', () => {
  test.each([
    [UNUSED, 'connection-refused: nothing listens on that port'],
    ['no-such-host.invalid:995', 'unknown-host: the name has no address'],
  ])('%s: 1011 %s', async (target, reason) => {
    const end = closed(new WebSocket(address(running.url, target)));
    expect(await end).toEqual({ code: 1011, reason });
    expect(running.log()).toContain(`relay: ${target} ${reason}\n`);
  });
});
