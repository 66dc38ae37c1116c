// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { en } from '../../web/i18n/en.ts';
import { id } from '../../web/i18n/id.ts';
import { preferredLanguage } from '../../web/i18n/preferred.ts';
import type { FailureCode } from '../../web/protocol.ts';
import { nextSteps, relayName, report } from '../../web/ui/failure.ts';

/** The list of codes as the contract has it, not as our own tables have it. */
const protocol = readFileSync(new URL('../../web/protocol.ts', import.meta.url), 'utf8');
const union = /export type FailureCode =([^;]*);/u.exec(protocol)?.[1] ?? '';
const codes = [...union.matchAll(/'([^']+)'/gu)].map((match) => match[1] as FailureCode);
const account = { server: 'mail.example.org', relay: '', user: 'sari', port: 995 };
const site = { protocol: 'https:', host: 'site.example' };

test('the contract has all its codes', () => {
  expect(codes).toHaveLength(25);
});

describe.each([
  ['English', en],
  ['Indonesian', id],
])('in %s', (_name, words) => {
  test.each(codes)('%s says what happened, that nothing was lost, and what to do', (code) => {
    const told = report(account, { code, detail: 'x' }, 0, 0, words, site);
    expect(told.sentence).toMatch(/^\p{Lu}.*\.$|^mail\.example\.org .*\.$/u);
    expect(told.sentence).not.toMatch(/undefined|null|\[object/u);
    expect(told.safe).toBe(words.safe.nothingLost);
    expect(told.steps.length).toBeGreaterThan(0);
    for (const step of told.steps) expect(words.steps[step]).toMatch(/\S/u);
    expect(told.detail).toContain(code);
  });

  test('no two codes share a sentence', () => {
    const sentences = codes.map((code) => report(account, { code, detail: '' }, 0, 0, words, site));
    expect(new Set(sentences.map(({ sentence }) => sentence)).size).toBe(codes.length);
  });

  test('numbers replace the general promise', () => {
    const told = report(account, { code: 'storage.full', detail: '' }, 412, 88, words, site);
    expect(told.safe).toMatch(/412.*88/u);
  });
});

test.each([
  [en, 'mail.example.org was not found. Check the server’s name.'],
  [id, 'mail.example.org tidak ditemukan. Periksa nama server.'],
])('a name that nobody knows has a sentence of its own', (words, sentence) => {
  const detail = 'unknown-host: the name does not exist';
  const told = report(account, { code: 'connect.refused', detail }, 0, 0, words, site);
  expect(told).toMatchObject({ code: 'connect.refused', sentence, steps: ['account'] });
});

test('the disk-full sentence is the one people know', () => {
  const told = report(account, { code: 'storage.full', detail: '' }, 412, 88, en, site);
  expect(`${told.sentence} ${told.safe}`).toBe(
    'This browser’s storage is full. 412 messages are safe here, 88 are still on the server.',
  );
});

test('without a certificate there is none to look at', () => {
  expect(nextSteps['tls.untrusted']).toContain('certificate');
  const told = report(account, { code: 'tls.untrusted', detail: '' }, 0, 0, en, site);
  expect(told.steps).toEqual(['account']);
});

test('an empty relay is named as the site’s own', () => {
  expect(relayName('', site)).toBe('wss://site.example/relay');
  expect(relayName('', { protocol: 'http:', host: '127.0.0.1:8110' })).toBe(
    'ws://127.0.0.1:8110/relay',
  );
  expect(relayName('wss://own.example', site)).toBe('wss://own.example');
});

test('both languages have the same words, and no word is the same by oversight', () => {
  const same: string[] = [];
  const compare = (a: unknown, b: unknown, path: string) => {
    expect(typeof b, path).toBe(typeof a);
    if (typeof a === 'string' && a === b) same.push(path);
    if (typeof a !== 'object' || a === null || b === null) return;
    const [ours, theirs] = [a as Record<string, unknown>, b as Record<string, unknown>];
    expect(Object.keys(theirs).sort(), path).toEqual(Object.keys(ours).sort());
    for (const key of Object.keys(ours)) compare(ours[key], theirs[key], `${path}.${key}`);
  };
  compare(en, id, 'words');
  expect(same.sort()).toEqual([
    'words.account.port',
    'words.account.securities.stls',
    'words.account.securities.tls',
    'words.account.server',
    'words.appName',
    'words.dialogs.fingerprint',
    'words.settings.keyList.0.0',
    'words.settings.keyList.1.0',
    'words.settings.keyList.2.0',
    'words.settings.keyList.3.0',
    'words.settings.keyList.4.0',
    'words.settings.keyList.5.0',
    'words.settings.keyList.6.0',
  ]);
});

test('the accessible names of the contract', () => {
  const { actions, account, dialogs, list, progress, reader, search } = en;
  expect([
    ...[actions.addAccount, actions.saveAccount, actions.checkMail, actions.stop],
    ...[actions.settings, actions.delete, actions.archive, actions.star, actions.markUnread],
    ...[actions.showRemote, actions.viewSource, actions.print, actions.saveAttachment('a.pdf')],
    ...[account.address, account.user, account.password, account.server, account.port],
    ...[account.security, account.after, account.relay, account.remember],
    ...Object.values(account.securities),
    ...[account.afterLeave, account.afterDelete, account.afterDeleteLater],
    ...[dialogs.passwordTitle, actions.continue, actions.continuePlain],
    ...[dialogs.certificateTitle, actions.trust],
    ...[list.label, reader.label, reader.bodyTitle, search.label, progress.label],
  ]).toEqual([
    ...['Add account', 'Save account', 'Check mail', 'Stop'],
    ...['Settings', 'Delete', 'Archive', 'Star', 'Mark as unread'],
    ...['Show remote content', 'View source', 'Print', 'Save attachment a.pdf'],
    ...['Email address', 'User name', 'Password', 'Server', 'Port'],
    ...['Security', 'After download', 'Relay', 'Remember password'],
    ...['TLS', 'STLS', 'None'],
    ...['Leave on server', 'Delete from server', 'Delete after'],
    ...['Password needed', 'Continue', 'Continue without encryption'],
    ...['Certificate not trusted', 'Trust this certificate'],
    ...['Messages', 'Message', 'Message body', 'Search mail', 'Checking mail'],
  ]);
});

test.each([
  [null, ['id-ID', 'en'], 'id'],
  [null, ['in'], 'id'],
  [null, ['de-AT', 'en-US'], 'en'],
  [null, ['fr'], 'en'],
  ['en', ['id'], 'en'],
  ['id', ['en'], 'id'],
  ['klingon', ['id'], 'id'],
  [null, [], 'en'],
])('chosen %j, wished %j: %s', (chosen, wished, language) => {
  expect(preferredLanguage(chosen, wished)).toBe(language);
});
