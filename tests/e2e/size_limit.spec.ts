// SPDX-License-Identifier: Apache-2.0
// An account with a size limit: of a larger message the header comes, and the rest when it is asked
// for; only then may it go from the server.
import { expect, test } from '@playwright/test';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { sha256 } from '../relay/processes.ts';
import { profile, site, waitForTotal } from './app.ts';

const user = 'sari@tokobatik.example';
const password = 'kawung-parang';
const mail = (subject: string, text: string) =>
  Buffer.from(
    `From: Dewi Lestari <dewi@example.org>\r\nTo: ${user}\r\nSubject: ${subject}\r\n` +
      `Date: Mon, 02 Nov 2026 10:00:00 +0700\r\nMessage-ID: <${subject.length}@example.org>\r\n\r\n${text}`,
  );
const large = mail('Foto pabrik', 'Satu baris dari foto yang sangat besar.\r\n'.repeat(40_000));
const small = mail('Salam', 'Apa kabar?\r\n');

test('a message over the limit comes when it is asked for, and not before', async () => {
  const dovecot = await startDovecot({ users: [{ user, password, messages: [large, small] }] });
  const served = await site(`${dovecot.host}:${dovecot.port}`);
  const mine = profile();
  try {
    const page = await mine.open();
    await page.goto(served.url);
    await page.getByRole('button', { name: 'Add account' }).first().click();
    await page.getByLabel('Email address').fill(user);
    await page.getByLabel('User name').fill(user);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Security').selectOption({ label: 'None' });
    await page.getByLabel('Server', { exact: true }).fill(dovecot.host);
    await page.getByLabel('Port').fill(String(dovecot.port));
    await page.getByLabel('After download').selectOption({ label: 'Delete from server' });
    await page.getByLabel('Size limit').selectOption({ label: '1 MB' });
    await page.getByRole('button', { name: 'Save account' }).click();
    await page.getByRole('button', { name: 'Check mail' }).click();
    await waitForTotal(page, 2);
    // The small one has come and gone; the large one stays where it is.
    await expect.poll(() => dovecot.digests(user)).toEqual([sha256(large)]);

    const option = page.getByRole('option', { name: /^Dewi Lestari.*Foto pabrik/ });
    await expect(option).toHaveAccessibleName(/Only the header is here · 1\.6 MB/);
    await option.click();
    const message = page.getByRole('region', { name: 'Message', exact: true });
    await expect(message.getByRole('heading', { name: 'Foto pabrik' })).toBeVisible();
    await expect(message).toContainText('Only the header of this message is here');
    await expect(message.getByRole('button', { name: 'View source' })).toHaveCount(0);

    await message.getByRole('button', { name: 'Fetch the rest' }).click();
    await expect(message).toContainText('Satu baris dari foto yang sangat besar.');
    await expect(message.getByRole('button', { name: 'Fetch the rest' })).toHaveCount(0);
    await waitForTotal(page, 2);
    await expect.poll(() => dovecot.digests(user)).toEqual([]);

    // Octet for octet.
    await message.getByRole('button', { name: 'View source' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk);
    expect(sha256(Buffer.concat(chunks))).toBe(sha256(large));
  } finally {
    await mine.dispose();
    await served.stop();
    await dovecot.stop();
  }
});
