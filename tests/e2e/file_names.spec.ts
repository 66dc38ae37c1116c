// SPDX-License-Identifier: Apache-2.0
// Names of files that mislead: what is shown and what is saved has no path, opens no device, and
// shows its true ending, also where there is little room.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { addAccount, demoAccount, profile, site, waitForTotal } from './app.ts';

const user = 'sari@tokobatik.example';
const password = 'kawung-parang';
const misleading = readFileSync(
  path.resolve(import.meta.dirname, '../data/mime/parameters/names_that_mislead.eml'),
);
const nameless = Buffer.from(`From: a@example.org\r\nTo: ${user}\r\n\r\nno subject`);

const names = [
  'tagihanfdp.exe',
  'filename.jpg.exe',
  'barisdua.pdf',
  'etc_passwd',
  'htaccess',
  '_CON.txt',
  `${'a'.repeat(196)}.pdf`,
];

test('a file is saved as what it is, and its ending is seen', async () => {
  const messages = [misleading, nameless];
  const dovecot = await startDovecot({ users: [{ user, password, messages }] });
  const served = await site(`${dovecot.host}:${dovecot.port}`);
  const mine = profile();
  try {
    const page = await mine.open({ width: 360, height: 800 });
    await page.goto(served.url);
    await addAccount(page, demoAccount({ ...dovecot, user, password }));
    await page.getByRole('button', { name: 'Check mail' }).click();
    await waitForTotal(page, 2);

    await page.getByRole('option', { name: /Rina Wati.*Names/ }).click();
    const message = page.getByRole('region', { name: 'Message', exact: true });
    const shown = message.locator('.attachment-name');
    await expect(shown).toHaveText(names);
    for (const [index, name] of names.entries()) {
      // The last character is where it can be seen.
      const seen = await shown.nth(index).evaluate((element) => {
        const text = element.lastChild?.textContent ? element.lastChild : element.firstElementChild;
        const range = document.createRange();
        range.selectNodeContents(text ?? element);
        const { left, right } = range.getBoundingClientRect();
        return {
          left,
          right,
          width: window.innerWidth,
          box: element.getBoundingClientRect().right,
        };
      });
      expect(seen.left, name).toBeGreaterThanOrEqual(0);
      expect(seen.right, name).toBeLessThanOrEqual(Math.min(seen.width, seen.box + 1));
      const saved = page.waitForEvent('download');
      await message.getByRole('button', { name: `Save attachment ${name}`, exact: true }).click();
      expect((await saved).suggestedFilename()).toBe(name);
    }

    await page.goBack();
    await page.getByRole('option', { name: /a@example\.org/ }).click();
    await message.getByRole('button', { name: 'View source' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    expect((await saved).suggestedFilename()).toBe('message.eml');
  } finally {
    await mine.dispose();
    await served.stop();
    await dovecot.stop();
  }
});
