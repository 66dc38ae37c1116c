// SPDX-License-Identifier: Apache-2.0
// The built site: it lives under any path, keeps its policy, precaches all of itself, opens with the
// server gone, and says when a newer version is there.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '..', '..');
const built = path.join(root, 'build', 'e2e', 'site');
const kBase = '/some/where/';
const kTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

let server: Server;
let url = '';

function files(): string[] {
  return readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(built, path.join(entry.parentPath, entry.name)));
}

test.beforeAll(async () => {
  for (const made of ['wasm/pillarbox.wasm', 'anchors.bin']) {
    if (!existsSync(path.join(root, 'build', made))) {
      throw new Error(`build/${made} is missing: npm run build -- wasm anchors`);
    }
  }
  await build({
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: built },
  });
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const name = pathname.startsWith(kBase) ? pathname.slice(kBase.length) || 'index.html' : '';
    try {
      const body = await readFile(path.join(built, name));
      response.setHeader('content-type', kTypes[path.extname(name)] ?? 'application/octet-stream');
      response.setHeader('cache-control', 'no-cache');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${kBase}`;
});

test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('every file is in the precache, the core and the authorities too', () => {
  const worker = readFileSync(path.join(built, 'sw.js'), 'utf8');
  const listed = new Set([...worker.matchAll(/url:"([^"]+)"/gu)].map((match) => match[1]));
  const missing = files().filter((name) => name !== 'sw.js' && !listed.has(name));
  expect(missing).toEqual([]);
  for (const kind of [
    /\.wasm$/u,
    /anchors.*\.bin$/u,
    /^message\.html$/u,
    /^message-images\.html$/u,
  ]) {
    expect(
      [...listed].some((name) => kind.test(name ?? '')),
      String(kind),
    ).toBe(true);
  }
});

test('the page’s policy forbids eval and inline code, and the page has none', () => {
  const html = readFileSync(path.join(built, 'index.html'), 'utf8');
  const policy = /Content-Security-Policy"\s+content="([^"]+)"/u.exec(html)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/'unsafe-(?:eval|inline)'|'unsafe-hashes'|https?:|\*\./u);
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
  for (const [, attributes, code] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/gu)) {
    expect(attributes).toContain('src=');
    expect(code).toBe('');
  }
  expect(html).not.toMatch(/<style|\son[a-z]+=|\sstyle=/u);
  for (const frame of ['message.html', 'message-images.html']) {
    const sheet = readFileSync(path.join(built, frame), 'utf8');
    expect(sheet).toContain("default-src 'none'");
    expect(sheet).not.toMatch(/script-src|<script/u);
  }
  expect(readFileSync(path.join(built, 'message.html'), 'utf8')).toMatch(/img-src blob: data:;/u);
});

test('opens without an error, and again with the server gone', async ({ page, context }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A host without a demo mailbox answers 404 for demo.json.
    if (message.type() === 'error' && !/404/u.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your mail, kept by you.');
  await expect(page.getByRole('button', { name: 'Add account' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try the demo mailbox' })).toHaveCount(0);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  expect(errors).toEqual([]);

  await context.setOffline(true);
  await page.reload();
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByLabel('Email address', { exact: true }).fill('sari@tokobatik.example');
  await expect(page.getByLabel('User name', { exact: true })).toHaveValue('sari@tokobatik.example');
  await expect(page.getByLabel('Server', { exact: true })).toHaveValue('pop.tokobatik.example');
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue('995');
  await page.getByLabel('Security', { exact: true }).selectOption('STLS');
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue('110');
  // The frame that mail is shown in comes from the precache too, as itself and not as the app.
  const sheet = await page.evaluate(() => fetch('./message.html').then((answer) => answer.text()));
  expect(sheet).toContain("style-src 'unsafe-inline'");
});

test('browser’s back leads from the form to the first page', async ({ page }) => {
  await page.goto(url);
  await page.getByRole('button', { name: 'Add account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add account');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your mail, kept by you.');
});

test('no encryption to a host elsewhere is asked about first', async ({ page }) => {
  await page.goto(url);
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByLabel('Email address', { exact: true }).fill('sari@tokobatik.example');
  await page.getByLabel('Security', { exact: true }).selectOption('None');
  await page.getByRole('button', { name: 'Save account' }).click();
  const question = page.getByRole('dialog', { name: 'No encryption' });
  await expect(question).toContainText('the relay');
  await expect(question.getByRole('button', { name: 'Do not connect' })).toBeFocused();
  await question.getByRole('button', { name: 'Do not connect' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add account');
  await page.getByRole('button', { name: 'Save account' }).click();
  await question.getByRole('button', { name: 'Continue without encryption' }).click();
  await expect(page.getByRole('status')).toContainText('sari@tokobatik.example is saved.');
  await expect(page.getByText('Not encrypted to the mail server')).toBeVisible();
});

test('speaks Indonesian where the browser does, and English when asked', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'id-ID' });
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.getByRole('button', { name: 'Tambah akun' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'id');
  await page.evaluate(() => localStorage.setItem('pillarbox.language', 'en'));
  await page.reload();
  await expect(page.getByRole('button', { name: 'Add account' })).toBeVisible();
  await context.close();
});

test('a newer version waits to be asked for', async ({ page }) => {
  await page.goto(url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  const index = path.join(built, 'index.html');
  const worker = path.join(built, 'sw.js');
  const [oldIndex, oldWorker] = [readFileSync(index, 'utf8'), readFileSync(worker, 'utf8')];
  try {
    writeFileSync(index, oldIndex.replace('<title>Pillarbox', '<title>Newer Pillarbox'));
    const newer = oldWorker.replace(
      /\{url:"index\.html",revision:"[^"]+"\}|\{revision:"[^"]+",url:"index\.html"\}/u,
      '{url:"index.html",revision:"newer"}',
    );
    expect(newer).not.toBe(oldWorker);
    writeFileSync(worker, newer);
    await page.reload();
    await expect(page).toHaveTitle('Pillarbox');
    const notice = page.getByRole('status').filter({ hasText: 'A new version is ready.' });
    await expect(notice).toBeVisible();
    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(page).toHaveTitle('Newer Pillarbox');
  } finally {
    writeFileSync(index, oldIndex);
    writeFileSync(worker, oldWorker);
  }
});
