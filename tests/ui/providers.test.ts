// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { en } from '../../web/i18n/en.ts';
import { id } from '../../web/i18n/id.ts';
import { domainOf, guessServer } from '../../web/ui/address_defaults.ts';
import { type Obstacle, providerOf } from '../../web/ui/providers.ts';

test.each([
  'icloud.com',
  'me.com',
  'mac.com',
  'proton.me',
  'protonmail.com',
  'protonmail.ch',
  'pm.me',
  'tuta.com',
  'tuta.io',
  'tutanota.com',
  'tutanota.de',
  'tutamail.com',
  'keemail.me',
  'hey.com',
  'duck.com',
  'mozmail.com',
])('%s has no POP3, and no server of it is guessed', (domain) => {
  const address = `sari@${domain.toUpperCase()} `;
  expect(guessServer(address)).toBe('');
  expect(providerOf(domainOf(address), '')).toMatchObject({ obstacle: 'none' });
});

test.each<[string, string, Obstacle | undefined]>([
  ['gmail.com', 'pop.gmail.com', 'switchOnAndAppPassword'],
  ['googlemail.com', 'pop.gmail.com', 'switchOnAndAppPassword'],
  ['outlook.com', 'outlook.office365.com', 'signIn'],
  ['outlook.co.id', 'outlook.office365.com', 'signIn'],
  ['hotmail.com', 'outlook.office365.com', 'signIn'],
  ['hotmail.co.uk', 'outlook.office365.com', 'signIn'],
  ['live.nl', 'outlook.office365.com', 'signIn'],
  ['msn.com', 'outlook.office365.com', 'signIn'],
  ['yahoo.com', 'pop.mail.yahoo.com', 'appPassword'],
  ['yahoo.co.id', 'pop.mail.yahoo.com', 'appPassword'],
  ['yahoo.com.br', 'pop.mail.yahoo.com', 'appPassword'],
  ['yahoo.de', 'pop.mail.yahoo.com', 'appPassword'],
  ['yahoo.co.jp', 'pop.mail.yahoo.co.jp', 'switchOn'],
  ['ymail.com', 'pop.mail.yahoo.com', 'appPassword'],
  ['aol.com', 'pop.aol.com', 'appPassword'],
  ['gmx.de', 'pop.gmx.net', 'switchOn'],
  ['gmx.com', 'pop.gmx.com', 'switchOn'],
  ['web.de', 'pop3.web.de', 'switchOn'],
  ['zoho.com', 'pop.zoho.com', 'switchOn'],
  ['163.com', 'pop.163.com', 'switchOnAndAppPassword'],
  // Nobody that we know anything of.
  ['tokobatik.example', 'pop.tokobatik.example', undefined],
  ['live.example', 'pop.live.example', undefined],
  ['notme.com', 'pop.notme.com', undefined],
  ['me.com.example', 'pop.me.com.example', undefined],
  ['chey.com', 'pop.chey.com', undefined],
])('%s: %s, %s', (domain, server, obstacle) => {
  expect(guessServer(`sari@${domain}`)).toBe(server);
  expect(providerOf(domain, server)?.obstacle).toBe(obstacle);
});

test.each<[string, string, string | undefined]>([
  // An address of one's own may lie with a large provider.
  ['tokobatik.example', 'pop.gmail.com', 'Gmail'],
  ['tokobatik.example', ' POP.Gmail.com. ', 'Gmail'],
  ['tokobatik.example', 'pop.mail.me.com', 'iCloud Mail'],
  ['tokobatik.example', 'imap.mail.me.com', 'iCloud Mail'],
  ['icloud.com', 'p02-imap.mail.me.com', 'iCloud Mail'],
  ['proton.me', 'pop.protonmail.com', 'Proton Mail'],
  // And mail of a large one may be collected from elsewhere.
  ['icloud.com', 'pop.own.example', undefined],
  ['gmail.com', 'localhost', undefined],
  ['', '', undefined],
  ['', 'some.com', undefined],
])('an address at %j with the server %j: %s', (domain, server, name) => {
  expect(providerOf(domain, server)?.name).toBe(name);
});

test.each([
  ['English', en],
  ['Indonesian', id],
])('in %s every obstacle names the provider', (_name, words) => {
  const said = Object.values(words.account.obstacle).map((sentence) => sentence('Gmail'));
  expect(new Set(said).size).toBe(5);
  for (const sentence of said) expect(sentence).toMatch(/Gmail.*\.$/u);
});
