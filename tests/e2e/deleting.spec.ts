// SPDX-License-Identifier: Apache-2.0
// Deleting a message here, and on the server too only when the person says so.
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

async function collected(after: 'Leave on server' | 'Delete from server'): Promise<Page> {
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo, { after }));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
  return page;
}

/** Checks mail to its end. */
async function checkAgain(page: Page, said: RegExp) {
  await page.getByRole('button', { name: 'Check mail' }).click();
  const question = page.getByRole('dialog', { name: 'Password needed' });
  await expect(question.or(page.getByText(said)).first()).toBeVisible();
  if (await question.isVisible()) {
    await question.getByLabel('Password').fill(demo.password);
    await question.getByRole('button', { name: 'Continue' }).click();
  }
  await expect(page.getByText(said)).toBeVisible();
}

/** Opens a message and deletes it; the sha256 of what it was. */
async function deleteFirst(page: Page, subject: RegExp): Promise<string> {
  await page.getByRole('option', { name: subject }).first().click();
  const message = page.getByRole('region', { name: 'Message', exact: true });
  const heading = await message.getByRole('heading', { level: 1 }).textContent();
  await message.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('status').getByRole('button', { name: 'Undo' })).toBeVisible();
  return page.evaluate(async (subject) => {
    const request = <T>(asked: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    const database = await request(indexedDB.open('pillarbox'));
    const rows = await request(
      database.transaction('messages').objectStore('messages').getAll() as IDBRequest<
        { subject: string; folder: string; sha256: string }[]
      >,
    );
    database.close();
    const found = rows.filter((row) => row.folder === 'trash' && row.subject === subject);
    return found[0]?.sha256 ?? '';
  }, heading);
}

const quote = /^Dewi Lestari.*Penawaran kain/;

test('what is deleted here goes from the server at the next check, if the person says so', async () => {
  let page = await collected('Leave on server');
  const before = await demo.digests(demo.user);
  const sha256 = await deleteFirst(page, quote);
  const notices = page.getByRole('status');
  await expect(notices).toContainText('Deleted here. It stays on the server.');
  await notices.getByRole('button', { name: 'Delete there too' }).click();
  await expect(notices).toContainText('The next check deletes it on the server too.');
  expect(await demo.digests(demo.user)).toEqual(before);

  // The browser is closed in between.
  page = await mine.open();
  await page.goto(served.url);
  await waitForTotal(page, demo.count - 1);
  await checkAgain(page, /1 message was deleted from the server/);
  const left = before.filter((digest) => digest !== sha256);
  expect(left).toHaveLength(before.length - 1);
  expect(await demo.digests(demo.user)).toEqual(left);
  // It is still in the trash here, and is not fetched or deleted again.
  await waitForTotal(page, demo.count - 1);
  await page.getByRole('link', { name: 'Trash' }).click();
  await waitForTotal(page, 1);
});

test('Undo takes the deletion on the server back', async () => {
  const page = await collected('Leave on server');
  const before = await demo.digests(demo.user);
  await deleteFirst(page, quote);
  const notices = page.getByRole('status');
  await notices.getByRole('button', { name: 'Delete there too' }).click();
  await notices.getByRole('button', { name: 'Undo' }).click();
  await waitForTotal(page, demo.count);
  await checkAgain(page, /No new mail/);
  expect(await demo.digests(demo.user)).toEqual(before);
});

test('nothing is offered for what the server does not have any more', async () => {
  const page = await collected('Delete from server');
  await expect.poll(() => demo.digests(demo.user), { timeout: 30_000 }).toEqual([]);
  await deleteFirst(page, quote);
  const notices = page.getByRole('status');
  await expect(notices).toContainText('Deleted. It waits in the trash.');
  await expect(notices.getByRole('button', { name: 'Delete there too' })).toHaveCount(0);
});
