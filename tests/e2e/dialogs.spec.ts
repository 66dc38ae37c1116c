// SPDX-License-Identifier: Apache-2.0
// Questions: the focus never begins on what destroys or weakens, Escape changes nothing, and the
// focus returns to where it was. Removing an account can be taken back for ten seconds.
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

/** Every button that ever has the focus, with the time of the page in the hands of the test. */
async function opened(): Promise<Page> {
  const page = await mine.open();
  await page.clock.install();
  await page.addInitScript(() => {
    const focused: string[] = [];
    Object.assign(window, { focused });
    addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLButtonElement) focused.push(target.textContent ?? '');
    });
  });
  await page.goto(served.url);
  return page;
}

const focused = (page: Page) =>
  page.evaluate(() => (window as unknown as { focused: string[] }).focused);

async function collect(page: Page, after: 'Leave on server' | 'Delete from server') {
  await addAccount(page, demoAccount(demo, { after }));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
}

const removal = (page: Page) => page.getByRole('dialog', { name: 'Remove account' });
const notices = (page: Page) => page.locator('.notices');

async function askToRemove(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: `Remove ${demo.user}` }).click();
}

/** Says yes; afterwards the time of the page stands still, five seconds later at the most. */
async function remove(page: Page) {
  await askToRemove(page);
  const yes = removal(page).getByRole('button', { name: 'Remove account and mail' });
  await expect(yes).toBeEnabled();
  const before = await page.evaluate(() => Date.now());
  await yes.click();
  await page.clock.pauseAt(before + 5_000);
}

test('Enter and Escape remove no account', async () => {
  const page = await opened();
  await collect(page, 'Leave on server');
  const button = page.getByRole('button', { name: `Remove ${demo.user}` });
  for (const key of ['Enter', 'Escape', 'Space']) {
    await askToRemove(page);
    const question = removal(page);
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press(key);
    await expect(question).toBeHidden();
    await expect(button).toBeFocused();
  }
  await page.clock.runFor(60_000);
  await expect(button).toBeVisible();
  await waitForTotal(page, demo.count);
  expect(await focused(page)).not.toContain('Remove account and mail');
});

test('it is said how many messages exist only here', async () => {
  const page = await opened();
  await collect(page, 'Leave on server');
  await askToRemove(page);
  await expect(removal(page)).toContainText(
    `This app has deleted none of its ${demo.count} messages on the server`,
  );
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `Edit ${demo.user}` }).click();
  await page.getByLabel('After download').selectOption({ label: 'Delete from server' });
  await page.getByRole('button', { name: 'Save account' }).click();
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByText(/deleted from the server/)).toBeVisible();
  expect(await demo.digests(demo.user)).toEqual([]);
  await askToRemove(page);
  await expect(removal(page)).toContainText(`All its ${demo.count} messages exist only here`);
});

test('nothing is gone within ten seconds, and Undo keeps it all', async () => {
  const page = await opened();
  await collect(page, 'Leave on server');
  await remove(page);
  await expect(notices(page)).toContainText(
    `${demo.user} and its mail will be removed from here in ten seconds.`,
  );
  // Newer notices do not push it out.
  await page.getByRole('option').first().click();
  for (const archived of [1, 2, 3, 4]) {
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await waitForTotal(page, demo.count - archived);
    await page.clock.runFor(300);
  }
  await expect(notices(page).getByText('Archived.')).toHaveCount(3);
  await page.clock.runFor(3_600);
  await waitForTotal(page, demo.count - 4);
  await notices(page).locator('.notice', { hasText: 'ten seconds' }).getByText('Undo').click();
  await expect(notices(page)).toContainText(`${demo.user} stays, with all its mail.`);
  await page.clock.runFor(60_000);
  await waitForTotal(page, demo.count - 4);
  await page.clock.resume();
  // It is checked again like any other.
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(notices(page)).toContainText('No new mail.');
});

