// SPDX-License-Identifier: Apache-2.0
// node tools/screenshot.mjs [FOLDER]: the app with the demo mailbox, as pictures. Without a folder,
// only docs/screenshot.png, the one in README; with one, every view in it, light and dark, at three
// widths, to look at.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { startDemo } from '../server/demo/demo.mjs';
import { readyRelay } from '../tests/bench/relay.mjs';
import { root } from './run.mjs';

const folder = process.argv[2];
const sizes = {
  wide: { width: 1440, height: 900 },
  medium: { width: 900, height: 700 },
  phone: { width: 390, height: 844 },
};

const demo = await startDemo();
const site = await readyRelay([`${demo.host}:${demo.tlsPort}`], ['--web', path.join(root, 'dist')]);
const profile = mkdtempSync(path.join(tmpdir(), 'pillarbox-screenshot-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  viewport: sizes.wide,
  locale: 'en-GB',
});
const page = context.pages()[0] ?? (await context.newPage());

/** @param {string} name */
async function shoot(name) {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(folder, `${name}-${size}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(sizes.wide);
}

try {
  await page.goto(site.url.replace('ws', 'http').replace(/relay$/, ''));
  await page.getByRole('button', { name: 'Add account' }).first().waitFor();
  await shoot('first-run');
  await page.getByRole('button', { name: 'Add account' }).first().click();
  await page.getByLabel('Email address').fill(demo.user);
  await page.getByLabel('Password', { exact: true }).fill(demo.password);
  await page.getByLabel('Security').selectOption({ label: 'TLS' });
  await page.getByLabel('Server', { exact: true }).fill(demo.host);
  await page.getByLabel('Port').fill(String(demo.tlsPort));
  await shoot('account');
  await page.getByRole('button', { name: 'Save account' }).click();
  await page.getByRole('button', { name: 'Check mail' }).click();
  await page.getByRole('button', { name: 'Trust this certificate' }).waitFor();
  await shoot('certificate');
  await page.getByRole('button', { name: 'Trust this certificate' }).click();
  await page.getByText('new messages').waitFor();
  for (const close of await page.getByRole('button', { name: 'Close' }).all()) {
    await close.click({ timeout: 1000 }).catch(() => {});
  }
  await shoot('list');
  await page
    .getByRole('option', { name: /^Dewi Lestari/ })
    .first()
    .click();
  await page.frameLocator('iframe[title="Message body"]').getByText('Selamat pagi').waitFor();
  await page
    .getByRole('status')
    .getByText('new messages')
    .waitFor({ state: 'hidden' })
    .catch(() => {});
  await shoot('message');
  if (!folder) {
    mkdirSync(path.join(root, 'docs'), { recursive: true });
    await page.screenshot({ path: path.join(root, 'docs', 'screenshot.png') });
  }
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await shoot('settings');
  await page.getByRole('button', { name: /^Conversation log of/ }).click();
  await shoot('log');
} finally {
  await context.close();
  await site.stop();
  await demo.stop();
  rmSync(profile, { recursive: true, force: true });
}
