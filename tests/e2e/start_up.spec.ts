// SPDX-License-Identifier: Apache-2.0
// A start that is slow or stuck says what it waits for after two seconds, and offers a way out after
// ten; and it goes on by itself when it can. What is slow is slow at its border: a file that does
// not come, a database that another page holds. Only the page's timers are moved on.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { startDemo } from '../../server/demo/demo.mjs';
import { kVersion } from '../../web/worker/store/schema.ts';
import { startSlowProxy } from '../bench/slow_proxy.mjs';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { addAccount, demoAccount, dist, profile, site, waitForTotal } from './app.ts';

let demo: Awaited<ReturnType<typeof startDemo>>;
let served: RunningRelay;
let mine: ReturnType<typeof profile>;

test.beforeAll(async () => {
  demo = await startDemo({ now: new Date() });
  served = await site(`${demo.host}:${demo.port}`);
});
test.afterAll(async () => {
  await served.stop();
  await demo.stop();
});
test.beforeEach(() => {
  mine = profile();
});
test.afterEach(() => mine.dispose());

/** A browser without service workers: files come from the server, where a test can hold them back. */
async function open(size?: { width: number; height: number }): Promise<Page> {
  const page = await mine.open(size);
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  return page;
}

/** Files of this name do not come until they are let go; what was asked for before never does. */
async function hold(page: Page, name: RegExp): Promise<{ letGo(): void }> {
  let isHeld = true;
  await page.context().route(name, async (route) => {
    if (!isHeld) await route.continue();
  });
  return {
    letGo: () => {
      isHeld = false;
    },
  };
}