test('a notice that was dismissed leaves the way back in the settings', async () => {
  const page = await opened();
  await collect(page, 'Leave on server');
  await remove(page);
  await page.clock.runFor(1_000);
  // It is where the focus goes, since the button that had it is gone.
  const undo = page.getByRole('button', { name: `Undo: keep ${demo.user}` });
  await expect(undo).toBeFocused();
  await expect(page.getByText('Will be removed in a moment.')).toBeVisible();
  await notices(page)
    .locator('.notice', { hasText: 'in ten seconds' })
    .getByLabel('Dismiss')
    .click();
  await page.clock.runFor(3_900);
  await undo.focus();
  await page.keyboard.press('Enter');
  await page.clock.runFor(60_000);
  await expect(page.getByRole('button', { name: `Remove ${demo.user}` })).toBeFocused();
  await waitForTotal(page, demo.count);
});

test('a tab that is closed within the ten seconds leaves the account whole', async () => {
  let page = await opened();
  await collect(page, 'Leave on server');
  await remove(page);
  await page.clock.runFor(4_900);
  await expect(notices(page)).toContainText('in ten seconds.');
  page = await mine.open();
  await page.goto(served.url);
  await waitForTotal(page, demo.count);
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await expect(page.getByRole('button', { name: `Remove ${demo.user}` })).toBeVisible();
});

test('after ten seconds it is removed', async () => {
  const page = await opened();
  await collect(page, 'Leave on server');
  await remove(page);
  await page.clock.runFor(10_000);
  await expect(notices(page)).toContainText(`${demo.user} was removed.`);
  await expect(notices(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(page.getByText('None yet.')).toBeVisible();
  expect(await demo.digests(demo.user)).toHaveLength(demo.count);
});

test('the focus never begins on trust, and a password question begins in its field', async () => {
  const page = await opened();
  await addAccount(page, demoAccount(demo, { port: demo.tlsPort, security: 'TLS' }));
  const check = page.getByRole('button', { name: 'Check mail' });
  await check.click();
  const trust = page.getByRole('dialog', { name: 'Certificate not trusted' });
  await expect(trust.getByRole('button', { name: 'Do not connect' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(trust).toBeHidden();
  await expect(check).toBeFocused();
  await page.getByRole('button', { name: 'Look at the certificate' }).click();
  await page.keyboard.press('Enter');
  await expect(trust).toBeHidden();
  await expect(page.getByRole('button', { name: 'Look at the certificate' })).toBeFocused();
  expect(await focused(page)).not.toContain('Trust this certificate');

  await page.reload();
  await check.click();
  const password = page.getByRole('dialog', { name: 'Password needed' });
  await expect(password.getByLabel('Password')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(password).toBeHidden();
  await expect(check).toBeFocused();
});

test('the focus never begins on going without encryption', async () => {
  const page = await opened();
  await addAccount(page, demoAccount(demo, { server: 'mail.example.org' }));
  const question = page.getByRole('dialog', { name: 'No encryption' });
  const save = page.getByRole('button', { name: 'Save account' });
  for (const key of ['Enter', 'Escape']) {
    await expect(question.getByRole('button', { name: 'Do not connect' })).toBeFocused();
    await page.keyboard.press(key);
    await expect(question).toBeHidden();
    await expect(save).toBeFocused();
    await save.click();
  }
  expect(await focused(page)).not.toContain('Continue without encryption');
  await question.getByRole('button', { name: 'Do not connect' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Your mail, kept by you.' })).toBeVisible();
});

test('what is only to be read begins on Close', async () => {
  const page = await opened();
  await collect(page, 'Leave on server');
  await page.getByRole('option').first().click();
  const source = page.getByRole('button', { name: 'View source' });
  await source.click();
  const dialog = page.getByRole('dialog', { name: 'Source' });
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(source).toBeFocused();
});

test('keys do nothing to a message that is out of sight', async () => {
  const page = await opened();
  await collect(page, 'Leave on server');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Settings' }).first().click();
  for (const key of ['Delete', 'e', 's']) await page.keyboard.press(key);
  await expect(page.getByRole('link', { name: 'Inbox' })).toBeVisible();
  await waitForTotal(page, demo.count);
  await expect(notices(page).getByText(/Deleted|Archived/)).toHaveCount(0);
});
