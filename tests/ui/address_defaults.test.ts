// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  defaultPort,
  guessServer,
  isGmail,
  isLoopback,
  isRelayAddress,
  looksLikeAddress,
  newDraft,
} from '../../web/ui/address_defaults.ts';
import { faultsOf, type TypedDraft } from '../../web/ui/draft.ts';

test.each([
  ['sari@tokobatik.example', 'pop.tokobatik.example'],
  ['Sari@TokoBatik.Example ', 'pop.tokobatik.example'],
  ['someone@gmail.com', 'pop.gmail.com'],
  ['"a@b"@example.org', 'pop.example.org'],
  ['sari@', ''],
  ['sari', ''],
  ['', ''],
])('the server of %j is guessed as %j', (address, server) => {
  expect(guessServer(address)).toBe(server);
});

test('ports follow the security', () => {
  expect(defaultPort('tls')).toBe(995);
  expect(defaultPort('stls')).toBe(110);
  expect(defaultPort('none')).toBe(110);
});

test.each([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['[::1]', true],
  ['127.0.0.1.evil.example', false],
  ['localhost.example', false],
  ['192.168.1.1', false],
  ['mail.example.org', false],
])('loopback %s: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test.each([
  ['', true],
  ['wss://relay.example/x', true],
  ['ws://127.0.0.1:8110/relay', true],
  ['ws://localhost:8110', true],
  ['ws://relay.example', false],
  ['https://relay.example', false],
  ['javascript:alert(1)', false],
  ['relay.example', false],
])('relay %s may be used: %s', (relay, expected) => {
  expect(isRelayAddress(relay)).toBe(expected);
});

test.each([
  ['a@b', true],
  ['ü@bücher.example', true],
  ['a b@c', false],
  ['@c', false],
])('%s looks like an address: %s', (address, expected) => {
  expect(looksLikeAddress(address)).toBe(expected);
});

describe('faultsOf', () => {
  const good: TypedDraft = {
    ...newDraft(),
    address: 'a@example.org',
    user: 'a',
    server: 'pop.example.org',
    password: '',
    port: '995',
    deleteAfterDays: '14',
  };

  test('a complete draft has none', () => {
    expect([...faultsOf(good)]).toEqual([]);
  });

  test.each<[Partial<TypedDraft>, string]>([
    [{ address: 'nobody' }, 'needAddress'],
    [{ user: ' ' }, 'needUser'],
    [{ server: 'https://x/' }, 'needServer'],
    [{ port: '0' }, 'badPort'],
    [{ port: '65536' }, 'badPort'],
    [{ port: '99x' }, 'badPort'],
    [{ afterDownload: 'delete-after', deleteAfterDays: '0' }, 'badDays'],
    [{ relay: 'ws://elsewhere.example' }, 'badRelay'],
  ])('%j is a fault: %s', (change, fault) => {
    expect([...faultsOf({ ...good, ...change }).values()]).toEqual([fault]);
  });

  test('days matter only where they are used', () => {
    expect(faultsOf({ ...good, deleteAfterDays: '' }).size).toBe(0);
  });
});

test.each([
  ['pop.gmail.com', true],
  [' POP.GoogleMail.com. ', true],
  ['pop.gmail.com.example.org', false],
  ['mypop.gmail.com', false],
  ['', false],
])('%j is Gmail: %s', (server, is) => {
  expect(isGmail(server)).toBe(is);
});
