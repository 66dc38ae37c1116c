// SPDX-License-Identifier: Apache-2.0
// The relay with a certificate of its own: wss, and nothing in the clear.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeCertificates } from '../../server/demo/certificates.mjs';
import {
  address,
  closed,
  type RunningRelay,
  readOctets,
  relay,
  sha256,
  type TcpServer,
  tcpServer,
} from './processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'pillarbox-wss-'));
let running: RunningRelay;
let mail: TcpServer;
let ca: Buffer;

beforeAll(async () => {
  mail = await tcpServer();
  const { caFile, certFile, keyFile } = await makeCertificates(join(directory, 'tls'));
  ca = readFileSync(caFile);
  running = await relay('--cert', certFile, '--key', keyFile, '--allow', mail.target);
});

afterAll(async () => {
  expect(await running.stop()).toBe(0);
  await mail.close();
  rmSync(directory, { recursive: true });
});

test('relays both ways over wss', async () => {
  expect(running.url).toMatch(/^https:/);
  const taken = mail.connection();
  const browser = new WebSocket(address(running.url, mail.target), { ca });
  browser.binaryType = 'nodebuffer';
  await once(browser, 'open');
  const server = await taken;
  const [up, down] = [randomBytes(3_000_001), randomBytes(5_000_003)];
  const got: Buffer[] = [];
  browser.on('message', (part: Buffer) => got.push(part));
  browser.send(up);
  const end = closed(browser);
  const heard = await readOctets(server, up.length);
  server.end(down);
  expect(await end).toEqual({ code: 1000, reason: 'Target closed' });
  expect(sha256(heard)).toBe(sha256(up));
  expect(sha256(Buffer.concat(got))).toBe(sha256(down));
});

test('plain HTTP is hung up on', async () => {
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
  socket.write('GET /relay HTTP/1.1\r\nHost: x\r\n\r\n');
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  await new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
  expect(answer).not.toContain('HTTP/1.1');
  expect(running.log()).not.toContain('Traceback');
});
