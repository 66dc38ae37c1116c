// SPDX-License-Identifier: Apache-2.0
// The relay's HTTP side: the site's files, what is not to be had, and the probe.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { address, type RunningRelay, relay, upgradeStatus } from './processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'pillarbox-site-'));
const site = join(directory, 'dist');
const ORIGIN = 'https://mail.tokobatik.example';
let open: RunningRelay;
let bound: RunningRelay;

beforeAll(async () => {
  mkdirSync(join(site, 'assets'), { recursive: true });
  mkdirSync(join(site, 'help'));
  writeFileSync(join(directory, 'secret.txt'), 'secret');
  writeFileSync(join(site, '.env'), 'secret');
  writeFileSync(join(site, 'index.html'), '<title>Pillarbox</title>');
  writeFileSync(join(site, 'manifest.webmanifest'), '{}');
  writeFileSync(join(site, 'sw.js'), '// worker');
  writeFileSync(join(site, 'assets', 'core-1a2b.wasm'), Buffer.from([0, 97, 115, 109]));
  writeFileSync(join(site, 'assets', 'core-1a2b.wasm.br'), 'brotli');
  writeFileSync(join(site, 'assets', 'app-3c4d.js'), 'x');
  symlinkSync(join(directory, 'secret.txt'), join(site, 'link.txt'));
  symlinkSync(join(site, 'sw.js'), join(site, 'inside.js'));
  open = await relay('--web', site);
  bound = await relay('--web', site, '--origin', ORIGIN, '--allow', '127.0.0.1:1');
});

afterAll(async () => {
  await Promise.all([open.stop(), bound.stop()]);
  rmSync(directory, { recursive: true });
});

/** A request as it is written, past what fetch would tidy up; the answer's text. */
async function raw(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('latin1').write(request);
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  await once(socket, 'close');
  return answer;
}

describe('files', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/?utm=1', 'text/html; charset=utf-8', 'no-cache'],
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/inside.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json', 'no-cache'],
    ['/assets/core-1a2b.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
    [
      '/assets/app-3c4d.js',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
  ])('%s', async (path, type, cache) => {
    const answer = await fetch(open.url + path, { headers: { 'Accept-Encoding': 'identity' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('cache-control')).toBe(cache);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(answer.headers.get('content-security-policy')).toBe("frame-ancestors 'self'");
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });

  test.each([
    '/missing',
    '/help',
    '/help/',
    '/assets',
    '/assets/',
    '/.env',
    '/link.txt',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..\\secret.txt',
    '//etc/passwd',
    '/%00',
    '/index.html%00.png',
    '/%ff',
    `${'/a'.repeat(3000)}`,
    `/${'a'.repeat(5000)}`,
    'index.html',
    `${'http://x/'}../secret.txt`,
  ])('%s is not there', async (path) => {
    const answer = await raw(
      open.url,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toContain('secret');
  });

  test('a compressed copy is sent to who takes it', async () => {
    const path = '/assets/core-1a2b.wasm';
    const get = (coding: string) =>
      raw(
        open.url,
        `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${coding}\r\nConnection: close\r\n\r\n`,
      );
    const compressed = await get('gzip, br');
    expect(compressed).toContain('\r\nContent-Encoding: br\r\n');
    expect(compressed).toContain('\r\nContent-Type: application/wasm\r\n');
    expect(compressed).toMatch(/\r\n\r\nbrotli$/);
    expect(await get('br;q=0, gzip')).toMatch(/\r\n\r\n\0asm$/);
  });

  test('a copy that is still good is not sent again', async () => {
    const first = await fetch(`${open.url}/sw.js`);
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(`${open.url}/sw.js`, { headers: { 'If-None-Match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('HEAD has no body, and other methods are not there', async () => {
    const head = await fetch(`${open.url}/sw.js`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '9',
      '',
    ]);
    expect((await fetch(open.url, { method: 'POST', body: 'x' })).status).toBe(501);
  });

  test('what is no HTTP gets an answer and no traceback', async () => {
    expect(await raw(open.url, 'USER sari\r\n\r\n')).toContain('400');
    expect(await raw(open.url, `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n\r\n`)).toContain('414');
    expect(open.log()).not.toContain('Traceback');
    expect(open.log()).not.toContain('sari');
  });

  test('a body is not read as the next request', async () => {
    const smuggled = 'GET /sw.js HTTP/1.1\r\nHost: x\r\n\r\n';
    const answer = await raw(
      open.url,
      `GET / HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    );
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});

describe('probe', () => {
  test.each([
    ['127.0.0.1:995', 403, 'refused'],
    ['mail.example.org:25', 403, 'refused'],
    ['nonsense', 400, 'malformed'],
    ['no-such-host.invalid:995', 404, 'unknown-host'],
  ])('%s: %i %s', async (target, status, verdict) => {
    const answer = await fetch(`${open.url}/relay?token=${encodeURIComponent(target)}`);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ relay: 'pillarbox', verdict });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('says what it would let through, to its origins alone', async () => {
    const url = `${bound.url}/relay?token=127.0.0.1:1`;
    const known = await fetch(url, { headers: { Origin: ORIGIN } });
    expect([known.status, known.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    const stranger = await fetch(url, { headers: { Origin: 'https://evil.example' } });
    expect([stranger.status, stranger.headers.get('access-control-allow-origin')]).toEqual([
      403,
      null,
    ]);
  });
});

describe('upgrade', () => {
  test.each<[string, string, Record<string, string>, number]>([
    ['an origin on the list', '127.0.0.1:1', { Origin: ORIGIN }, 101],
    ['another origin', '127.0.0.1:1', { Origin: 'https://evil.example' }, 403],
    ['an origin that begins alike', '127.0.0.1:1', { Origin: `${ORIGIN}.evil.example` }, 403],
    ['no origin', '127.0.0.1:1', {}, 403],
    ['a target that is refused', '127.0.0.1:995', { Origin: ORIGIN }, 403],
    ['a target that cannot be read', 'nonsense', { Origin: ORIGIN }, 400],
  ])('%s', async (_name, target, headers, status) => {
    expect(await upgradeStatus(address(bound.url, target), headers)).toBe(status);
  });

  test('only at /relay where there is a site', async () => {
    expect(
      await upgradeStatus(`${bound.url.replace('http', 'ws')}/x?token=127.0.0.1:1`, {
        Origin: ORIGIN,
      }),
    ).toBe(404);
  });
});
