// SPDX-License-Identifier: Apache-2.0
// The relay and small TCP servers for its tests: real processes and real sockets.
import { type ChildProcess, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { findPython, startRelay } from '../../tools/relay.mjs';

export interface RunningRelay {
  /** "http://127.0.0.1:PORT" */
  url: string;
  process: ChildProcess;
  /** Everything it has written to its log. */
  log(): string;
  stop(): Promise<number | null>;
}

/** Starts the relay on a free port and resolves when it says that it is ready. */
export async function relay(...options: string[]): Promise<RunningRelay> {
  const child = startRelay(['--listen', '127.0.0.1:0', ...options], 'pipe');
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const url = await readyUrl(child, () => log);
  return {
    url,
    process: child,
    log: () => log,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

/** The URL in the line "… is ready: URL"; rejects with the log if there is none. */
export async function readyUrl(child: ChildProcess, log: () => string): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout?.setEncoding('utf8') ?? []) {
    text += chunk;
    const url = /is ready: (\S+)\/\n/.exec(text)?.[1];
    if (url !== undefined) {
      return url;
    }
  }
  throw new Error(`The relay did not start: ${log()}`);
}

/** How the relay's own modules are run: by an interpreter that has websockify. */
export const python = {
  command: findPython() ?? 'python3',
  env: {
    ...process.env,
    PYTHONPATH: fileURLToPath(new URL('../../server', import.meta.url)),
    PYTHONDONTWRITEBYTECODE: '1',
  },
};

/** What a Python file beside this one prints. */
export function runPython(name: string): string {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return execFileSync(python.command, ['-W', 'ignore', file], {
    env: python.env,
    encoding: 'utf8',
  });
}

export interface TcpServer {
  port: number;
  target: string;
  server: Server;
  /** The next connection that comes in. */
  connection(): Promise<Socket>;
  close(): Promise<void>;
}

/** A server on loopback; each connection waits to be taken. */
export async function tcpServer(): Promise<TcpServer> {
  const waiting: Socket[] = [];
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    waiting.push(socket);
    server.emit('waiting');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    target: `127.0.0.1:${port}`,
    server,
    connection: async () => {
      while (waiting.length === 0) {
        await once(server, 'waiting');
      }
      const socket = waiting.shift();
      if (socket === undefined) throw new Error('no connection');
      return socket;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The address of a WebSocket to `target` at a relay. */
export function address(url: string, target: string): string {
  return `${url.replace('http', 'ws')}/relay?token=${encodeURIComponent(target)}`;
}

export interface Closed {
  code: number;
  reason: string;
}

export function closed(socket: WebSocket): Promise<Closed> {
  return new Promise((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
}

/** An open WebSocket; rejects if the upgrade is refused. */
export async function connected(url: string, target: string): Promise<WebSocket> {
  const socket = new WebSocket(address(url, target));
  await once(socket, 'open');
  return socket;
}

/** The HTTP status an upgrade is refused with, or 101. */
export function upgradeStatus(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.once('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.once('error', reject);
  });
}

/** The next `count` octets from a socket, which stays open. */
export function readOctets(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let octets = 0;
    const take = (part: Buffer) => {
      parts.push(part);
      octets += part.length;
      if (octets < count) return;
      socket.off('data', take);
      resolve(Buffer.concat(parts));
    };
    socket.on('data', take);
    socket.once('end', () => reject(new Error(`ended after ${octets} of ${count} octets`)));
  });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Ids of the processes whose parent is `pid`, as the kernel has them. */
export function childrenOf(pid: number): number[] {
  return processes()
    .filter((process) => process.parent === pid)
    .map((process) => process.pid);
}

export function isAlive(pid: number): boolean {
  return processes().some((process) => process.pid === pid && process.state !== 'Z');
}

/** Whether any process of a group is left; one that only waits to be reaped is not. */
export function isGroupAlive(group: number): boolean {
  return processes().some((process) => process.group === group && process.state !== 'Z');
}

function processes(): { pid: number; parent: number; group: number; state: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The command stands in brackets and may itself hold spaces and brackets.
        const status = readFileSync(`/proc/${name}/stat`, 'latin1').replace(/^.*\) /s, '');
        const [state = '', parent = '', group = ''] = status.split(' ');
        return [{ pid: Number(name), parent: Number(parent), group: Number(group), state }];
      } catch {
        return []; // It has ended since.
      }
    });
}
