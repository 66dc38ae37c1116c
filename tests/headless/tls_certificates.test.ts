// SPDX-License-Identifier: Apache-2.0
// Whom the compiled core believes: a whole conversation with each server, implicit TLS 1.3 and
// STLS with TLS 1.2, through a real relay. A server that is not believed hears no credential.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasCredentials,
  mailServer,
  message,
  openSwitchboard,
  password,
  type Switchboard,
  user,
} from './bad_server.ts';
import { host, type Identity, pem, type Wanted, Workshop } from './bad_server_certificates.ts';
import { config, newCore } from './core.ts';
import { fetchMail, scratch } from './harness.ts';

/** A server: its own certificate, what it sends behind it, and whom the client trusts. */
interface Shown {
  server: Identity;
  chain?: Identity[];
  anchors?: Uint8Array;
  pin?: string;
}

let board: Switchboard;
let shop: Workshop;
let root: Identity;
let intermediate: Identity;

beforeAll(async () => {
  [board, shop] = await Promise.all([openSwitchboard(), Workshop.open()]);
  root = await shop.authority('Test Root');
  intermediate = await shop.authority('Test CA', { by: root });
});
afterAll(async () => {
  await board.close();
  await shop.close();
});

const kWays = [
  { security: 'implicit', version: 'TLSv1.3' },
  { security: 'stls', version: 'TLSv1.2' },
] as const;
type Way = (typeof kWays)[number];

/** One conversation, as a server under `name`. */
async function converse(shown: Shown, { security, version }: Way, name = host) {
  const { accept, heard } = mailServer({
    security,
    identity: shown.server,
    ...(shown.chain ? { chain: shown.chain } : {}),
    context: { minVersion: version, maxVersion: version },
  });
  board.answer(accept);
  const { anchors = pem(root), pin = '' } = shown;
  return { heard, ...(await board.check({ host: name, security, anchors, pin })) };
}

async function believed(shown: Shown, name?: string) {
  for (const way of kWays) {
    const { result, mails, connection, heard } = await converse(shown, way, name);
    expect({ way, failure: result.failure, mails }).toEqual({
      way,
      failure: null,
      mails: [message],
    });
    expect(connection).toMatchObject({
      protocol: way.version,
      certificate: { sha256: fingerprint(shown.server) },
    });
    // So that the search for credentials is known to find them.
    expect(hasCredentials(heard)).toBe(true);
  }
}

async function refused(shown: Shown, code: string, detail: RegExp, name?: string) {
  for (const way of kWays) {
    const { result, mails, connection, heard } = await converse(shown, way, name);
    expect({ way, mails, connection, failure: result.failure }).toMatchObject({
      way,
      mails: [],
      connection: undefined,
      failure: {
        code,
        detail: expect.stringMatching(detail),
        certificate: {
          subject: `CN=${shown.server.commonName}`,
          sha256: fingerprint(shown.server),
        },
      },
    });
    expect(heard).toMatchObject({
      plain: way.security === 'stls' ? 'CAPA\r\nSTLS\r\n' : '',
      secret: '',
      // The server was told why: every alert is an error there.
      errors: [expect.stringMatching(/alert/i)],
    });
    expect(hasCredentials(heard)).toBe(false);
  }
}

const fingerprint = ({ fingerprint: sha256 }: Identity) => sha256;

const byRoot = async (wanted: Wanted = {}): Promise<Shown> => ({
  server: await shop.server({ by: root, ...wanted }),
});
/** By an authority under the root, with whatever is wrong with it. */
const under = async (wanted: Wanted, name = 'Other CA'): Promise<Shown> => {
  const by = await shop.authority(name, { by: root, ...wanted });
  return { server: await shop.server({ by }), chain: [by] };
};

