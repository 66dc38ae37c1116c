// SPDX-License-Identifier: Apache-2.0
// How many, how long, and that nothing is left when the relay ends, however it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  address,
  childrenOf,
  closed,
  connected,
  isAlive,
  readyUrl,
  relay,
  runPython,
  type TcpServer,
  tcpServer,
  upgradeStatus,
} from './processes.ts';

let mail: TcpServer;
beforeAll(async () => {
  mail = await tcpServer();
  mail.server.on('connection', (socket) => socket.resume().on('end', () => socket.end()));
});
afterAll(() => mail.close());

/** Tries until the relay lets one in: a place is free when a process has been reaped. */
async function comesIn(url: string, headers?: Record<string, string>) {
  while ((await upgradeStatus(url, headers)) !== 101);
}

describe('connections at once', () => {
  test('no more than the total', async () => {
    const running = await relay('--allow', mail.target, '--max-connections', '3');
    const sockets = [];
    for (let count = 0; count < 3; count++) {
      sockets.push(await connected(running.url, mail.target));
    }
    expect(await upgradeStatus(address(running.url, mail.target))).toBe(503);
    expect((await fetch(`${running.url}/`)).status).toBe(503);
    sockets[0]?.close();
    await comesIn(address(running.url, mail.target));
    expect(await running.stop()).toBe(0);
  });

  test('no more than one client may have', async () => {
    const running = await relay('--allow', mail.target, '--max-per-client', '2');
    const first = await connected(running.url, mail.target);
    await connected(running.url, mail.target);
    expect(await upgradeStatus(address(running.url, mail.target))).toBe(503);
    first.terminate();
    await comesIn(address(running.url, mail.target));
    expect(await running.stop()).toBe(0);
  });

  test('behind a proxy, clients are told apart by the address that the proxy has seen', async () => {
    const running = await relay('--allow', mail.target, '--max-per-client', '1', '--behind-proxy');
    const url = address(running.url, mail.target);
    const from = (list: string) => ({ 'X-Forwarded-For': list });
    const socket = new (await import('ws')).WebSocket(url, { headers: from('1.2.3.4, 192.0.2.1') });
    await once(socket, 'open');
    expect(await upgradeStatus(url, from('192.0.2.1'))).toBe(403);
    expect(await upgradeStatus(url, from('192.0.2.2'))).toBe(101);
    socket.terminate();
    await comesIn(url, from('192.0.2.1'));
    expect(await running.stop()).toBe(0);
  });
});

test('an idle connection is closed', async () => {
  const running = await relay('--allow', mail.target, '--idle-timeout', '1');
  const idle = await connected(running.url, mail.target);
  expect(await closed(idle)).toEqual({ code: 1008, reason: 'idle for too long' });
  expect(await running.stop()).toBe(0);
});

test('a busy connection is not closed', () => {
  const ended = JSON.parse(runPython('idle.py'));
  expect(ended).toEqual({ reached: 5, code: 1008, reason: 'idle for too long' });
});

describe('the end', () => {
  test('SIGTERM says goodbye and leaves no child', async () => {
    const running = await relay('--allow', mail.target);
    const pid = running.process.pid ?? 0;
    const sockets = [
      await connected(running.url, mail.target),
      await connected(running.url, mail.target),
    ];
    // One that sends nothing at all, and so holds a process in the middle of a request.
    const silent = connect(Number(new URL(running.url).port), '127.0.0.1');
    silent.on('error', () => {}).write('GET / HT');
    await once(silent, 'connect');
    const children = childrenOf(pid);
    expect(children.length).toBeGreaterThanOrEqual(2);
    const ends = sockets.map(closed);
    expect(await running.stop()).toBe(0);
    expect((await Promise.all(ends)).map((end) => end.code)).toEqual([1001, 1001]);
    expect([pid, ...children].filter(isAlive)).toEqual([]);
  });

  test('children end by themselves when the relay is killed', async () => {
    const running = await relay('--allow', mail.target);
    const socket = await connected(running.url, mail.target);
    const [child = 0] = childrenOf(running.process.pid ?? 0);
    const end = closed(socket);
    running.process.kill('SIGKILL');
    expect((await end).code).toBe(1001);
    // The close frame came from the child, which has nothing to do after it but exit.
    while (isAlive(child)) await new Promise((resolve) => setImmediate(resolve));
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'npm run relay: %s ends both',
    async (signal) => {
      const script = fileURLToPath(new URL('../../tools/relay.mjs', import.meta.url));
      const child = spawn(process.execPath, [script, '--listen', '127.0.0.1:0'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const url = await readyUrl(child, () => '');
      const [python = 0] = childrenOf(child.pid ?? 0);
      expect((await fetch(`${url}/relay`)).status).toBe(400);
      child.kill(signal);
      const [code] = await once(child, 'exit');
      expect(code).toBe(signal === 'SIGKILL' ? null : 0);
      while (isAlive(python)) await new Promise((resolve) => setImmediate(resolve));
    },
  );

  test.each([
    [['--listen', 'nowhere'], 2],
    [['--allow', 'nonsense'], 1],
    [['--web', '/no/such/directory'], 1],
    [['--cert', '/no/such/file'], 1],
    [['--unknown'], 2],
  ])('%j does not start', async (options, code) => {
    const script = fileURLToPath(new URL('../../tools/relay.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, '--listen', '127.0.0.1:0', ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
    const [status] = await once(child, 'close');
    expect(status).toBe(code);
    expect(log).not.toContain('Traceback');
    expect(log).not.toBe('');
  });
});
