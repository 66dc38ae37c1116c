// SPDX-License-Identifier: Apache-2.0
// A mistake of ours in the core, under the command lines: the process says so and deletes nothing, and
// what can go on does, in a new instance.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { letter, type SmallServer, smallServer } from '../worker/small_server.ts';
import { fetchMail, type Scratch, scratch } from './harness.ts';

const mails = Array.from({ length: 60 }, (_, at) => letter(`mail ${at}`));

let server: SmallServer;
let through: RunningRelay;
let to: Scratch;

beforeAll(async () => {
  server = await smallServer({ ana: [...mails] });
  through = await relay('--allow', `127.0.0.1:${server.port}`);
  to = await scratch();
});
afterAll(async () => {
  await through.stop();
  await server.stop();
  await to.dispose();
});

/** Node's options for a process whose core has another's memory once it has printed this. */
async function brokenAt(printed: string): Promise<string> {
  const file = path.join(to.folder, 'break.mjs');
  await writeFile(
    file,
    `const instantiate = WebAssembly.instantiate;
let memory;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  memory = Object.values(made.instance.exports).find((each) => each instanceof WebAssembly.Memory);
  return made;
};
const write = process.stdout.write;
process.stdout.write = function (text, ...more) {
  if (memory && String(text).includes(${JSON.stringify(printed)})) {
    new Uint8Array(memory.buffer).fill(0xff);
    process.stdout.write = write;
  }
  return write.call(this, text, ...more);
};
`,
  );
  return `--import ${file}`;
}

async function withOptions<T>(options: string, run: () => Promise<T>): Promise<T> {
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = options;
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
}

it('fetch: stored and not confirmed, it fails and deletes nothing; the next run goes on', async () => {
  const box = {
    relay: through.url.replace(/^http/, 'ws'),
    server: `127.0.0.1:${server.port}`,
    user: 'ana',
    password: 'p',
  };
  const options = ['--tls', 'none', '--delete'];
  const broken = await withOptions(await brokenAt('"stored"'), () =>
    fetchMail(box, to, ...options),
  );
  expect({ code: broken.code, end: broken.end }).toMatchObject({
    code: 1,
    end: { event: 'failed', code: 'internal' },
  });
  expect(broken.events.filter(({ event }) => event === 'stored')).not.toEqual([]);

  const next = await fetchMail(box, to, ...options);
  expect(next).toMatchObject({ code: 0, end: { event: 'done', listed: 60 } });
  expect(await to.digests()).toHaveLength(60);
  expect(server.mailboxes.ana).toEqual([]);
  const sessions = server.log.join('\n').split(/^ CAPA$/m);
  expect(sessions[1]).toMatch(/RETR/);
  expect(sessions[1]).not.toMatch(/DELE|QUIT/);
  expect(sessions[2]).toMatch(/DELE/);
});

it('mime: the file is named, and the next one is read', async () => {
  const files = ['first', 'second', 'third'].map((name) => path.join(to.folder, `${name}.eml`));
  for (const file of files) await writeFile(file, letter(path.basename(file)));
  const { code, stdout, stderr } = await withOptions(
    await brokenAt('first.eml'),
    () =>
      new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
        const child = spawn(process.execPath, ['build/node/web/node/mime.js', ...files]);
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (text) => (stdout += text));
        child.stderr.on('data', (text) => (stderr += text));
        child.once('close', (code) => resolve({ code, stdout, stderr }));
      }),
  );
  const read = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(read.map(({ file }) => file)).toEqual([files[0], files[2]]);
  expect(read.map(({ subject }) => subject)).toEqual(['first.eml', 'third.eml']);
  expect(stderr).toContain(`${files[1]}: `);
  expect(code).toBe(1);
});
