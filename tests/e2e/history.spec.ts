// SPDX-License-Identifier: Apache-2.0
// The back key: each press leads to another view or out of the app, and none to nothing.
import { expect, type Page, test } from '@playwright/test';
import { startDemo } from '../../server/demo/demo.mjs';
import type { RunningRelay } from '../relay/processes.ts';
import { addAccount, demoAccount, profile, site, waitForTotal } from './app.ts';

let demo: Awaited<ReturnType<typeof startDemo>>;
let served: RunningRelay;
let mine: ReturnType<typeof profile>;

test.beforeEach(async () => {
  demo = await startDemo({ now: new Date() });
  served = await site(`${demo.host}:${demo.port}`);
  mine = profile();
});
test.afterEach(async () => {
  await mine.dispose();
  await served.stop();
  await demo.stop();
});

const phone = { width: 390, height: 844 };
const wide = { width: 1440, height: 900 };

/** The app with its mail, come to from another page: there one press of back has to lead. */
async function collected(size: { width: number; height: number }): Promise<Page> {
  const page = await mine.open(size);
  await page.goto('about:blank');
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
  return page;
}

const shown = (page: Page) => page.locator('.app').getAttribute('data-pane');

async function expectPane(page: Page, pane: string) {
  await expect.poll(() => shown(page)).toBe(pane);
}

async function expectToLeave(page: Page) {
  await page.goBack();
  await page.waitForURL('about:blank');
}

const firstMail = (page: Page) => page.getByRole('option').first();
const message = (page: Page) => page.getByRole('region', { name: 'Message', exact: true });
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name });

test('on a phone a mail that was closed by the button of the app is not in the way', async () => {
  const page = await collected(phone);
  for (let time = 0; time < 3; time += 1) {
    await firstMail(page).click();
    await expectPane(page, 'reader');
    await message(page).getByRole('button', { name: 'Back', exact: true }).click();
    await expectPane(page, 'list');
  }
  await expectToLeave(page);
});

test('nor is one that was deleted, archived, or left for another view', async () => {
  const page = await collected(phone);
  await firstMail(page).click();
  await message(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await expectPane(page, 'list');
  await firstMail(page).click();
  await message(page).getByRole('button', { name: 'Archive' }).click();
  await expectPane(page, 'list');
  await firstMail(page).click();
  await tab(page, 'Folders').click();
  await page.getByRole('link', { name: 'Archive' }).click();
  await expectPane(page, 'list');
  await expectToLeave(page);
});

test('nor are the tabs of a phone, whatever the order they are pressed in', async () => {
  const page = await collected(phone);
  for (const [name, pane] of [
    ['Search', 'search'],
    ['Folders', 'folders'],
    ['Settings', 'settings'],
    ['Mail', 'list'],
    ['Settings', 'settings'],
    ['Search', 'search'],
  ] as const) {
    await tab(page, name).click();
    await expectPane(page, pane);
  }
  await page.goBack();
  await expectPane(page, 'list');
  await expectToLeave(page);
});

test('two presses of the app in one turn end where the last one says', async () => {
  const page = await collected(phone);
  await firstMail(page).click();
  await expectPane(page, 'reader');
  await page.evaluate(() => {
    const press = (name: string) => {
      for (const button of document.querySelectorAll('nav.bottom button')) {
        if (button.textContent === name) (button as HTMLElement).click();
      }
    };
    press('Mail');
    press('Settings');
    press('Mail');
    press('Folders');
  });
  await expectPane(page, 'folders');
  await page.goBack();
  await expectPane(page, 'list');
  await expectToLeave(page);
});

test('a search is what a mail found by it goes back to, by the key and by the button', async () => {
  const page = await collected(phone);
  await tab(page, 'Search').click();
  const search = page.getByRole('searchbox', { name: 'Search mail' });
  await search.fill('bestellung lieferadresse');
  await expect(firstMail(page)).toHaveAccessibleName(/^Maria Hofer/);
  for (const goBack of [
    () => message(page).getByRole('button', { name: 'Back', exact: true }).click(),
    () => page.goBack(),
    () => page.keyboard.press('Escape'),
    () => message(page).getByRole('button', { name: 'Archive' }).click(),
  ]) {
    await expect(search).toHaveValue('bestellung lieferadresse');
    await firstMail(page).click();
    await expectPane(page, 'reader');
    await goBack();
    await expectPane(page, 'search');
  }
  await page.goBack();
  await expectPane(page, 'list');
  await expectToLeave(page);
});

test('an account that was saved or given up leaves nothing behind', async () => {
  const page = await collected(phone);
  for (const done of ['Cancel', 'Save account']) {
    await tab(page, 'Settings').click();
    await page.getByRole('button', { name: `Edit ${demo.user}` }).click();
    await expectPane(page, 'account');
    await page.getByRole('button', { name: done }).click();
    await expectPane(page, done === 'Cancel' ? 'settings' : 'list');
  }
  await expectToLeave(page);
});

test('on a wide screen too', async () => {
  const page = await collected(wide);
  await firstMail(page).click();
  await expectPane(page, 'reader');
  await message(page).getByRole('button', { name: 'Close' }).click();
  await expectPane(page, 'list');
  await firstMail(page).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Add account' }).first().click();
  await expectPane(page, 'account');
  await page.getByRole('link', { name: 'Inbox' }).click();
  await expectPane(page, 'list');
  await expectToLeave(page);
});

test('a phone that is turned takes its hidden views out of the way', async () => {
  const page = await collected(phone);
  await tab(page, 'Folders').click();
  await expectPane(page, 'folders');
  await page.setViewportSize(wide);
  await expectPane(page, 'list');
  await expectToLeave(page);
});

test('forward opens a mail again that back has closed, and leads nowhere else', async () => {
  const page = await collected(phone);
  await firstMail(page).click();
  const subject = await message(page).getByRole('heading', { level: 1 }).textContent();
  await page.goBack();
  await expectPane(page, 'list');
  await page.goForward();
  await expect(message(page).getByRole('heading', { level: 1 })).toHaveText(subject ?? '');
  // One that is not in the list any more is not shown, and is not in the way.
  await message(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await expectPane(page, 'list');
  await page.goForward();
  await expectPane(page, 'list');
  await expectToLeave(page);
});

test('a reload begins at the list, with nothing behind it', async () => {
  const page = await collected(phone);
  await tab(page, 'Settings').click();
  await page.getByRole('button', { name: `Edit ${demo.user}` }).click();
  await expectPane(page, 'account');
  await page.reload();
  await waitForTotal(page, demo.count);
  await expectPane(page, 'list');
  await expectToLeave(page);
});
