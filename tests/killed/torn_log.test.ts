// SPDX-License-Identifier: Apache-2.0
// A kill in mid-write leaves half a record in Chromium's log. What is fetched after it is here at
// every later start, and so is what was fetched before.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { addAccount, demoAccount, site } from '../e2e/app.ts';
import { sha256 } from '../faults/maildrop.ts';
import type { RunningRelay } from '../relay/processes.ts';
import { readArchive } from './archive.ts';
import { type Browser, startBrowser } from './browser.ts';
import { type Tear, tearLog } from './torn_log.ts';

const user = 'sari@tokobatik.example';
const password = 'kawung-parang-truntum';

/** None fits into one block of the log. */
const mails = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => {
    const subject = `Subject: mail ${from + at}\r\n`;
    return Buffer.from(`From: ana@example.org\r\n${subject}\r\n${'kain batik\r\n'.repeat(7000)}`);
  });
const digests = (sent: Buffer[]) => sent.map((mail) => sha256(mail)).sort();

let dovecot: Awaited<ReturnType<typeof startDovecot>>;
let served: RunningRelay;
let profile: string;
let browser: Browser | null;

beforeEach(async () => {
  dovecot = await startDovecot({ users: [{ user, password, messages: mails(0, 8) }] });
  served = await site(`127.0.0.1:${dovecot.port}`);
  profile = mkdtempSync(path.join(tmpdir(), 'pillarbox-torn-'));
  browser = null;
});
afterEach(async () => {
  await browser?.kill();
  await served.stop();
  await dovecot.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** With an account, or without. */
async function start(): Promise<Page> {
  browser = await startBrowser(profile);
  const { page } = browser;
  await page.goto(served.url, { waitUntil: 'commit' });
  const withAccount = page.getByRole('button', { name: 'Check mail' });
  await withAccount.or(page.locator('.first-run .buttons')).first().waitFor();
  return page;
}

async function fetch(page: Page, count: number) {
  await page.getByRole('button', { name: 'Check mail' }).click();
  await page.getByText(`${count} new messages.`).waitFor();
}

const kept = async (page: Page) => (await readArchive(page)).map(({ sha256 }) => sha256).sort();

test.each<Tear>(['between two fragments', 'within a fragment', 'behind a header'])(
  'what is fetched after a kill %s stays',
  async (tear) => {
    const first = await start();
    const account = demoAccount({ user, password, host: '127.0.0.1', port: dovecot.port });
    await addAccount(first, { ...account, after: 'Leave on server', remember: true });
    await fetch(first, 8);
    await browser?.kill();

    const torn = tearLog(profile, tear);
    const second = await start();
    const left = await kept(second);
    expect(left.length).toBeLessThan(8);
    await dovecot.addMessages(user, mails(8, 12));
    await fetch(second, 12 - left.length);
    // The browser does so in its own time.
    await expect.poll(() => existsSync(torn), { timeout: 60_000 }).toBe(false);
    await browser?.kill();

    const third = await start();
    expect(await kept(third)).toEqual(digests(mails(0, 12)));
  },
);
