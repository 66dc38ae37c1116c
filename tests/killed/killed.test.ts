// SPDX-License-Identifier: Apache-2.0
// Chromium is killed in the middle of a fetch, again and again, while awkward mail goes on coming.
// Every start shows the account and goes on; in the end every mail is here, octet for octet and
// once, and nothing is gone from the server that is not here.
//
//   PILLARBOX_KILLS=100    more of them
//   PILLARBOX_KILL_SEED=7  the same mail and the same moments again
//   PILLARBOX_BUSY=4       beside so many busy loops
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { addAccount, demoAccount, site } from '../e2e/app.ts';
import { below, seeded } from '../faults/maildrop.ts';
import { type Moment, Tap } from '../faults/tap.ts';
import type { RunningRelay } from '../relay/processes.ts';
import { readArchive } from './archive.ts';
import { AwkwardMail } from './awkward.ts';
import { type Browser, kForEver, startBrowser } from './browser.ts';
import { busyLoops } from './busy.ts';
import { readMaildrop } from './witness.ts';

const kMails = 600;
const kKills = Number(process.env.PILLARBOX_KILLS ?? 6);
const kSeed = Number(process.env.PILLARBOX_KILL_SEED ?? below(Math.random, 1e6));
/** Who has not seen the account by then thinks that it is gone: what is seen instead is kept. */
const kLate = 60_000;
/** Checks that may be needed when nobody kills them: one for what is here, one for what is not. */
const kMostChecks = 5;

const user = 'sari@tokobatik.example';
const witness = 'saksi@tokobatik.example';
const password = 'kawung-parang-truntum';

let dovecot: Awaited<ReturnType<typeof startDovecot>>;
let tap: Tap;
let served: RunningRelay;
let neighbours: ReturnType<typeof busyLoops>;
let profile: string;
let browser: Browser | null;

beforeAll(() => {
  neighbours = busyLoops(Number(process.env.PILLARBOX_BUSY ?? 0));
});
afterAll(() => neighbours.stop());
beforeEach(async () => {
  dovecot = await startDovecot({
    users: [
      { user, password },
      { user: witness, password },
    ],
  });
  tap = await Tap.start(dovecot.port);
  served = await site(`127.0.0.1:${tap.port}`);
  profile = mkdtempSync(path.join(tmpdir(), 'pillarbox-killed-'));
  browser = null;
});
afterEach(async () => {
  await browser?.kill();
  await served.stop();
  await tap.stop();
  await dovecot.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** Waits, and keeps what is seen where it was in vain. */
async function orEvidence<T>(waiting: Promise<T>, name: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('nothing has happened')), kForEver);
  });
  try {
    return await Promise.race([waiting, overdue]);
  } catch (error) {
    throw new Error(`${name}: see ${await browser?.keepEvidence(name)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Starts Chromium on the profile and opens the app, which shows the account. */
async function start(name: string): Promise<Page> {
  browser = await startBrowser(profile);
  const { page } = browser;
  await page.goto(served.url, { waitUntil: 'commit' });
  const shown = page.getByRole('button', { name: 'Check mail' }).waitFor();
  const late = setTimeout(async () => {
    console.log(`${name} starts late: see ${await browser?.keepEvidence(`${name}-late`)}`);
  }, kLate);
  await orEvidence(shown, `${name}-start`).finally(() => clearTimeout(late));
  return page;
}

test.each(['Delete from server', 'Leave on server'] as const)(
  'kill -9 at random moments loses, harms and doubles nothing: %s',
  { timeout: (kKills + kMostChecks + 2) * kForEver },
  async (after) => {
    const name = `${after.toLowerCase().replaceAll(' ', '-')}-${kSeed}`;
    console.log(`${after}: ${kKills} kills, seed ${kSeed}`);
    const random = seeded(kSeed);
    const mails = new AwkwardMail(random);
    let left = kMails;
    // Octets that were delivered and, as far as the wire tells, not yet fetched.
    let unread = 0;
    const deliver = async (count: number) => {
      left -= count;
      const batch = mails.next(count);
      unread += batch.reduce((sum, { length }) => sum + length, 0);
      await dovecot.addMessages(user, batch);
      await dovecot.addMessages(witness, batch);
    };
    const moment = (): Moment => {
      const choice = random();
      const deletes = after === 'Delete from server' && choice < 0.15;
      if (choice < 0.85 && !deletes) return { octets: 1 + below(random, Math.max(unread, 50_000)) };
      return deletes ? { deletions: 1 + below(random, 60) } : { quit: true };
    };

    browser = await startBrowser(profile);
    await browser.page.goto(served.url, { waitUntil: 'commit' });
    const account = demoAccount({ user, password, host: '127.0.0.1', port: tap.port });
    await addAccount(browser.page, { ...account, after, remember: true });
    await browser.page.getByRole('button', { name: 'Check mail' }).waitFor();
    await browser.kill();

    const moments: string[] = [];
    for (let kill = 1; kill <= kKills; kill++) {
      // Some rounds bring much, some nothing, and something is left for the last.
      const share = left / (kKills - kill + 1);
      const burst = kill === 1 ? 2 * share : random() < 0.25 ? 0 : 2.6 * share * random();
      await deliver(Math.min(left, Math.ceil(burst)));
      const page = await start(`${name}-${kill}`);
      const come = tap.watch(moment());
      await page.getByRole('button', { name: 'Check mail' }).click();
      moments.push(await orEvidence(come, `${name}-${kill}-check`));
      // The store is some moments behind the wire.
      await new Promise((resolve) => setTimeout(resolve, below(random, 200)));
      await browser.kill();
      unread = Math.max(0, unread - tap.octets);
    }
    console.log(`killed at: ${moments.join(', ')}`);
    await deliver(left);

    // Nobody kills any more.
    const page = await start(`${name}-last`);
    const isOver = async () =>
      after === 'Leave on server'
        ? tap.retrieved === 0
        : (await dovecot.digests(user)).length === 0;
    for (let check = 1, over = false; !over && check <= kMostChecks; check++) {
      const ended = tap.watch({});
      await page.getByRole('button', { name: 'Check mail' }).click();
      await orEvidence(ended, `${name}-last-check`);
      over = await isOver();
    }

    const sent = await readMaildrop(dovecot.port, witness, password);
    expect(sent).toHaveLength(kMails);
    const kept = await readArchive(page);
    const here = new Set(kept.map(({ sha256 }) => sha256));
    const there = await dovecot.digests(user);
    const times = (sha256: string) => sent.filter((each) => each.sha256 === sha256).length;
    const copies = (sha256: string) => kept.filter((each) => each.sha256 === sha256).length;
    expect({
      lost: sent.filter(({ sha256 }) => !here.has(sha256)).map(({ subject }) => subject),
      // Each is one that was sent, and its row says so.
      harmed: kept.filter(({ sha256, row }) => row !== sha256 || times(sha256) === 0),
      // Identical copies may be one.
      doubled: kept.filter(({ sha256 }) => copies(sha256) > times(sha256)),
      left: there.length,
    }).toEqual({
      lost: [],
      harmed: [],
      doubled: [],
      left: after === 'Delete from server' ? 0 : kMails,
    });
  },
);
