// SPDX-License-Identifier: Apache-2.0
// The main job, as a person does it: add an account, check mail, read; then without any server.
import { expect, test } from '@playwright/test';
import { startDemo } from '../../server/demo/demo.mjs';
import type { RunningRelay } from '../relay/processes.ts';
import { addAccount, demoAccount, profile, site, waitForOffline, waitForTotal } from './app.ts';

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

test('collects a mailbox, and reads and searches it with every server dead', async () => {
  let page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
  const list = page.getByRole('listbox', { name: 'Messages' });
  await expect(
    list.getByRole('option', { name: /^Dewi Lestari.*Penawaran kain/ }).first(),
  ).toBeVisible();

  await waitForOffline(page);
  await served.stop();
  await demo.stop();

  // The tab is loaded again, and then the whole browser.
  await page.reload();
  await waitForTotal(page, demo.count);
  page = await mine.open();
  await page.goto(served.url);
  await waitForTotal(page, demo.count);

  await page
    .getByRole('listbox', { name: 'Messages' })
    .getByRole('option', { name: /^Dewi Lestari.*Penawaran kain/ })
    .first()
    .click();
  const message = page.getByRole('region', { name: 'Message', exact: true });
  await expect(
    message.getByRole('heading', { name: 'Penawaran kain untuk bulan Desember' }),
  ).toBeVisible();
  const body = page.frameLocator('iframe[title="Message body"]');
  await expect(body.getByText('Terlampir daftar harga terbaru')).toBeVisible();
  await expect(message.getByRole('button', { name: 'Show remote content' })).toBeVisible();

  const saved = page.waitForEvent('download');
  await message.getByRole('button', { name: 'Save attachment Daftar harga.pdf' }).click();
  const stream = await (await saved).createReadStream();
  let head = '';
  for await (const chunk of stream) {
    head += chunk.toString('latin1');
    break;
  }
  expect(head.startsWith('%PDF-')).toBe(true);

  await page.getByRole('searchbox', { name: 'Search mail' }).fill('bestellung lieferadresse');
  await expect(
    page.getByRole('listbox', { name: 'Messages' }).getByRole('option').first(),
  ).toHaveAccessibleName(/^Maria Hofer/);
  await page.getByRole('searchbox', { name: 'Search mail' }).fill('');
  await waitForTotal(page, demo.count);
});

test('asks before it trusts a key, and then fetches over TLS', async () => {
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(
    page,
    demoAccount(demo, { port: demo.tlsPort, security: 'TLS', after: 'Delete from server' }),
  );
  await page.getByRole('button', { name: 'Check mail' }).click();
  const question = page.getByRole('dialog', { name: 'Certificate not trusted' });
  await expect(question).toContainText('127.0.0.1');
  await question.getByRole('button', { name: 'Trust this certificate' }).click();
  await waitForTotal(page, demo.count);
  await expect.poll(() => demo.digests(demo.user), { timeout: 30_000 }).toEqual([]);
});

test('asks for a password that is not remembered', async () => {
  let page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo, { security: 'STLS' }));
  await page
    .getByRole('dialog', { name: 'Certificate not trusted' })
    .or(page.getByRole('button', { name: 'Check mail' }))
    .first()
    .waitFor();
  page = await mine.open();
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Check mail' }).click();
  const question = page.getByRole('dialog', { name: 'Password needed' });
  await question.getByLabel('Password').fill(demo.password);
  await question.getByRole('button', { name: 'Continue' }).click();
  await page
    .getByRole('dialog', { name: 'Certificate not trusted' })
    .getByRole('button', { name: 'Trust this certificate' })
    .click();
  await waitForTotal(page, demo.count);
});

test('warns beside the choice that would leave the only copy here', async () => {
  const page = await mine.open();
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Add account' }).first().click();
  const warning = page.getByText('the copy in this browser is the only one');
  await expect(warning).toBeHidden();
  await page.getByLabel('After download').selectOption({ label: 'Delete from server' });
  await expect(warning).toBeVisible();
});

test('shows the HTML of a mail only when the mark against crashes is stored', async () => {
  const page = await mine.open();
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { type: string }) {
      if (message.type !== 'showing') return post.call(this, message);
      Object.assign(window, { release: () => post.call(this, message) });
    };
  });
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
  await page
    .getByRole('option', { name: /^Dewi Lestari.*Penawaran kain/ })
    .first()
    .click();
  await page.waitForFunction(() => 'release' in window);
  const body = page.frameLocator('iframe[title="Message body"]').locator('body');
  expect((await body.textContent())?.trim()).toBe('');
  await page.evaluate(() => (window as unknown as { release(): void }).release());
  await expect(body).toContainText('Terlampir daftar harga terbaru');
});
