// SPDX-License-Identifier: Apache-2.0
// The address at which a relay reaches a mail server: websockify's own `?token=HOST:PORT`.

/** The site's own relay, for accounts that name none. */
export function siteRelay(page: { protocol: string; host: string }): string {
  return `${page.protocol === 'http:' ? 'ws' : 'wss'}://${page.host}/relay`;
}

/** Why `relay` cannot be a relay's address, or null if it can. */
export function relayFault(relay: string): string | null {
  let url: URL;
  try {
    url = new URL(relay);
  } catch {
    return `"${relay}" is not an address. A relay's begins with wss://`;
  }
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:') {
    return `A relay's address begins with wss:// or ws://, not ${url.protocol}//`;
  }
  if (url.username !== '' || url.password !== '') {
    return "A relay's address holds no user name and no password.";
  }
  return null;
}

/** A host name or address as people type it: IPv6 with or without brackets, a dot at the end. */
export function bareHost(host: string): string {
  const text = host.trim().toLowerCase();
  const literal = /^\[(.*:.*)\]$/u.exec(text)?.[1];
  return literal ?? text.replace(/\.$/u, '');
}

/** Why `host` cannot be the name of a mail server, or null if it can. */
export function hostFault(host: string): string | null {
  const bare = bareHost(host);
  if (bare === '') return 'The name of the mail server is missing.';
  if (bare.includes(':')) {
    return isIpv6(bare) ? null : `"${host}" is not an IPv6 address; the port has its own field.`;
  }
  const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/u;
  const good = bare.length <= 253 && bare.split('.').every((part) => label.test(part));
  return good ? null : `"${host}" is not the name of a mail server.`;
}

export function portFault(port: number): string | null {
  const good = Number.isInteger(port) && port >= 1 && port <= 65535;
  return good ? null : 'A port is a number from 1 to 65535.';
}

/** Throws a TypeError with a sentence if one of the three is not what it should be. */
export function relayUrl(relay: string, host: string, port: number): string {
  const fault = relayFault(relay) ?? hostFault(host) ?? portFault(port);
  if (fault !== null) throw new TypeError(fault);
  const bare = bareHost(host);
  const url = new URL(relay);
  url.hash = '';
  url.searchParams.set('token', `${bare.includes(':') ? `[${bare}]` : bare}:${port}`);
  return url.href;
}

/** The same address for a plain GET, which can say why an upgrade is refused. */
export function probeUrl(relayUrl: string): string {
  return relayUrl.replace(/^ws/u, 'http');
}

function isIpv6(text: string): boolean {
  try {
    return new URL(`ws://[${text}]/`).host !== '';
  } catch {
    return false;
  }
}
