// SPDX-License-Identifier: Apache-2.0
// What a person types stays as it was typed, at the speed of a person and of a password manager.
import { expect, type Page, test } from '@playwright/test';
import { startDemo } from '../../server/demo/demo.mjs';
import type { RunningRelay } from '../relay/processes.ts';
import { addAccount, demoAccount, profile, site, waitForTotal } from './app.ts';

let demo: Awaited<ReturnType<typeof startDemo>>;
let served: RunningRelay;
let mine: ReturnType<typeof profile>;

test.beforeEach(async () => {
  demo = await startDemo({ now: new Date() });
  served = await site(`${demo.host}:${demo.port}`, `${demo.host}:${demo.tlsPort}`);
  mine = profile();
});
test.afterEach(async () => {
  await mine.dispose();
  await served.stop();
  await demo.stop();
});

async function collected(page: Page) {
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
}

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search mail' });

test('two words are two words, whenever the list follows', async () => {
  const page = await mine.open();
  await collected(page);
  await search(page).pressSequentially('bestellung ');
  // The list has followed the first word before the second is begun.
  await expect.poll(() => page.getByRole('option').count()).toBeLessThan(5);
  await expect(page.getByRole('option').first()).toHaveAccessibleName(/^Maria Hofer/);
  await expect(search(page)).toHaveValue('bestellung ');
  await search(page).pressSequentially('  lieferadresse ');
  await expect(page.getByRole('option').first()).toHaveAccessibleName(/^Maria Hofer/);
  // Another view draws the field anew.
  await page.getByRole('link', { name: 'Archive' }).click();
  await expect(page.getByText('Nothing found.')).toBeVisible();
  await expect(search(page)).toHaveValue('bestellung   lieferadresse ');
  await page.getByRole('link', { name: 'Inbox' }).click();
  await expect(page.getByRole('option').first()).toHaveAccessibleName(/^Maria Hofer/);
  await search(page).press('Escape');
  await expect(search(page)).toHaveValue('');
  await waitForTotal(page, demo.count);
});

test('words survive a list that changes under them', async () => {
  const page = await mine.open();
  await collected(page);
  await search(page).pressSequentially('maria ');
  await expect(page.getByRole('option').first()).toHaveAccessibleName(/^Maria Hofer/);
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByText('No new mail.')).toBeVisible();
  await expect(search(page)).toHaveValue('maria ');
  await search(page).press('End');
  await search(page).pressSequentially('hofer');
  await expect(search(page)).toHaveValue('maria hofer');
});

test('on a phone, words given up by going back to the list do not choose what it shows', async () => {
  const page = await mine.open({ width: 390, height: 844 });
  await page.clock.install();
  await collected(page);
  const bar = page.getByRole('navigation', { name: 'Views' });
  await bar.getByRole('button', { name: 'Search' }).click();
  // Both in one turn, sooner than the list follows what is typed.
  await search(page).evaluate((field: HTMLInputElement) => {
    field.value = 'bestellung';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    for (const button of document.querySelectorAll('nav.bottom button')) {
      if (button.textContent === 'Mail') (button as HTMLElement).click();
    }
  });
  await page.clock.runFor(1000);
  await waitForTotal(page, demo.count);
  await bar.getByRole('button', { name: 'Search' }).click();
  await expect(search(page)).toHaveValue('');
  await search(page).fill('lieferadresse');
  await expect(page.getByRole('option').first()).toHaveAccessibleName(/^Maria Hofer/);
  await bar.getByRole('button', { name: 'Mail' }).click();
  await waitForTotal(page, demo.count);
});

test('a screen that becomes narrow keeps the words in sight', async () => {
  const page = await mine.open();
  await collected(page);
  await search(page).pressSequentially('maria ');
  await expect(page.getByRole('option').first()).toHaveAccessibleName(/^Maria Hofer/);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(search(page)).toBeVisible();
  await expect(search(page)).toHaveValue('maria ');
});

test('a password manager fills several fields of an account in one turn', async () => {
  const page = await mine.open();
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByLabel('Email address').pressSequentially('sari@tokobatik.example');
  const fields = { user: page.getByLabel('User name'), server: page.getByLabel('Server') };
  await expect(fields.user).toHaveValue('sari@tokobatik.example');
  await page.evaluate(() => {
    const fill = (label: string, value: string) => {
      const found = [...document.querySelectorAll('label')].find(
        ({ textContent }) => textContent === label,
      );
      const field = document.getElementById(found?.htmlFor ?? '') as HTMLInputElement;
      field.value = value;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    fill('User name', 'sari');
    fill('Password', 'kawung-parang');
    fill('Port', '1995');
  });
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('kawung-parang');
  await expect(fields.user).toHaveValue('sari');
  await expect(page.getByLabel('Port')).toHaveValue('1995');
  await expect(fields.server).toHaveValue('pop.tokobatik.example');
});

test('guesses fill only what nobody has typed, and a field that was emptied stays empty', async () => {
  const page = await mine.open();
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Add account' }).click();
  const address = page.getByLabel('Email address');
  const user = page.getByLabel('User name');
  const server = page.getByLabel('Server', { exact: true });
  const port = page.getByLabel('Port');
  await server.pressSequentially('mail.own.example ');
  await user.pressSequentially(' s');
  await user.clear();
  await address.pressSequentially('sari@bücher.example');
  await page.getByLabel('Security').selectOption({ label: 'STLS' });
  await expect(port).toHaveValue('110');
  await expect(server).toHaveValue('mail.own.example ');
  await expect(user).toHaveValue('');
  // As it stands in the field, and not as the browser would send it.
  await address.press('Control+a');
  await address.press('Control+c');
  await user.press('Control+v');
  await expect(user).toHaveValue('sari@bücher.example');
  await user.clear();
  // An attempt to save puts no words into a field.
  await page.getByRole('button', { name: 'Save account' }).click();
  await expect(page.getByText('Type the user name.')).toBeVisible();
  await expect(server).toHaveValue('mail.own.example ');
});

test('an account that another tab adds does not empty the form', async () => {
  const page = await mine.open();
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByLabel('Email address').pressSequentially('sari@tokobatik.example');
  await page.getByLabel('Password', { exact: true }).pressSequentially('kawung');
  const other = await page.context().newPage();
  await other.goto(served.url);
  await addAccount(other, demoAccount(demo));
  await expect(other.getByRole('button', { name: 'Check mail' })).toBeVisible();
  await other.close();
  await expect(page.getByRole('button', { name: 'Check mail' })).toBeVisible();
  await expect(page.getByLabel('Email address')).toHaveValue('sari@tokobatik.example');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('kawung');
});

test('a password that was typed for one account is not in the question for the next', async () => {
  let page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo));
  await addAccount(page, demoAccount(demo, { address: 'other@tokobatik.example' }));
  page = await mine.open();
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Check mail' }).click();
  const question = page.getByRole('dialog', { name: 'Password needed' });
  await expect(question).toContainText(demo.user);
  await question.getByLabel('Password').fill('only for the first');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toContainText('other@tokobatik.example');
  await expect(question.getByLabel('Password')).toHaveValue('');
  await expect(question.getByLabel('Password')).toBeFocused();
});
