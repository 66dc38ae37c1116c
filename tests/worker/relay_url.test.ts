// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import {
  hostFault,
  portFault,
  probeUrl,
  relayFault,
  relayUrl,
  siteRelay,
} from '../../web/worker/relay_url.ts';

test.each([
  [
    'wss://r.example/relay',
    'Mail.Example.org',
    995,
    'wss://r.example/relay?token=mail.example.org%3A995',
  ],
  [
    'ws://127.0.0.1:8110/relay',
    '127.0.0.1',
    110,
    'ws://127.0.0.1:8110/relay?token=127.0.0.1%3A110',
  ],
  ['wss://r.example', '2001:db8::1', 995, 'wss://r.example/?token=%5B2001%3Adb8%3A%3A1%5D%3A995'],
  ['wss://r.example', '[::1]', 995, 'wss://r.example/?token=%5B%3A%3A1%5D%3A995'],
  [
    'wss://r.example/?key=a&token=old',
    'm.example.',
    995,
    'wss://r.example/?key=a&token=m.example%3A995',
  ],
])('%s to %s port %i', (relay, host, port, expected) => {
  expect(relayUrl(relay, host, port)).toBe(expected);
  expect(new URL(expected).searchParams.get('token')).toMatch(/:\d+$/u);
});

test.each([
  ['relay.example', 'is not an address'],
  ['https://relay.example', 'begins with wss://'],
  ['wss://ana:secret@relay.example', 'no password'],
])('the relay %s is refused', (relay, words) => {
  expect(relayFault(relay)).toContain(words);
  expect(() => relayUrl(relay, 'mail.example.org', 995)).toThrow(TypeError);
});

test.each([
  '',
  ' ',
  'mail example',
  'mail/example',
  'a..b',
  '-mail.example',
  'mail:995',
  '[mail]',
  'a\r\nb',
  'x'.repeat(64),
])('the host %j is refused', (host) => {
  expect(hostFault(host)).not.toBeNull();
});

test.each(['localhost', '192.0.2.1', '::1', '[2001:db8::1]', 'mail_1.example.org'])(
  'the host %s is taken',
  (host) => {
    expect(hostFault(host)).toBeNull();
  },
);

test.each([0, -1, 65536, 1.5, Number.NaN])('the port %d is refused', (port) => {
  expect(portFault(port)).not.toBeNull();
});

test('the site’s own relay is as secure as the site', () => {
  expect(siteRelay({ protocol: 'https:', host: 'm.example' })).toBe('wss://m.example/relay');
  expect(siteRelay({ protocol: 'http:', host: '127.0.0.1:8110' })).toBe(
    'ws://127.0.0.1:8110/relay',
  );
  expect(probeUrl('wss://m.example/relay?token=a%3A1')).toBe('https://m.example/relay?token=a%3A1');
});
