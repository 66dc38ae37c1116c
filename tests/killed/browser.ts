// SPDX-License-Identifier: Apache-2.0
// A Chromium that can be killed as the kernel kills: all of its processes at once, at any moment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { chromium, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { isGroupAlive } from '../relay/processes.ts';

const reports = path.resolve(import.meta.dirname, '../../build/reports/killed');
/** Guards against waiting for ever, on a busy machine too. */
export const kForEver = 240_000;

export interface Browser {
  page: Page;
  /** kill -9 of all of it; resolves when nothing of it runs. */
  kill(): Promise<void>;
  /** What can be seen of it, in build/reports/killed, and where. */
  keepEvidence(name: string): Promise<string>;
}

export async function startBrowser(profile: string): Promise<Browser> {
  const { executablePath = '', args = [] } = config.use?.launchOptions ?? {};
  const own = [`--user-data-dir=${profile}`, '--remote-debugging-port=0', '--lang=en-GB'];
  const child = spawn(executablePath, [...args, ...own, 'about:blank'], {
    // The leader of a group of its own.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const group = child.pid ?? 0;
  const exited = once(child, 'exit');
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-group, 'SIGKILL');
    await exited;
    while (isGroupAlive(group)) await new Promise((resolve) => setImmediate(resolve));
  };
  const said: string[] = [];
  try {
    const browser = await chromium.connectOverCDP(await endpoint(child.stderr), {
      timeout: kForEver,
    });
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.newPage());
    if (page === undefined) throw new Error('Chromium has no page.');
    page.setDefaultTimeout(kForEver);
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`pageerror: ${error.stack ?? error.message}`));
    return {
      page,
      kill,
      keepEvidence: async (name) => {
        // The profile as it is, for whoever looks into the browser's own files.
        cpSync(profile, path.join(reports, `${name}-profile`), { recursive: true, filter: isFile });
        return keepEvidence(page, said, name);
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

const isFile = (name: string) => {
  const kind = lstatSync(name);
  return kind.isFile() || kind.isDirectory();
};

/** Where Chromium says that it listens. */
async function endpoint(stderr: Readable): Promise<string> {
  let text = '';
  stderr.setEncoding('utf8');
  for await (const chunk of stderr.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const url = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
    if (url === undefined) continue;
    stderr.resume();
    return url;
  }
  throw new Error(`Chromium did not start:\n${text}`);
}

async function keepEvidence(page: Page, said: string[], name: string): Promise<string> {
  mkdirSync(reports, { recursive: true });
  const file = path.join(reports, name);
  // A page that hangs answers nothing of this; what was said before it did is kept all the same.
  const timeout = 20_000;
  const text = await page
    .locator('body')
    .textContent({ timeout })
    .catch((error) => `no text: ${error}`);
  const databases = await Promise.race([
    page.evaluate(countRecords).catch((error) => `no databases: ${error}`),
    new Promise((resolve) => setTimeout(resolve, timeout, 'no answer about databases')),
  ]);
  await page.screenshot({ path: `${file}.png`, timeout }).catch(() => {});
  writeFileSync(
    `${file}.txt`,
    `${page.url()}\n\n${text}\n\nDatabases\n${JSON.stringify(databases)}\n\nConsole\n${said.join('\n')}\n`,
  );
  return `${file}.txt`;
}

/** In the page: how many records each store has. */
async function countRecords(): Promise<Record<string, number>> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const counts: Record<string, number> = {};
  for (const { name = '', version = 0 } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name, version));
    for (const store of database.objectStoreNames) {
      const records = database.transaction(store).objectStore(store);
      counts[`${name} ${version} ${store}`] = await asked(records.count());
    }
    database.close();
  }
  return counts;
}
