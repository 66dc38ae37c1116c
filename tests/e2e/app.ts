// SPDX-License-Identifier: Apache-2.0
// The app as a person has it: the built site and the relay on one port, a real mail server, and a
// Chromium whose profile is on disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';

export const dist = path.resolve(import.meta.dirname, '../../dist');

/** The site and its relay, which may reach these servers. */
export const site = (...servers: string[]): Promise<RunningRelay> =>
  relay('--web', dist, ...servers.flatMap((server) => ['--allow', server]));

/** A profile of its own; `open` may be called again after the browser was closed. */
export function profile() {
  const folder = mkdtempSync(path.join(tmpdir(), 'pillarbox-profile-'));
  let context: BrowserContext | undefined;
  return {
    async open(size = { width: 1440, height: 900 }): Promise<Page> {
      await context?.close();
      context = await chromium.launchPersistentContext(folder, {
        ...config.use?.launchOptions,
        viewport: size,
        locale: 'en-GB',
      });
      const page = context.pages()[0] ?? (await context.newPage());
      page.on('pageerror', (error) => {
        throw error;
      });
      return page;
    },
    async dispose() {
      await context?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Account {
  address: string;
  password: string;
  server: string;
  port: number;
  security: 'TLS' | 'STLS' | 'None';
  after?: 'Leave on server' | 'Delete from server';
  remember?: true;
}

/** The account of a demo server, in clear unless something else is said. */
export const demoAccount = (
  demo: { user: string; password: string; host: string; port: number },
  other: Partial<Account> = {},
): Account => ({
  address: demo.user,
  password: demo.password,
  server: demo.host,
  port: demo.port,
  security: 'None',
  ...other,
});

/** Types an account into the form and saves it. */
export async function addAccount(page: Page, account: Account) {
  await page.getByRole('button', { name: 'Add account' }).first().click();
  await page.getByLabel('Email address').fill(account.address);
  await page.getByLabel('User name').fill(account.address);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  if (account.remember) await page.getByLabel('Remember password').check();
  await page.getByLabel('Security').selectOption({ label: account.security });
  await page.getByLabel('Server', { exact: true }).fill(account.server);
  await page.getByLabel('Port').fill(String(account.port));
  if (account.after) {
    await page.getByLabel('After download').selectOption({ label: account.after });
  }
  await page.getByRole('button', { name: 'Save account' }).click();
}

/** How many messages the list says that it has. */
export async function total(page: Page): Promise<number> {
  const first = page.getByRole('listbox', { name: 'Messages' }).getByRole('option').first();
  return Number((await first.getAttribute('aria-setsize')) ?? 0);
}

export async function waitForTotal(page: Page, count: number) {
  await expect.poll(() => total(page), { timeout: 60_000 }).toBe(count);
}

/** The site's service worker has everything it needs without a connection. */
export async function waitForOffline(page: Page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}