/** A page of this site without the app, that holds the database in some way. */
async function neighbour(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${served.url}/icons/icon.svg`);
  return page;
}

/** The page's time stands still from now on, until it is moved on. */
async function stopTime(page: Page) {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
}

async function start(page: Page) {
  await stopTime(page);
  await page.goto(served.url);
}

/** The word after two seconds, then what is said after ten. */
async function expectPatience(page: Page, word: string, long: string) {
  const status = page.getByRole('main').getByRole('status');
  await expect(status).toBeAttached();
  await expect(page.getByText(word)).toHaveCount(0);
  await page.clock.fastForward(2_100);
  await expect(status).toHaveText(word);
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await page.clock.fastForward(8_000);
  await expect(page.getByRole('heading', { name: long })).toBeVisible();
  await expect(status).toContainText('Nothing was lost.');
}

const firstRun = 'Your mail, kept by you.';
const expectOpen = (page: Page) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(firstRun);

test('code that does not come', async () => {
  const page = await open();
  const held = await hold(page, /assets\/index-.*\.(js|css)$/u);
  await page.goto(served.url, { waitUntil: 'commit' });
  const word = page.getByText('Loading Pillarbox');
  await expect(word).toBeHidden();
  const later = (milliseconds: number) =>
    page.evaluate((at) => {
      for (const animation of document.getAnimations()) animation.currentTime = at;
    }, milliseconds);
  await later(2_100);
  await expect(word).toBeVisible();
  await expect(page.getByRole('link', { name: 'Try again' })).toBeHidden();
  await later(10_100);
  held.letGo();
  await page.getByRole('link', { name: 'Try again' }).click();
  await expectOpen(page);
});

test('a worker that does not come', async () => {
  const page = await open();
  const held = await hold(page, /assets\/main-.*\.js$/u);
  await start(page);
  await expectPatience(page, 'Starting the app …', 'The app takes unusually long to start.');
  held.letGo();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectOpen(page);
});

test('a service worker that does not give out the worker is passed by', async () => {
  const copy = mkdtempSync(path.join(tmpdir(), 'pillarbox-site-'));
  cpSync(dist, copy, { recursive: true });
  const sw = path.join(copy, 'sw.js');
  const stuck = `addEventListener('fetch', (event) => {
    if (/assets\\/main-/.test(event.request.url)) event.respondWith(new Promise(() => {}));
  });`;
  writeFileSync(sw, stuck + readFileSync(sw, 'utf8'));
  const stuckSite = await relay('--web', copy);
  const page = await mine.open();
  await page.goto(stuckSite.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await stopTime(page);
  await page.reload();
  await expectPatience(page, 'Starting the app …', 'The app takes unusually long to start.');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expectOpen(page);
  await stuckSite.stop();
  rmSync(copy, { recursive: true });
});

test('a worker that fails to load once, and one that fails twice', async () => {
  const page = await open();
  let failures = 1;
  await page.route(/assets\/main-.*\.js$/u, (route) => {
    failures -= 1;
    return failures >= 0 ? route.abort() : route.continue();
  });
  await page.goto(served.url);
  await expectOpen(page);
  failures = 2;
  await page.reload();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('A part of the app did not load.');
  await expect(page.getByText('The mail store does not open.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectOpen(page);
});

test('a database that an older page holds open, and the upgrade when it lets go', async () => {
  const page = await open();
  const other = await neighbour(page.context());
  await other.evaluate(
    () =>
      new Promise<void>((resolve) => {
        // As long as this page is open: it does not hear that a newer one waits.
        const asked = indexedDB.open('pillarbox', 1);
        asked.onupgradeneeded = () => {
          for (const name of ['accounts', 'messages', 'raw', 'uidls', 'index', 'settings']) {
            const isKeyed = ['accounts', 'messages'].includes(name);
            const keyPath = name === 'uidls' ? ['account', 'uidl', 'occurrence'] : 'id';
            const store = asked.result.createObjectStore(
              name,
              isKeyed || name === 'uidls' ? { keyPath, autoIncrement: isKeyed } : {},
            );
            if (name !== 'messages') continue;
            store.createIndex('folder', ['folder', 'date']);
            store.createIndex('account', 'account');
          }
        };
        asked.onsuccess = () => resolve();
      }),
  );
  await start(page);
  await expectPatience(
    page,
    'Waiting for another tab of this app …',
    'Another tab holds your mailbox open.',
  );
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await other.close();
  await expectOpen(page);
});

test('a database that another tab is upgrading', async () => {
  const page = await open();
  const other = await neighbour(page.context());
  // The upgrade lasts as long as it is asked for something. Then it is taken back.
  await other.evaluate(
    (version) =>
      new Promise<void>((resolve) => {
        const asked = indexedDB.open('pillarbox', version);
        asked.onupgradeneeded = () => {
          const store = asked.result.createObjectStore('busy');
          const goOn = () => {
            if ('letGo' in globalThis) asked.transaction?.abort();
            else store.count().onsuccess = goOn;
          };
          goOn();
          resolve();
        };
      }),
    kVersion,
  );
  await start(page);
  await expectPatience(
    page,
    'Opening your mailbox …',
    'Your mailbox takes unusually long to open.',
  );
  // Another try waits as well, and is counted anew.
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: /takes unusually long/u })).toHaveCount(0);
  await other.evaluate(() => Object.assign(globalThis, { letGo: true }));
  await expectOpen(page);
});

test('accounts that cannot be read, because another tab writes', async () => {
  const page = await open();
  await page.goto(served.url);
  await expectOpen(page);
  await page.goto('about:blank');
  const other = await neighbour(page.context());
  await other.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const asked = indexedDB.open('pillarbox');
        asked.onsuccess = () => {
          const store = asked.result.transaction('accounts', 'readwrite').objectStore('accounts');
          const goOn = () => {
            if (!('letGo' in globalThis)) store.count().onsuccess = goOn;
          };
          goOn();
          resolve();
        };
      }),
  );
  await start(page);
  await expectPatience(
    page,
    'Reading your mailbox …',
    'Your mailbox takes unusually long to read.',
  );
  await other.evaluate(() => Object.assign(globalThis, { letGo: true }));
  await expectOpen(page);
});

test('a newer version in another tab is never called trouble with the database', async () => {
  const page = await open();
  await page.goto(served.url);
  await addAccount(page, demoAccount(demo));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await page.getByRole('option').first().waitFor();
  const other = await neighbour(page.context());
  await other.evaluate(
    (version) =>
      new Promise<void>((resolve) => {
        indexedDB.open('pillarbox', version).onsuccess = () => resolve();
      }),
    kVersion + 1,
  );
  const main = page.getByRole('main');
  await expect(main).toContainText('A newer version of this app made the mail store.');
  // Whatever the check, the list and the counts find now is no news.
  await expect(page.getByRole('button', { name: 'Check mail' })).toHaveCount(0);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.reload();
  await expect(main).toContainText('A newer version of this app made the mail store.');
  await expect(page.getByText('The mail store does not open.')).toHaveCount(0);
  await expect(page.getByText('could not write')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
});

test('a check that a newer version cuts off is no failure', async () => {
  const slow = await startSlowProxy({
    host: demo.host,
    port: demo.port,
    roundTrip: 20,
    rate: 3e5,
  });
  const here = await site(`127.0.0.1:${slow.port}`);
  const page = await open();
  await page.goto(here.url);
  await addAccount(page, demoAccount({ ...demo, port: slow.port }));
  await page.getByRole('button', { name: 'Check mail' }).click();
  await page.getByRole('option').first().waitFor();
  const follower = await page.context().newPage();
  // What other tabs hear of it.
  await follower.goto(`${here.url}/icons/icon.svg`);
  await follower.evaluate(() => {
    const heard: string[] = [];
    new BroadcastChannel('pillarbox').onmessage = ({ data }) => {
      if (data.event?.type === 'failed') heard.push(data.event.failure.code);
    };
    Object.assign(globalThis, { heard });
  });
  await follower.evaluate(
    (version) =>
      new Promise<void>((resolve) => {
        indexedDB.open('pillarbox', version).onsuccess = () => resolve();
      }),
    kVersion + 1,
  );
  await expect(page.getByRole('main')).toContainText('A newer version of this app');
  await expect
    .poll(() => follower.evaluate(() => (globalThis as { heard?: string[] }).heard))
    .toEqual(['cancelled']);
  await expect(page.getByText('could not write')).toHaveCount(0);
  await here.stop();
  await slow.stop();
});

test.describe('with mail', () => {
  let page: Page;
  test.beforeEach(async () => {
    page = await open();
    await page.goto(served.url);
    await addAccount(page, demoAccount(demo));
    await page.getByRole('button', { name: 'Check mail' }).click();
    await waitForTotal(page, demo.count);
  });

  test('folders that cannot be counted while another tab writes', async () => {
    const other = await neighbour(page.context());
    await page.goto('about:blank');
    await page.clock.install();
    await page.goto(served.url);
    await waitForTotal(page, demo.count);
    await other.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const asked = indexedDB.open('pillarbox');
          asked.onsuccess = () => {
            const store = asked.result.transaction('messages', 'readwrite').objectStore('messages');
            const goOn = () => {
              if (!('letGo' in globalThis)) store.count().onsuccess = goOn;
            };
            goOn();
            resolve();
          };
        }),
    );
    await page.reload();
    // Counts of the folders wait for it too, so the start does.
    await expect(page.getByRole('main').getByRole('status')).toBeAttached();
    await page.clock.fastForward(2_100);
    await expect(page.getByText('Reading your mailbox …')).toBeVisible();
    await other.evaluate(() => Object.assign(globalThis, { letGo: true }));
    await waitForTotal(page, demo.count);
  });

  test('a message whose core does not come; Star pressed meanwhile stays', async () => {
    const held = await hold(page, /\.wasm$/u);
    await page.goto('about:blank');
    await page.clock.install();
    await page.goto(served.url);
    await page.getByRole('option').first().click();
    const message = page.getByRole('region', { name: 'Message', exact: true });
    const star = message.getByRole('button', { name: 'Star' });
    await star.click();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await page.clock.fastForward(2_100);
    await expect(message).toContainText('Opening the message …');
    await page.clock.fastForward(8_000);
    await expect(message).toContainText('This message takes unusually long to open.');
    held.letGo();
    await message.getByRole('button', { name: 'Try again' }).click();
    await expect(message.getByText('to me', { exact: false }).first()).toBeVisible();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await page.reload();
    await page
      .getByRole('option', { name: /starred/u })
      .first()
      .click();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
  });

  test('Star pressed before the body is there stays', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.context().route(/\.wasm$/u, async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await page.getByRole('option').first().click();
    const message = page.getByRole('region', { name: 'Message', exact: true });
    const star = message.getByRole('button', { name: 'Star' });
    await star.click();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    letGo();
    await expect(message.locator('.recipients')).toBeVisible();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
  });
});
