// SPDX-License-Identifier: Apache-2.0
// Which targets the policy lets through, asked in its own language (decide.py).
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { python } from './processes.ts';

interface Question {
  token?: string;
  allow?: string[] | string;
  only?: boolean;
  names?: Record<string, string[]>;
}

interface Answer {
  verdict?: string;
  addresses?: string[];
  log?: string;
  lookup?: [string, number] | null;
  error?: string;
}

const script = fileURLToPath(new URL('decide.py', import.meta.url));
const asked = spawn(python.command, ['-W', 'ignore', script], {
  stdio: ['pipe', 'pipe', 'inherit'],
  env: python.env,
});
const answers = createInterface({ input: asked.stdout })[Symbol.asyncIterator]();
afterAll(() => asked.kill());

/** Rejects if the policy died of the question. */
async function ask(question: Question): Promise<Answer> {
  asked.stdin.write(`${JSON.stringify(question)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error(`no answer to ${JSON.stringify(question)}`);
  return JSON.parse(value);
}

const PUBLIC = '198.41.0.4';
const PUBLIC_6 = '2001:503:ba3e::2:30';

describe('addresses', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'link-local'],
    ['100.64.0.1', 'shared by'],
    ['100.127.255.255', 'shared by'],
    ['0.0.0.0', 'unspecified'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['198.18.0.1', 'for benchmarks'],
    ['203.0.113.9', 'for documentation'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fd12:3456::1', 'private'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['ff02::1', 'multicast'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:0:10.0.0.1', 'private'],
    ['::127.0.0.1', 'reserved'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['64:ff9b::a00:1', 'private'],
    ['64:ff9b:1::1', 'reserved'],
    ['2002:7f00:1::1', 'loopback'],
    ['2002:c0a8:101::1', 'private'],
    ['2001::1', 'reserved'],
    ['2001:db8::1', 'for documentation'],
    ['not an address', 'unreadable'],
  ])('%s is refused: %s', async (address, why) => {
    const answer = await ask({
      token: 'mail.example.org:995',
      names: { 'mail.example.org': [address] },
    });
    expect(answer).toMatchObject({ verdict: 'refused', lookup: null });
    expect(answer.log).toBe(
      `mail.example.org:995 refused: its address is ${answer.log?.split('address is ')[1]}`,
    );
    expect(answer.log).toContain(why);
  });

  test.each([
    PUBLIC,
    '172.32.0.1',
    '100.128.0.1',
    '11.0.0.1',
    PUBLIC_6,
    '2002:c629:4::1',
    `64:ff9b::${'c629:4'}`,
  ])('%s is public', async (address) => {
    const answer = await ask({
      token: 'mail.example.org:995',
      names: { 'mail.example.org': [address] },
    });
    expect(answer).toMatchObject({
      verdict: 'allowed',
      addresses: [address],
      lookup: [address, 995],
    });
  });

  test('one bad address among good ones refuses the name', async () => {
    const names = { 'rebind.example': [PUBLIC, '127.0.0.1'] };
    expect((await ask({ token: 'rebind.example:110', names })).verdict).toBe('refused');
  });
});

describe('ports and names', () => {
  const names = {
    'mail.example.org': [PUBLIC, PUBLIC_6],
    [PUBLIC_6]: [PUBLIC_6],
    '127.0.0.1': ['127.0.0.1'],
  };

  test.each([
    ['mail.example.org:110', 'allowed'],
    ['mail.example.org:995', 'allowed'],
    ['MAIL.Example.org.:995', 'allowed'],
    [`[${PUBLIC_6}]:995`, 'allowed'],
    ['mail.example.org:25', 'refused'],
    ['mail.example.org:22', 'refused'],
    ['mail.example.org:65535', 'refused'],
    ['127.0.0.1:995', 'refused'],
    ['nowhere.example:995', 'unknown-host'],
    ['2130706433:995', 'unknown-host'],
    ['', 'malformed'],
    ['mail.example.org', 'malformed'],
    ['mail.example.org:', 'malformed'],
    ['mail.example.org:0', 'malformed'],
    ['mail.example.org:65536', 'malformed'],
    ['mail.example.org:٩٩٥', 'malformed'],
    ['mail.example.org:-1', 'malformed'],
    ['mail.example.org:995 ', 'malformed'],
    ['mail.example.org:995\n', 'malformed'],
    [' mail.example.org:995', 'malformed'],
    [':995', 'malformed'],
    ['a..b:995', 'malformed'],
    ['.example.org:995', 'malformed'],
    [`${'a'.repeat(64)}.example:995`, 'malformed'],
    [`${'a.'.repeat(127)}example:995`, 'malformed'],
    ['user@mail.example.org:995', 'malformed'],
    ['mail.example.org/x:995', 'malformed'],
    ['post.bücher.example:995', 'malformed'],
    ['::1:995', 'malformed'],
    ['[::1:995', 'malformed'],
    ['[mail.example.org]:995', 'malformed'],
    ['[127.0.0.1]:995', 'malformed'],
    ['[fe80::1%eth0]:995', 'malformed'],
    ['unix_socket:995\0', 'malformed'],
  ])('%j is %s', async (token, verdict) => {
    const answer = await ask({ token, names });
    expect(answer.verdict).toBe(verdict);
    // What cannot be read is never written into the log.
    if (verdict === 'malformed') expect(answer.log).toMatch(/^malformed: [\w ?:;=,]*HOST:PORT$/);
  });

  test('no token at all is malformed', async () => {
    expect((await ask({})).verdict).toBe('malformed');
  });

  test('all addresses that were checked are handed over, in order', async () => {
    expect((await ask({ token: 'mail.example.org:995', names })).addresses).toEqual([
      PUBLIC,
      PUBLIC_6,
    ]);
  });
});

describe('allow list', () => {
  const names = {
    localhost: ['127.0.0.1'],
    '127.0.0.1': ['127.0.0.1'],
    'mail.example.org': [PUBLIC],
  };
  const directory = mkdtempSync(join(tmpdir(), 'pillarbox-allow-'));
  const file = join(directory, 'allow');
  writeFileSync(file, '# our own\nlocalhost:1110  # demo\n\n[::1]:1995\n');
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each<[Question, string]>([
    [{ token: 'localhost:1110', allow: ['localhost:1110'] }, 'allowed'],
    [{ token: 'LOCALHOST.:1110', allow: ['localhost:1110'] }, 'allowed'],
    [{ token: 'localhost:1110', allow: ['127.0.0.1:1110'] }, 'refused'],
    [{ token: 'localhost:1111', allow: ['localhost:1110'] }, 'refused'],
    [{ token: 'localhost:110', allow: ['localhost:1110'] }, 'refused'],
    [{ token: 'localhost:1110', allow: [`@${file}`] }, 'allowed'],
    [{ token: 'localhost:1111', allow: `localhost:1111 @${file}` }, 'allowed'],
    [{ token: 'mail.example.org:995', allow: ['localhost:1110'] }, 'allowed'],
    [{ token: 'mail.example.org:995', allow: ['localhost:1110'], only: true }, 'refused'],
    [{ token: 'localhost:1110', allow: ['localhost:1110'], only: true }, 'allowed'],
  ])('%j is %s', async (question, verdict) => {
    expect((await ask({ ...question, names })).verdict).toBe(verdict);
  });

  test.each([
    [['localhost'], "'localhost'"],
    [[`@${join(directory, 'missing')}`], 'cannot read'],
    [[`@${directory}`], 'cannot read'],
  ])('%j cannot be read', async (allow, words) => {
    expect((await ask({ token: 'localhost:110', allow })).error).toContain(words);
  });
});