describe('servers that are believed', () => {
  it.each(['RSA-2048', 'P-256', 'P-384', 'Ed25519', 'RSA-PSS'] as const)('%s', async (key) => {
    await believed(await byRoot({ key }));
  });

  const others: [string, () => Promise<Shown>, string?][] = [
    [
      'by an intermediate',
      async () => ({ server: await shop.server({ by: intermediate }), chain: [intermediate] }),
    ],
    [
      'a chain out of order',
      async () => {
        const lower = await shop.authority('Lower CA', { by: intermediate });
        return { server: await shop.server({ by: lower }), chain: [root, intermediate, lower] };
      },
    ],
    [
      'superfluous certificates',
      async () => {
        const strangers = await Promise.all(['A', 'B'].map((name) => shop.authority(name)));
        return {
          server: await shop.server({ by: intermediate }),
          chain: [...strangers.slice(0, 1), intermediate, ...strangers.slice(1)],
        };
      },
    ],
    [
      'cross-signed, the way that leads nowhere first',
      async () => {
        const unknown = await shop.authority('Unknown Root');
        const known = await shop.authority('Cross CA', { by: root });
        const nowhere = await shop.authority('Cross CA', { by: unknown, keyOf: known });
        return { server: await shop.server({ by: known }), chain: [nowhere, unknown, known] };
      },
    ],
    [
      'two authorities of one name',
      async () => ({
        ...(await byRoot()),
        anchors: pem(await shop.authority('Test Root'), root),
      }),
    ],
    [
      'a self-signed one that is named as authority',
      async () => {
        const server = await shop.server();
        return { server, anchors: pem(server) };
      },
    ],
    [
      'a name constraint that is kept',
      () => under({ extensions: { nameConstraints: 'critical,permitted;DNS:example.org' } }),
    ],
    ['an IPv4 address', () => byRoot({ names: 'IP:127.0.0.1' }), '127.0.0.1'],
    ['an IPv6 address', () => byRoot({ names: 'IP:2001:db8::1' }), '2001:db8::1'],
    ['a wildcard', () => byRoot({ names: 'DNS:*.example.org' })],
    ['an A-label', () => byRoot({ names: 'DNS:xn--bcher-kva.example' }), 'xn--bcher-kva.example'],
    ['the second of two names', () => byRoot({ names: `DNS:a.example,DNS:${host}` })],
  ];
  it.each(others)('%s', async (_, make, name) => believed(await make(), name));
});

describe('servers that are not believed', () => {
  const named = (names: string) => () => byRoot({ names });
  const extended = (extensions: Record<string, string>) => () => byRoot({ extensions });
  const rows: [string, () => Promise<Shown>, string, RegExp, string?][] = [
    ['expired', () => byRoot({ from: -30, to: -1 }), 'tls.expired', /expired/],
    ['not yet valid', () => byRoot({ from: 1 }), 'tls.expired', /not yet valid/],
    [
      'by an expired authority',
      () => under({ from: -30, to: -1 }, 'Old CA'),
      'tls.expired',
      /expired.*Old CA/,
    ],
    ['wrong host', named('DNS:other.example.org'), 'tls.wrong-host', /./],
    ['the common name alone', named(''), 'tls.wrong-host', /./],
    ['wildcard in part of a label: f*', named('DNS:m*.example.org'), 'tls.wrong-host', /./],
    ['wildcard in part of a label: *f', named('DNS:*l.example.org'), 'tls.wrong-host', /./],
    ['wildcard over two labels', named('DNS:*.org'), 'tls.wrong-host', /./],
    ['two wildcards', named('DNS:*.*.org'), 'tls.wrong-host', /./],
    ['wildcard not left-most', named('DNS:mail.*.org'), 'tls.wrong-host', /./],
    ['wildcard for its parent', named(`DNS:*.${host}`), 'tls.wrong-host', /./],
    ['wildcard under a top level', named('DNS:*.test'), 'tls.wrong-host', /./, 'mail.test'],
    ['bare wildcard', named('DNS:*'), 'tls.wrong-host', /./, 'localhost'],
    ['IP address as DNS name', named('DNS:127.0.0.1'), 'tls.wrong-host', /./, '127.0.0.1'],
    ['IP address by wildcard', named('DNS:*.0.0.1'), 'tls.wrong-host', /./, '127.0.0.1'],
    ['another IP address', named('IP:127.0.0.2'), 'tls.wrong-host', /./, '127.0.0.1'],
    ['self-signed', async () => ({ server: await shop.server() }), 'tls.untrusted', /self/],
    [
      'unknown authority',
      async () => {
        const unknown = await shop.authority('Unknown Root');
        return { server: await shop.server({ by: unknown }), chain: [unknown] };
      },
      'tls.untrusted',
      /self.signed/,
    ],
    [
      'an impostor with the name of the authority',
      async () => ({ server: await shop.server({ by: await shop.authority('Test Root') }) }),
      'tls.untrusted',
      /./,
    ],
    [
      'missing intermediate',
      async () => ({ server: await shop.server({ by: intermediate }) }),
      'tls.untrusted',
      /sends no intermediate certificate.*CN=Test CA, is missing/,
    ],
    [
      'intermediate that is no authority',
      () => under({ extensions: { basicConstraints: 'critical,CA:FALSE' } }),
      'tls.untrusted',
      /./,
    ],
    [
      'intermediate that may not sign certificates',
      () => under({ extensions: { keyUsage: 'critical,digitalSignature' } }),
      'tls.untrusted',
      /./,
    ],
    [
      'name outside of the constraint',
      () => under({ extensions: { nameConstraints: 'critical,permitted;DNS:elsewhere.test' } }),
      'tls.untrusted',
      /permitted subtree/,
    ],
    [
      'name excluded by a constraint that is not critical',
      () => under({ extensions: { nameConstraints: 'excluded;DNS:example.org' } }),
      'tls.untrusted',
      /excluded subtree/,
    ],
    ['for clients only', extended({ extendedKeyUsage: 'clientAuth' }), 'tls.untrusted', /purpose/],
    [
      'unknown critical extension',
      extended({ '1.3.6.1.4.1.99999.1': 'critical,ASN1:UTF8String:what is this' }),
      'tls.untrusted',
      /critical extension/,
    ],
    ['SHA-1 signature', () => byRoot({ digest: 'sha1' }), 'tls.untrusted', /weak/],
    ['SHA-1 in the intermediate', () => under({ digest: 'sha1' }), 'tls.untrusted', /weak/],
    ['RSA of 1024 bits', () => byRoot({ key: 'RSA-1024' }), 'tls.untrusted', /weak/],
    [
      'key that may only encrypt',
      () => byRoot({ key: 'RSA-2048', extensions: { keyUsage: 'critical,keyEncipherment' } }),
      'tls.untrusted',
      /sign/,
    ],
  ];
  it.each(rows)('%s', async (_, make, code, detail, name) =>
    refused(await make(), code, detail, name),
  );
});

