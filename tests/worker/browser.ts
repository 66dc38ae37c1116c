// SPDX-License-Identifier: Apache-2.0
// Real Chromium on a profile on disk, with a page that holds our modules: for the tests of what
// only a browser has.

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import config from '../../playwright.config.ts';

const here = path.dirname(fileURLToPath(import.meta.url));

/** One script that puts what `page/<name>.ts` exports on `globalThis.subject`. */
async function bundle(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: path.join(here, 'page', `${name}.ts`), formats: ['iife'], name: 'subject' },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !('output' in output)) throw new Error('vite built nothing');
  return output.output[0].code;
}

/** The site of the tests: a secure context, since it is on this computer. */
export async function servePage(name: string): Promise<{ url: string; server: Server }> {
  const script = await bundle(name);
  const server = createServer((request, response) => {
    const isScript = request.url === '/subject.js';
    response.setHeader(
      'Content-Type',
      `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`,
    );
    response.end(
      isScript ? script : '<!doctype html><title>Test</title><script src="/subject.js"></script>',
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/** The page of the whole worker, to be served by the relay; the folder is the caller's to remove. */
export async function buildSite(): Promise<string> {
  const site = await mkdtemp(path.join(tmpdir(), 'pillarbox-site-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: path.join(here, 'page'),
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: site,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rollupOptions: { input: path.join(here, 'page', 'app.html') },
    },
  });
  return site;
}

/** That page in a Chromium on a profile of its own. */
export async function openPage(name: string) {
  const { url, server } = await servePage(name);
  const profile = await newProfile(url);
  const { context, page } = await profile.start();
  return {
    url,
    page,
    async close() {
      await context.close();
      await profile.remove();
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface Profile {
  folder: string;
  /** Starts Chromium on this profile and opens the page. */
  start(): Promise<{ context: BrowserContext; page: Page }>;
  remove(): Promise<void>;
}

export async function newProfile(url: string): Promise<Profile> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pillarbox-profile-'));
  return {
    folder,
    async start() {
      const context = await chromium.launchPersistentContext(folder, config.use?.launchOptions);
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto(url);
      return { context, page };
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
