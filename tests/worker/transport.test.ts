// SPDX-License-Identifier: Apache-2.0
// The transport against real sockets: `ws` on both ends, and an HTTP server that answers probes.

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Failure } from '../../web/protocol.ts';
import { systemClock } from '../../web/worker/clock.ts';
import { openTransport, type Transport } from '../../web/worker/transport.ts';
import { deferred, FakeClock, settled } from './fakes.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function relay(
  upgrade: boolean,
  status = 405,
  body = 'no',
): Promise<{ url: string; sockets: WebSocketServer }> {
  const server = createServer((_request, response) => {
    response.writeHead(status).end(body);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (upgrade)
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws));
    else socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}/relay?token=mail.example%3A995`, sockets };
}

interface Client {
  transport: Transport;
  opened: Promise<void>;
  closed: Promise<Failure | null>;
  frames: Uint8Array[];
}

function open(url: string, clock = systemClock): Client {
  const frames: Uint8Array[] = [];
  const opened = deferred<void>();
  const closed = deferred<Failure | null>();
  const transport = openTransport(
    url,
    {
      opened: opened.resolve,
      received: (octets) => frames.push(octets),
      closed: closed.resolve,
    },
    { WebSocket, fetch, clock },
  );
  return { transport, opened: opened.promise, closed: closed.promise, frames };
}

test('carries octets both ways, a command in one frame', async () => {
  const { url, sockets } = await relay(true);
  sockets.on('connection', (ws) => {
    ws.on('message', (data, binary) => {
      ws.send(data, { binary });
      ws.close(1000);
    });
  });
  const client = open(url);
  await client.opened;
  const octets = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
  client.transport.send(octets);
  expect(await client.closed).toBeNull();
  expect(client.frames).toEqual([octets]);
});

test.each([
  [1011, 'connection-refused: nothing listens', { code: 'connect.refused' }],
  [1000, '', null],
  [1006, '', null],
])('close code %i before any octet', async (code, reason, expected) => {
  const { url, sockets } = await relay(true);
  sockets.on('connection', (ws) => (code === 1006 ? ws.terminate() : ws.close(code, reason)));
  const failure = await open(url).closed;
  if (expected === null) expect(failure).toBeNull();
  else expect(failure).toEqual({ ...expected, detail: reason });
});

test('1011 after octets is an end of the stream like any other', async () => {
  const { url, sockets } = await relay(true);
  sockets.on('connection', (ws) => {
    ws.send(new Uint8Array([1]));
    ws.close(1011);
  });
  expect(await open(url).closed).toBeNull();
});

const ours = (verdict: string) =>
  JSON.stringify({ relay: 'pillarbox', verdict, reason: 'because' });

test.each([
  [403, ours('refused'), { code: 'relay.refused', detail: 'because' }],
  [400, ours('malformed'), { code: 'relay.refused', detail: 'because' }],
  [404, ours('unknown-host'), { code: 'connect.refused', detail: 'unknown-host: because' }],
  [200, ours('allowed'), { code: 'relay.unreachable' }],
  [405, '<html>', { code: 'relay.refused', detail: expect.stringContaining('405') }],
  [200, '{"relay":1}', { code: 'relay.refused' }],
  [502, 'bad gateway', { code: 'relay.unreachable', detail: expect.stringContaining('502') }],
])('a refused upgrade, and the probe answers %i %s', async (status, body, expected) => {
  const { url } = await relay(false, status, body);
  expect(await open(url).closed).toMatchObject(expected);
});

test('nobody listens', async () => {
  const { url } = await relay(true);
  const [server] = servers.splice(0);
  server?.close();
  expect(await open(url).closed).toMatchObject({ code: 'relay.unreachable' });
});

test('a relay that never answers', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const clock = new FakeClock();
  const { port } = server.address() as AddressInfo;
  const client = open(`ws://127.0.0.1:${port}/`, clock);
  const [, socket] = await once(server, 'upgrade');
  clock.pass(30_000);
  expect(await client.closed).toMatchObject({ code: 'relay.unreachable' });
  socket.destroy();
});

test('a relay that sends text', async () => {
  const { url, sockets } = await relay(true);
  sockets.on('connection', (ws) => ws.send('+OK'));
  expect(await open(url).closed).toMatchObject({ code: 'relay.refused' });
});

test('after close() nothing more is reported', async () => {
  const { url, sockets } = await relay(true);
  const ended = deferred<void>();
  sockets.on('connection', (ws) => ws.on('close', () => ended.resolve()));
  const client = open(url);
  let told = false;
  void client.closed.then(() => {
    told = true;
  });
  await client.opened;
  client.transport.close();
  await ended.promise;
  await settled();
  expect(told).toBe(false);
});
