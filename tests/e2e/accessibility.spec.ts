// SPDX-License-Identifier: Apache-2.0
// No view has a fault that axe can find: names, roles, contrast, in light and dark, wide and narrow.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import { startDemo } from '../../server/demo/demo.mjs';
import { addAccount, demoAccount, profile, site, waitForTotal } from './app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Faults as "rule: element", so that a failure says what to mend. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: tool } = window as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await tool.run({ exclude: ['iframe'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

test('every view passes axe', async () => {
  const demo = await startDemo({ now: new Date() });
  const served = await site(`${demo.host}:${demo.port}`);
  const mine = profile();
  const page = await mine.open();
  const check = async (view: string) => {
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await faults(page), `${view}, ${size.width} px, ${colorScheme}`).toEqual([]);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };

  await page.goto(served.url);
  await page.getByRole('button', { name: 'Add account' }).first().waitFor();
  await check('first run');
  await addAccount(page, demoAccount(demo));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
  await check('list');
  await page
    .getByRole('option', { name: /^Dewi Lestari/ })
    .first()
    .click();
  await page.frameLocator('iframe[title="Message body"]').getByText('Selamat pagi').waitFor();
  await check('message');
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await check('settings');
  await page.getByRole('button', { name: /^Conversation log of/ }).click();
  await page.getByRole('dialog', { name: 'Conversation log' }).waitFor();
  await check('conversation log');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Add account' }).first().click();
  await page.getByLabel('Email address').waitFor();
  await check('account');
  await mine.dispose();
  await served.stop();
  await demo.stop();
});
