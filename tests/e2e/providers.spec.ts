// SPDX-License-Identifier: Apache-2.0
// The form says at once what a mail provider wants first, or that it has no POP3.
import { expect, type Page, test } from '@playwright/test';
import type { RunningRelay } from '../relay/processes.ts';
import { profile, site } from './app.ts';

let served: RunningRelay;
let mine: ReturnType<typeof profile>;

test.beforeEach(async () => {
  served = await site();
  mine = profile();
});
test.afterEach(async () => {
  await mine.dispose();
  await served.stop();
});

async function form(): Promise<Page> {
  const page = await mine.open();
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Add account' }).click();
  return page;
}

test('an address at a provider without POP3', async () => {
  const page = await form();
  const note = page.getByRole('status').getByText(/has no POP3/);
  const address = page.getByLabel('Email address');
  const server = page.getByLabel('Server', { exact: true });
  await address.pressSequentially('sari@icloud.com');
  await expect(note).toHaveText(
    /iCloud Mail has no POP3, so this app cannot collect mail from it\./,
  );
  await expect(server).toHaveValue('');
  await page.getByRole('button', { name: 'Save account' }).click();
  await expect(page.getByText('Type the server’s name')).toBeVisible();
  // It may be collected from somewhere else.
  await server.pressSequentially('pop.own.example');
  await expect(note).toHaveCount(0);
  await server.fill('imap.mail.me.com');
  await expect(note).toBeVisible();
  await server.clear();
  await address.fill('sari@tokobatik.example');
  await expect(note).toHaveCount(0);
});

test('what a provider wants first, in both languages', async () => {
  const page = await form();
  const status = page.locator('form [role="status"]');
  const address = page.getByLabel('Email address');
  await address.fill('sari@gmail.com');
  await expect(status).toHaveText(/switch POP3 on in the settings of Gmail.*make an app password/);
  await address.fill('sari@yahoo.co.id');
  await expect(status).toHaveText(/^Yahoo Mail does not take your usual password here/);
  await address.fill('sari@hotmail.com');
  await expect(status).toHaveText(/^ ?Outlook lets apps in only by a sign-in on its own page/);
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.evaluate(() => localStorage.setItem('pillarbox.language', 'id'));
  await page.reload();
  await page.getByRole('button', { name: 'Tambah akun' }).click();
  await page.getByLabel('Alamat surel').fill('sari@proton.me');
  await expect(status).toHaveText(/^ ?Proton Mail tidak punya POP3/);
});
