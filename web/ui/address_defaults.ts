// SPDX-License-Identifier: Apache-2.0
// What a mail address lets us guess about its POP3 server. Guesses only: everything can be typed
// over, and nothing is asked of anyone.

import type { AccountDraft, Security } from '../protocol.ts';
import { providerOfDomain } from './providers.ts';

/** Where a message that one program has fetched is shown to no other. */
export const isGmail = (server: string): boolean =>
  /^pop\.(gmail|googlemail)\.com$/iu.test(server.trim().replace(/\.$/u, ''));

/** RFC 8314 §3.2 and RFC 1939 §3: 995 for implicit TLS, 110 for what begins in the clear. */
export function defaultPort(security: Security): number {
  return security === 'tls' ? 995 : 110;
}

export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at > 0
    ? address
        .slice(at + 1)
        .trim()
        .toLowerCase()
    : '';
}

/** Empty where there is none to guess, or none at all. */
export function guessServer(address: string): string {
  const domain = domainOf(address);
  if (domain === '') return '';
  return providerOfDomain(domain)?.server ?? `pop.${domain}`;
}

export function looksLikeAddress(address: string): boolean {
  return /^[^\s@]+@[^\s@]+$/u.test(address.trim());
}

export function newDraft(): AccountDraft {
  return {
    address: '',
    user: '',
    server: '',
    port: defaultPort('tls'),
    security: 'tls',
    afterDownload: 'leave',
    deleteAfterDays: 14,
    relay: '',
    pin: '',
    rememberPassword: false,
    checkMinutes: 10,
    maxOctets: 0,
    recent: true,
  };
}

/** Hosts that are this very computer, where nobody can listen in between. */
export function isLoopback(host: string): boolean {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '');
  return name === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/u.test(name);
}

/**
 * A relay the page's content security policy lets us reach: wss anywhere, ws on this computer. (A
 * policy cannot name an IPv6 address, so not ws://[::1].)
 */
export function isRelayAddress(relay: string): boolean {
  if (relay.trim() === '') return true;
  let url: URL;
  try {
    url = new URL(relay.trim());
  } catch {
    return false;
  }
  return (
    url.protocol === 'wss:' ||
    (url.protocol === 'ws:' && ['localhost', '127.0.0.1'].includes(url.hostname))
  );
}
