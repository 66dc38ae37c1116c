// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { AccountDraft } from '../../web/protocol.ts';
import { accountFault, loginName, tidied } from '../../web/worker/accounts.ts';
import { throttled } from '../../web/worker/throttle.ts';
import { FakeClock } from './fakes.ts';

const good: AccountDraft = {
  address: 'ana@example.org',
  user: 'ana',
  server: 'pop.example.org',
  port: 995,
  security: 'tls',
  afterDownload: 'leave',
  deleteAfterDays: 14,
  relay: '',
  pin: '',
  rememberPassword: false,
};
const pin = `sha256/${'A'.repeat(43)}=`;

test.each<Partial<AccountDraft>>([
  {},
  { server: '[2001:db8::1]' },
  { relay: 'wss://relay.example/x' },
  { afterDownload: 'delete-after', deleteAfterDays: 1 },
  { deleteAfterDays: -1 },
  { user: 'ana mail+tag' },
  { pin },
])('an account may have %j', (more) => {
  expect(accountFault(tidied({ ...good, ...more }))).toBeNull();
});

test.each<[Partial<AccountDraft>, string]>([
  [{ address: 'ana' }, 'email address'],
  [{ address: ' ' }, 'email address'],
  [{ user: '  ' }, 'user name'],
  [{ user: 'ana\r\nDELE 1' }, 'control characters'],
  [{ server: '' }, 'missing'],
  [{ server: 'pop.example.org/x' }, 'not the name'],
  [{ port: 0 }, 'port'],
  [{ port: Number.NaN }, 'port'],
  [{ afterDownload: 'delete-after', deleteAfterDays: 0.5 }, 'days'],
  [{ afterDownload: 'delete-after', deleteAfterDays: 4000 }, 'days'],
  [{ relay: 'http://relay.example' }, 'wss://'],
  [{ pin: 'sha256/AAAA' }, 'pin'],
  [{ maxOctets: -1 }, 'size limit'],
  [{ maxOctets: 0.5 }, 'size limit'],
])('an account may not have %j', (more, words) => {
  expect(accountFault(tidied({ ...good, ...more }))).toContain(words);
});

test.each<[Partial<AccountDraft>, string]>([
  [{}, 'ana'],
  [{ recent: false }, 'ana'],
  [{ recent: true }, 'recent:ana'],
  [{ recent: true, user: 'recent:ana' }, 'recent:ana'],
  [{ recent: true, afterDownload: 'delete' }, 'ana'],
  [{ recent: true, afterDownload: 'delete-after' }, 'ana'],
])('an account with %j logs in as %s', (more, name) => {
  expect(loginName({ ...good, ...more })).toBe(name);
});

test('what is typed is tidied', () => {
  const typed = { ...good, address: ' ana@example.org ', server: ' [2001:DB8::1] ', relay: ' ' };
  expect(tidied(typed)).toMatchObject({
    address: 'ana@example.org',
    server: '2001:db8::1',
    relay: '',
  });
});

test('throttled: the first at once, the last never lost, no more than one in between', () => {
  const clock = new FakeClock();
  let calls = 0;
  const ask = throttled(clock, 100, () => {
    calls += 1;
  });
  ask();
  expect(calls).toBe(1);
  for (let at = 0; at < 50; at += 1) ask();
  expect(calls).toBe(1);
  clock.pass(100);
  expect(calls).toBe(2);
  clock.pass(100);
  ask();
  expect(calls).toBe(3);
  ask();
  ask.cancel();
  clock.pass(1000);
  expect(calls).toBe(3);
  expect(clock.waiting).toBe(0);
});
