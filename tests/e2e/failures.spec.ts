// SPDX-License-Identifier: Apache-2.0
// Each failure tells a person what happened in a sentence of its own, and loses nothing.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { startDemo } from '../../server/demo/demo.mjs';
import { Tap } from '../faults/tap.ts';
import { relay, tcpServer } from '../relay/processes.ts';
import { addAccount, dist, profile, site, waitForTotal } from './app.ts';

let demo: Awaited<ReturnType<typeof startDemo>>;
let mine: ReturnType<typeof profile>;

test.beforeAll(async () => {
  demo = await startDemo({ now: new Date() });
});
test.afterAll(() => demo.stop());
test.beforeEach(() => {
  mine = profile();
});
test.afterEach(() => mine.dispose());

const account = {
  address: 'sari@tokobatik.example',
  password: 'kawung-parang',
  security: 'None' as const,
};

test('a wrong password', async () => {
  const served = await site(`${demo.host}:${demo.port}`);
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, { ...account, server: demo.host, port: demo.port, password: 'wrong' });
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByRole('alert')).toContainText(
    `${demo.host} did not accept the user name or password.`,
  );
  await served.stop();
});

test('an unknown host', async () => {
  const served = await site('no-such-host.invalid:995');
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, {
    ...account,
    server: 'no-such-host.invalid',
    port: 995,
    security: 'TLS',
  });
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByRole('alert')).toContainText(
    'no-such-host.invalid was not found. Check the server’s name.',
  );
  await served.stop();
});

test('an unknown host, without encryption after the person agreed to it', async () => {
  const served = await site('no-such-host.invalid:110');
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, { ...account, server: 'no-such-host.invalid', port: 110 });
  await page.getByRole('button', { name: 'Continue without encryption' }).click();
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByRole('alert')).toContainText('no-such-host.invalid was not found.');
  await served.stop();
});

test('nobody listens, and then the relay is gone', async () => {
  const free = await tcpServer();
  await free.close();
  const served = await site(free.target);
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, { ...account, server: '127.0.0.1', port: free.port });
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByRole('alert')).toContainText(`could not be reached on port ${free.port}`);

  await served.stop();
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByRole('alert')).toContainText('does not answer');
});

test('the server hangs up in mid-message', async () => {
  const replies = [
    '+OK ready\r\n',
    '+OK\r\nPIPELINING\r\n.\r\n',
    '+OK\r\n',
    '+OK\r\n',
    '+OK\r\nPIPELINING\r\n.\r\n',
    '+OK 2 30\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n+OK\r\n1 10\r\n2 10\r\n.\r\n',
    '+OK\r\nFrom: Two <two@x.example>\r\nSubject: the whole one\r\n\r\ntwo\r\n.\r\n+OK\r\nSubject: on',
  ];
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    let at = 0;
    const next = () => {
      socket.write(replies[at++] ?? '');
      if (at === replies.length) socket.end();
    };
    socket.on('data', next);
    next();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const served = await site(`127.0.0.1:${port}`);
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, { ...account, server: '127.0.0.1', port });
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByRole('alert')).toContainText('hung up before everything had arrived');
  // The message that had come in whole is here.
  await waitForTotal(page, 1);
  await expect(page.getByRole('option')).toHaveAccessibleName(/^Two.*the whole one/);
  server.close();
  await served.stop();
});

test('the relay is killed in mid-fetch, and the next check goes on where it stopped', async () => {
  const tap = await Tap.start(demo.port);
  // The server falls silent in the middle: the relay is gone before the end, however late we are.
  void tap.watch({ octets: 1.5e6, hold: true });
  const first = await site(`127.0.0.1:${tap.port}`);
  const port = Number(new URL(first.url).port);
  const page = await mine.open();
  await page.goto(first.url);
  await addAccount(page, { ...account, server: '127.0.0.1', port: tap.port });
  await page.getByRole('button', { name: 'Check mail' }).click();
  await page.getByRole('option').first().waitFor();
  first.process.kill('SIGKILL');
  await expect(page.getByRole('alert').first()).toBeVisible();

  void tap.watch({});
  const second = await relay(
    '--listen',
    `127.0.0.1:${port}`,
    '--web',
    dist,
    '--allow',
    `127.0.0.1:${tap.port}`,
  );
  await page.getByRole('button', { name: 'Check mail' }).click();
  await waitForTotal(page, demo.count);
  await second.stop();
  await tap.stop();
});

test('a certificate is asked about only in the tab that checks', async () => {
  const served = await site(`${demo.host}:${demo.tlsPort}`);
  const page = await mine.open();
  await page.goto(served.url);
  await addAccount(page, { ...account, server: demo.host, port: demo.tlsPort, security: 'TLS' });
  const other = await page.context().newPage();
  await other.goto(served.url);
  await other.getByRole('button', { name: 'Check mail' }).waitFor();
  await page.bringToFront();
  await page.getByRole('button', { name: 'Check mail' }).click();
  await expect(page.getByRole('dialog', { name: 'Certificate not trusted' })).toBeVisible();
  await expect(other.getByRole('alert')).toContainText(`vouches for ${demo.host}`);
  await expect(other.getByRole('dialog')).toHaveCount(0);
  await served.stop();
});