describe('a pin', () => {
  const kNobody = new Uint8Array();

  /** As the person gets to know it: from the failure. */
  async function pinOf(shown: Shown): Promise<string> {
    const { result } = await converse(shown, kWays[0]);
    expect(result.failure?.code).toBe('tls.untrusted');
    return result.failure?.certificate?.spkiPin ?? '';
  }

  it('lets a self-signed certificate pass, and the next one with the same key', async () => {
    const server = await shop.server();
    const pin = await pinOf({ server });
    expect(pin).toMatch(/^sha256\/[A-Za-z0-9+/]{43}=$/);
    await believed({ server, anchors: kNobody, pin });
    // Neither name nor date of what is around the key counts.
    const renewed = await shop.server({ keyOf: server, names: 'DNS:elsewhere.example' });
    await believed({ server: renewed, anchors: kNobody, pin });
    expect((await converse({ server, pin }, kWays[0])).connection?.pinned).toBe(true);
  });

  it('is not replaced by an authority: another key is another server', async () => {
    const pin = await pinOf({ server: await shop.server() });
    const vouchedFor = await byRoot();
    await believed(vouchedFor);
    await refused({ ...vouchedFor, pin }, 'tls.pin-mismatch', /expected sha256\/.* got sha256\//);
    await refused({ server: await shop.server(), pin }, 'tls.pin-mismatch', /expected/);
  });

  it('that is none ends before anybody is called', async () => {
    const to = await scratch();
    board.answer(() => expect.unreachable('the server was called'));
    const box = { relay: board.relay, server: `127.0.0.1:${board.port}`, user, password };
    const good = `sha256/${'A'.repeat(43)}=`;
    for (const pin of ['nonsense', good.slice(0, -1), good.replace('sha256', 'sha1'), `${good}=`]) {
      const { code, events, stderr } = await fetchMail(box, to, '--pin', pin);
      expect({ pin, code, events }).toEqual({ pin, code: 2, events: [] });
      expect(stderr).toContain('--pin');
    }
    await to.dispose();
  });

  it('that is none, given to the core all the same, has nothing sent to the server', async () => {
    const core = await newCore();
    for (const pin of ['nonsense', `sha256/${'A'.repeat(42)}==`, 'sha256/']) {
      const session = core.createSession(
        config({ host, security: 'implicit', user, password, pin, anchors: pem(root) }),
      );
      const started = session.start(Date.now());
      const ended = session.tick(started.deadline ?? 0);
      expect([...started.send, ...ended.send]).toEqual([]);
      expect([...started.events, ...ended.events]).toEqual([
        expect.objectContaining({ type: 'failed' }),
      ]);
      session.delete();
    }
  });
});

describe('trust anchors', () => {
  const builtIn = readFileSync(path.resolve(import.meta.dirname, '../../build/anchors.bin'));

  it('that are built in do not vouch for a private authority', async () => {
    await refused({ ...(await byRoot()), anchors: builtIn }, 'tls.untrusted', /Test Root/);
  });

  it('of nobody at all let nobody in', async () => {
    const { result, heard } = await converse(
      { ...(await byRoot()), anchors: new Uint8Array() },
      kWays[0],
    );
    expect(result.failure).not.toBeNull();
    expect(heard.secret).toBe('');
  });

  it('from --ca take the place of those built in', async () => {
    const to = await scratch();
    const { server } = await byRoot({ names: 'IP:127.0.0.1' });
    board.answer(mailServer({ identity: server }).accept);
    const box = { relay: board.relay, server: `127.0.0.1:${board.port}`, user, password };
    const trusted = await fetchMail(box, to, '--ca', root.files.certificate);
    expect(trusted).toMatchObject({ code: 0, end: { event: 'done', stored: 1 } });
    const untrusted = await fetchMail(box, to);
    expect(untrusted).toMatchObject({ code: 1, end: { code: 'tls.untrusted' } });
    await to.dispose();
  });
});
