// SPDX-License-Identifier: Apache-2.0
// The command line of `npm run fetch`, checked: whatever is wrong is said in one sentence.
import { parseArgs } from 'node:util';
import type { SessionConfig } from '../../wasm/bindings/pillarbox.d.ts';
import { bareHost, hostFault, portFault, relayFault } from '../worker/relay_url.ts';

export class UsageError extends Error {}

export interface FetchArguments {
  relay: string;
  host: string;
  port: number;
  security: SessionConfig['security'];
  allowPlaintext: boolean;
  /** File of PEM certificates, or null for the authorities built in. */
  ca: string | null;
  pin: string;
  user: string;
  passwordFile: string;
  auth: SessionConfig['auth'];
  afterDownload: SessionConfig['afterDownload'];
  deleteAfterDays: number;
  maxOctets: number;
  tryAgain: boolean;
  log: boolean;
  out: string;
}

export const usage = `Usage: npm run --silent fetch -- --relay URL --server HOST:PORT --user NAME
    --password-file FILE --out FOLDER
    [--tls implicit|stls|none]   implicit, if it is not said
    [--ca FILE]                  trust these certificates (PEM) instead of the usual authorities
    [--pin sha256/BASE64]        trust this key (SubjectPublicKeyInfo) and no authority
    [--allow-plaintext]          needed for --tls none to a host that is not this machine
    [--auth auto|user|apop|plain|login|cram-md5|scram-sha-1|scram-sha-256|xoauth2|oauthbearer]
    [--keep|--delete|--delete-after DAYS]   what becomes of the server's copy; kept if not said
    [--max-octets N]             skip messages that the server says are larger
    [--try-again]                messages too that made three sessions fail, and are left alone since
    [--log]                      the conversation on standard error, without secrets and mail`;

const kAuth: SessionConfig['auth'][] = [
  'auto',
  'user',
  'apop',
  'plain',
  'login',
  'cram-md5',
  'scram-sha-1',
  'scram-sha-256',
  'xoauth2',
  'oauthbearer',
];

export function parseFetchArguments(args: string[]): FetchArguments {
  const given = parse(args);
  const needed = (name: 'relay' | 'server' | 'user' | 'password-file' | 'out') => {
    const value = given[name];
    if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`);
    return value;
  };

  const relay = needed('relay');
  const server = needed('server');
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(server) ?? [];
  if (host === '') throw new UsageError(`--server is to be HOST:PORT, not "${server}".`);
  const fault = relayFault(relay) ?? hostFault(host) ?? portFault(Number(port));
  if (fault !== null) throw new UsageError(fault);

  const security = given.tls ?? 'implicit';
  if (security !== 'implicit' && security !== 'stls' && security !== 'none') {
    throw new UsageError(`--tls is implicit, stls or none, not "${security}".`);
  }
  const auth = kAuth.find((each) => each === (given.auth ?? 'auto'));
  if (auth === undefined) throw new UsageError(`--auth is one of ${kAuth.join(', ')}.`);
  const pin = given.pin ?? '';
  if (pin !== '' && !/^sha256\/[A-Za-z0-9+/]{43}=$/.test(pin)) {
    throw new UsageError('--pin is to be sha256/ and 44 characters of base64.');
  }
  const policies = [given.keep, given.delete, given['delete-after']].filter(Boolean);
  if (policies.length > 1) {
    throw new UsageError('Choose one of --keep, --delete and --delete-after.');
  }
  const days = given['delete-after'];

  return {
    relay,
    host: bareHost(host),
    port: Number(port),
    security,
    allowPlaintext: given['allow-plaintext'] ?? false,
    ca: given.ca ?? null,
    pin,
    user: needed('user'),
    passwordFile: needed('password-file'),
    auth,
    afterDownload: given.delete ? 'delete' : days === undefined ? 'leave' : 'delete-after',
    deleteAfterDays: days === undefined ? 0 : whole('--delete-after', days, 36_500),
    maxOctets:
      given['max-octets'] === undefined
        ? 0
        : whole('--max-octets', given['max-octets'], Number.MAX_SAFE_INTEGER),
    tryAgain: given['try-again'] ?? false,
    log: given.log ?? false,
    out: needed('out'),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        relay: { type: 'string' },
        server: { type: 'string' },
        tls: { type: 'string' },
        ca: { type: 'string' },
        pin: { type: 'string' },
        'allow-plaintext': { type: 'boolean' },
        user: { type: 'string' },
        'password-file': { type: 'string' },
        auth: { type: 'string' },
        keep: { type: 'boolean' },
        delete: { type: 'boolean' },
        'delete-after': { type: 'string' },
        'max-octets': { type: 'string' },
        'try-again': { type: 'boolean' },
        log: { type: 'boolean' },
        out: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) {
    throw new UsageError(`${name} is to be a whole number up to ${most}, not "${text}".`);
  }
  return value;
}
