// SPDX-License-Identifier: Apache-2.0
// The headless runner as a person runs it: a process of its own, through a real relay, against a
// real Dovecot.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { sha256 } from '../relay/processes.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface Event {
  event: 'stored' | 'known' | 'deleted' | 'skipped' | 'failed' | 'done';
  uidl?: string;
  octets?: number;
  sha256?: string;
  reason?: string;
  code?: string;
  detail?: string;
  listed?: number;
  stored?: number;
  known?: number;
  deleted?: number;
  skipped?: number;
}

export interface Run {
  code: number | null;
  events: Event[];
  /** The last event. */
  end: Event;
  stderr: string;
}

export interface Mailbox {
  relay: string;
  server: string;
  user: string;
  password: string;
}

/** A folder for what a test fetches, gone after `dispose`. */
export async function scratch() {
  const folder = await mkdtemp(path.join(tmpdir(), 'pillarbox-headless-'));
  const out = path.join(folder, 'out');
  return {
    folder,
    out,
    /** sha256 of each message file, read from its octets and not from its name. */
    async digests(): Promise<string[]> {
      const names = (await readdir(out)).filter((name) => name.endsWith('.eml'));
      const digests = await Promise.all(
        names.map(async (name) => sha256(await readFile(path.join(out, name)))),
      );
      expect(digests.map((digest) => `${digest}.eml`).sort()).toEqual(names.sort());
      return digests.sort();
    },
    async state(): Promise<
      { uidl: string; sha256: string; storedAt: number; deletedAt?: number }[]
    > {
      return JSON.parse(await readFile(path.join(out, 'state.json'), 'utf8')).messages;
    },
    clear: () => rm(out, { recursive: true, force: true }),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
export type Scratch = Awaited<ReturnType<typeof scratch>>;

/** Starts `npm run fetch` without npm. */
export async function start(box: Mailbox, to: Scratch, ...options: string[]) {
  const passwordFile = path.join(to.folder, 'password');
  await writeFile(passwordFile, `${box.password}\n`, { mode: 0o600 });
  const where = ['--relay', box.relay, '--server', box.server, '--user', box.user];
  return run(...where, '--password-file', passwordFile, '--out', to.out, ...options);
}

export function run(...args: string[]) {
  const child = spawn(process.execPath, ['build/node/web/node/fetch.js', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { process: child, ended: ended(child) };
}

async function ended(child: ChildProcess): Promise<Run> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = stdout.split('\n').filter(Boolean);
  // A killed process may have written half of its last line.
  if (code === null && !stdout.endsWith('\n')) lines.pop();
  const events = lines.map((line): Event => JSON.parse(line));
  return { code, events, end: events.at(-1) ?? { event: 'failed', code: 'nothing' }, stderr };
}

/** Runs to the end. */
export const fetchMail = async (box: Mailbox, to: Scratch, ...options: string[]): Promise<Run> =>
  (await start(box, to, ...options)).ended;
