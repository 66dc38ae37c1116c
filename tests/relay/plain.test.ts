// SPDX-License-Identifier: Apache-2.0
// A plain websockify with our policy as its token plugin serves the same client, with less to say.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  address,
  closed,
  connected,
  python,
  sha256,
  type TcpServer,
  tcpServer,
} from './processes.ts';

let mail: TcpServer;
let url: string;
let websockify: ReturnType<typeof start>;

function start(port: number, allow: string) {
  const policy = ['--token-plugin', 'relay.policy.MailPolicy', '--token-source', allow];
  const args = ['-W', 'ignore', '-m', 'websockify', ...policy, `127.0.0.1:${port}`];
  return spawn(python.command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: python.env });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

beforeAll(async () => {
  mail = await tcpServer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  websockify = start(port, `${mail.target} 127.0.0.1:1`);
  for await (const line of createInterface({ input: websockify.stderr })) {
    if (line.includes('MailPolicy')) break; // It listens before it says so.
  }
});

afterAll(async () => {
  websockify.kill('SIGTERM');
  await once(websockify, 'exit');
  await mail.close();
});

test('relays bytes unchanged', async () => {
  const taken = mail.connection();
  const browser = await connected(url, mail.target);
  browser.binaryType = 'nodebuffer';
  const server = await taken;
  const bytes = randomBytes(3 * 1024 * 1024);
  const got: Buffer[] = [];
  let octets = 0;
  browser.on('message', (part: Buffer) => {
    got.push(part);
    octets += part.length;
    // As the client does: what matters has come before the server is asked to close.
    if (octets === bytes.length) browser.send('QUIT\r\n', { binary: true });
  });
  const end = closed(browser);
  server.write(bytes);
  expect(String((await once(server, 'data'))[0])).toBe('QUIT\r\n');
  server.end();
  expect(await end).toEqual({ code: 1000, reason: 'Target closed' });
  expect(sha256(Buffer.concat(got))).toBe(sha256(bytes));
});

test.each([
  '127.0.0.1:995',
  '[::1]:110',
  'mail.example.org:25',
  'nonsense',
  'no-such-host.invalid:995',
])('%s is refused without a word', async (target) => {
  const socket = new WebSocket(address(url, target));
  const failed = once(socket, 'error');
  expect((await closed(socket)).code).toBe(1006);
  await failed;
});

test('a port where nothing listens closes with 1011', async () => {
  expect((await closed(new WebSocket(address(url, '127.0.0.1:1')))).code).toBe(1011);
});
