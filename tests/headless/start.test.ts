// SPDX-License-Identifier: Apache-2.0
// `npm start` as a person and as a script meets it: two lines, a page, and nothing left behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { childrenOf, isAlive } from '../relay/processes.ts';

const root = path.resolve(import.meta.dirname, '../..');

const descendants = (pid: number): number[] =>
  childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);

it.each(['SIGTERM', 'SIGINT'] as const)(
  'starts, serves, and leaves no child at %s',
  async (signal) => {
    const npm = spawn('npm', ['start'], {
      cwd: root,
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let url = '';
    let demo: string[] = [];
    for await (const line of createInterface({ input: npm.stdout })) {
      url = /^Pillarbox is ready: (\S+)$/.exec(line)?.[1] ?? url;
      demo = /^Demo account: (\S+ \S+ \S+ \d+)$/.exec(line)?.[1]?.split(' ') ?? demo;
      if (demo.length > 0) break;
    }
    expect(demo.slice(0, 3)).toEqual(['sari@tokobatik.example', 'kawung-parang', '127.0.0.1']);
    const page = await (await fetch(url)).text();
    expect(page).toBe(readFileSync(path.join(root, 'dist/index.html'), 'utf8'));
    const account = await (await fetch(`${url}demo.json`)).json();
    expect(account).toMatchObject({ user: demo[0], password: demo[1], security: 'tls' });

    const all = [npm.pid ?? 0, ...descendants(npm.pid ?? 0)];
    expect(all.length).toBeGreaterThan(3);
    npm.stdout.resume();
    npm.kill(signal);
    await once(npm, 'close');
    expect(all.filter(isAlive)).toEqual([]);
  },
);
