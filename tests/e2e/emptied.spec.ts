// SPDX-License-Identifier: Apache-2.0
// A mail store that the browser has emptied is not passed off as a first run.
import { expect, type Page, test } from '@playwright/test';
import { startDemo } from '../../server/demo/demo.mjs';
import type { RunningRelay } from '../relay/processes.ts';
import { addAccount, demoAccount, profile, site } from './app.ts';

let demo: Awaited<ReturnType<typeof startDemo>>;
let served: RunningRelay;
let mine: ReturnType<typeof profile>;
let page: Page;

test.beforeAll(async () => {
  demo = await startDemo({ now: new Date() });
  served = await site(`${demo.host}:${demo.port}`);
});
test.afterAll(async () => {
  await served.stop();
  await demo.stop();
});
test.beforeEach(async () => {
  mine = profile();
  page = await mine.open();
  await page.goto(served.url);
  await expect(firstRun()).toBeVisible();
  await addAccount(page, demoAccount(demo));
  await expect(page.getByRole('button', { name: 'Check mail' })).toBeVisible();
});
test.afterEach(() => mine.dispose());

const firstRun = () => page.getByRole('heading', { name: 'Your mail, kept by you.' });
const emptied = () =>
  page.getByRole('heading', { name: 'This browser has emptied Pillarbox’s store.' });

/** As the browser would: while the app is not open. */
async function emptyStore() {
  await page.goto(`${served.url}/icons/icon.svg`);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('pillarbox');
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
  );
}

test('an emptied store is told, until an account is added again', async () => {
  await emptyStore();
  await page.goto(served.url);
  await expect(emptied()).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('still on the server');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('backup');
  await expect(firstRun()).toHaveCount(0);
  // Seeing it once is not enough.
  await page.reload();
  await expect(emptied()).toBeVisible();
  await addAccount(page, demoAccount(demo));
  await expect(page.getByRole('button', { name: 'Check mail' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Check mail' })).toBeVisible();
  await expect(emptied()).toHaveCount(0);
});

test('an emptied store is told in Indonesian', async () => {
  await emptyStore();
  await page.evaluate(() => localStorage.setItem('pillarbox.language', 'id'));
  await page.goto(served.url);
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'Peramban ini telah mengosongkan penyimpanan Pillarbox.',
  );
  await page.getByRole('main').getByRole('button', { name: 'Tambah akun' }).click();
  await expect(page.getByLabel('Alamat surel')).toBeVisible();
});

test('whoever removes the last account begins anew', async () => {
  await page.clock.install();
  await page.reload();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: `Remove ${demo.user}` }).click();
  await page
    .getByRole('dialog', { name: 'Remove account' })
    .getByRole('button', { name: 'Remove account and mail' })
    .click();
  await page.clock.fastForward(11_000);
  await expect(page.getByRole('button', { name: 'Check mail' })).toHaveCount(0);
  await page.goto(served.url);
  await expect(firstRun()).toBeVisible();
  await expect(emptied()).toHaveCount(0);
});
