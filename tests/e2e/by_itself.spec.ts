// SPDX-License-Identifier: Apache-2.0
// What the app does without being asked, and what it can show of it afterwards.
import { expect, test } from '@playwright/test';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import type { RunningRelay } from '../relay/processes.ts';
import { addAccount, demoAccount, profile, site, waitForTotal } from './app.ts';

const user = 'sari@tokobatik.example';
const password = 'kawung-parang-truntum';
const letter = (subject: string) =>
  Buffer.from(
    `From: Ana <ana@example.org>\r\nTo: ${user}\r\nSubject: ${subject}\r\nDate: ${new Date().toUTCString()}\r\n\r\nWords of a letter.\r\n`,
  );

let dovecot: Awaited<ReturnType<typeof startDovecot>>;
let served: RunningRelay;
let mine: ReturnType<typeof profile>;

test.beforeEach(async () => {
  dovecot = await startDovecot({ users: [{ user, password, messages: [letter('The first')] }] });
  served = await site(`${dovecot.host}:${dovecot.port}`);
  mine = profile();
});
test.afterEach(async () => {
  await mine.dispose();
  await served.stop();
  await dovecot.stop();
});

const account = () => demoAccount({ user, password, host: dovecot.host, port: dovecot.port });

test('new mail arrives by itself when the network is back', async () => {
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, account());
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, 1);

  await page.context().setOffline(true);
  await expect(page.getByText('Offline: the mail here is yours to read')).toBeVisible();
  await dovecot.addMessages(user, [letter('The second')]);
  await page.context().setOffline(false);
  await waitForTotal(page, 2);
  await expect(
    page.getByRole('option', { name: /^Ana.*The second/, includeHidden: false }),
  ).toBeVisible();
  await expect(page.getByRole('alert')).toBeEmpty();
});

test('without a password it says so in a quiet line, and goes on once it has it', async () => {
  let page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, account());
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, 1);
  page = await mine.open();
  await page.goto(served.url);
  await waitForTotal(page, 1);
  await page.context().setOffline(true);
  await dovecot.addMessages(user, [letter('The second')]);
  await page.context().setOffline(false);
  await expect(page.getByText(`Password needed for ${user}.`)).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Enter password' }).click();
  const question = page.getByRole('dialog', { name: 'Password needed' });
  await question.getByLabel('Password').fill(password);
  await question.getByRole('button', { name: 'Continue' }).click();
  await waitForTotal(page, 2);
  await expect(page.getByText('Password needed for')).toBeHidden();
});

test('the conversation can be looked at and copied, without the password', async () => {
  const page = await mine.open();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(served.url);
  await addAccount(page, account());
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, 1);
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: `Conversation log of ${user}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Conversation log' });
  await expect(dialog).toContainText('C: AUTH SCRAM-SHA-256 ****');
  await expect(dialog).toContainText('C: RETR 1');
  await expect(dialog).toContainText('* done: 1 stored, 0 deleted, 0 skipped');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect(dialog.getByText('Copied.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(`${copied}\n`).toBe(await dialog.locator('pre').textContent());
  for (const secret of [password, 'The first', 'Words of a letter']) {
    expect(copied).not.toContain(secret);
    expect(copied).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
  }
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
});

test('a failure offers the conversation', async () => {
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, { ...account(), password: 'not-the-password' });
  await page.getByRole('button', { name: 'Check mail' }).click();
  const failure = page.getByRole('alert');
  await failure.getByText('Details').click();
  await failure.getByRole('button', { name: 'Conversation log' }).click();
  const dialog = page.getByRole('dialog', { name: 'Conversation log' });
  await expect(dialog).toContainText('S: -ERR [AUTH] Authentication failed.');
  await expect(dialog).toContainText('* failed: auth.rejected: Authentication failed.');
  await expect(dialog).not.toContainText('not-the-password');
});
