// SPDX-License-Identifier: Apache-2.0
// Every way that OpenSSL's own server can lead the shipped build, which holds a part of OpenSSL
// (tools/build_openssl.sh): what is offered works to the last octet, and what is not offered ends
// with a clean code. The server is a whole OpenSSL of the system.
import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Check, message } from './bad_server.ts';
import { type Identity, pem, type Wanted } from './bad_server_certificates.ts';
import { type OpensslServer, opensslServer, type Script } from './openssl_server.ts';
import { openTlsScene, type TlsScene } from './tls_scene.ts';

let scene: TlsScene;
let board: TlsScene['board'];
let shop: TlsScene['shop'];
let root: Identity;
let identity: Identity;
let rsa: Identity;
let server: OpensslServer | undefined;

beforeAll(async () => {
  scene = await openTlsScene();
  ({ board, shop, root, identity } = scene);
  // For static RSA, too, which a good client does not offer.
  const extensions = { keyUsage: 'critical,digitalSignature,keyEncipherment' };
  rsa = await shop.server({ by: root, key: 'RSA-2048', extensions });
});
afterEach(() => server?.stop());
afterAll(() => scene.close());

async function ask(options: string[], script: Partial<Script> = {}, anchors = pem(root)) {
  server = await opensslServer({ identity, options, ...script });
  board.answer(server.accept);
  return board.check({ anchors });
}

/** A whole conversation has taken place. */
function expectAll({ result, mails, connection }: Check, agreed: object = {}) {
  expect({ failure: result.failure, mails }).toEqual({ failure: null, mails: [message] });
  expect(connection).toMatchObject(agreed);
}

/** None has, and the server has heard nothing but the handshake. */
function expectNone({ result, mails, connection }: Check, code: string, detail: RegExp) {
  expect({ mails, connection, failure: result.failure }).toMatchObject({
    mails: [],
    connection: undefined,
    failure: { code, detail: expect.stringMatching(detail) },
  });
  expect(server?.commands).toEqual([]);
}

const kVersions = ['-tls1_2', '-tls1_3'] as const;
const kRefused = /^The server ended TLS with the alert: handshake failure$/;

describe.each(kVersions)('%s', (version) => {
  // Of those only X25519 has a key share in the hello: the others take a HelloRetryRequest.
  it.each([
    ['X25519', 'x25519'],
    ['P-256', 'secp256r1'],
    ['P-384', 'secp384r1'],
  ])('group %s', async (name, group) => {
    expectAll(await ask([version, '-groups', name]), { group });
  });

  it.each(['P-521', 'X448', 'ffdhe2048', 'brainpoolP256r1'])(
    'group %s is not offered',
    async (name) => {
      expectNone(await ask([version, '-groups', name]), 'tls.protocol', kRefused);
    },
  );

  it('records that are cut small and filled up', async () => {
    expectAll(await ask([version, '-max_send_frag', '512', '-record_padding', '600']));
  });

  it('what was not asked for is not given: ALPN, NPN, a stapled answer of OCSP', async () => {
    const next = version === '-tls1_2' ? ['-nextprotoneg', 'pop3'] : [];
    expectAll(await ask([version, '-alpn', 'pop3', '-status', ...next]));
  });

  it('tickets, and none', async () => {
    for (const tickets of [['-no_ticket'], ['-num_tickets', '0'], ['-num_tickets', '7']]) {
      server = await opensslServer({ identity, options: [version, ...tickets] });
      board.answer(server.accept);
      for (let visit = 1; visit <= 2; visit++) {
        const visited = await board.check({ anchors: pem(root) });
        // In 1.2 the session's number serves where there is no ticket, and the number of tickets
        // is an affair of 1.3; there, what has no ticket is handed out as a number in its place.
        const given = tickets[1] !== '0' || version === '-tls1_2';
        expectAll(visited, { resumed: visit === 2 && given });
      }
      await server.stop();
    }
  });

  it('a server with a secret shared in advance, and no certificate', async () => {
    expectNone(await ask([version, '-nocert', '-psk', 'ab12']), 'tls.protocol', kRefused);
  });
});

describe('TLS 1.3', () => {
  it.each([
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    // Its Finished, its ticket and its secrets are of SHA-384.
    'TLS_AES_256_GCM_SHA384',
  ])('%s, then by ticket', async (cipher) => {
    server = await opensslServer({ identity, options: ['-tls1_3', '-ciphersuites', cipher] });
    board.answer(server.accept);
    expectAll(await board.check({ anchors: pem(root) }), { cipher, resumed: false });
    expectAll(await board.check({ anchors: pem(root) }), { cipher, resumed: true });
  });

  it.each(['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'])(
    '%s is not offered',
    async (suite) => {
      const options = ['-tls1_3', '-ciphersuites', suite];
      expectNone(await ask(options), 'tls.protocol', kRefused);
    },
  );

  it('a ticket that would take early data gets none', async () => {
    server = await opensslServer({ identity, options: ['-tls1_3', '-early_data'] });
    board.answer(server.accept);
    expectAll(await board.check({ anchors: pem(root) }), { resumed: false });
    expectAll(await board.check({ anchors: pem(root) }), { resumed: true });
    expect(server.told()).toMatch(/No early data received/);
    expect(server.told()).not.toMatch(/Early data received:/);
  });

  const keyUpdates = ['', 'CAPA', 'PASS', 'RETR', 'QUIT'].flatMap((verb) =>
    ['k', 'K'].map((command) => ({ verb, command })),
  );
  it.each(keyUpdates)('KeyUpdate ($command) before "$verb"', async ({ verb, command }) => {
    expectAll(await ask(['-tls1_3'], { before: { [verb]: command } }), { protocol: 'TLSv1.3' });
  });

  it('a certificate is asked for after the handshake: the client never said that it may', async () => {
    expectAll(await ask(['-tls1_3'], { before: { CAPA: 'c' } }));
    expect(server?.told()).toMatch(/extension not received/);
  });
});

describe('TLS 1.2', () => {
  const offered = ['CHACHA20-POLY1305', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384'];
  const named = offered.flatMap((cipher) => [`ECDHE-ECDSA-${cipher}`, `ECDHE-RSA-${cipher}`]);
  it.each(named)('%s, then by ticket', async (cipher) => {
    const options = ['-tls1_2', '-cipher', cipher];
    const script = { identity: cipher.includes('ECDSA') ? identity : rsa, options };
    server = await opensslServer(script);
    board.answer(server.accept);
    expectAll(await board.check({ anchors: pem(root) }), { resumed: false });
    expectAll(await board.check({ anchors: pem(root) }), { resumed: true });
    expect(server.told()).toContain(`CIPHER is ${cipher}`);
  });

  it.each([
    'AES256-GCM-SHA384',
    'AES128-SHA',
    'ECDHE-RSA-AES256-SHA384',
    'DHE-RSA-AES256-GCM-SHA384',
    'ARIA128-GCM-SHA256',
    'aNULL',
  ])('%s is not offered', async (cipher) => {
    const options = ['-tls1_2', '-cipher', `${cipher}:@SECLEVEL=0`];
    expectNone(await ask(options, { identity: rsa }), 'tls.protocol', kRefused);
  });

  it.each(['RSA+SHA224', 'RSA+SHA256', 'RSA+SHA512', 'RSA-PSS+SHA256', 'RSA-PSS+SHA512'])(
    'the exchange of keys is signed by %s',
    async (by) => {
      expectAll(await ask(['-tls1_2', '-sigalgs', by], { identity: rsa }));
    },
  );

  it('nothing that matters is signed by SHA-1', async () => {
    const options = ['-tls1_2', '-sigalgs', 'RSA+SHA1', '-cipher', 'ALL:@SECLEVEL=0'];
    expectNone(await ask(options, { identity: rsa }), 'tls.protocol', kRefused);
  });

  it('without an extended master secret', async () => {
    const settings = '-ExtendedMasterSecret';
    expectAll(await ask(['-tls1_2'], { settings }), { protocol: 'TLSv1.2' });
    const input = /-----BEGIN SSL SESSION[\s\S]*PARAMETERS-----\n/.exec(server?.told() ?? '')?.[0];
    const session = execFileSync('openssl', ['sess_id', '-noout', '-text'], { input });
    expect(session.toString()).toMatch(/Extended master secret: no/);
  });
});

describe('keys and signatures of certificates', () => {
  type Key = NonNullable<Wanted['key']>;

  it.each(['P-256', 'P-384', 'RSA-2048', 'RSA-PSS', 'Ed25519'] as const)(
    'a server’s %s',
    async (key) => {
      const shown = await shop.server({ by: root, key });
      for (const version of kVersions) expectAll(await ask([version], { identity: shown }));
    },
  );

  it('a server’s P-521: in TLS 1.2 a server may not use what is no group of the client’s', async () => {
    const shown = await shop.server({ by: root, key: 'P-521' });
    expectAll(await ask(['-tls1_3'], { identity: shown }));
    expectNone(await ask(['-tls1_2'], { identity: shown }), 'tls.protocol', kRefused);
  });

  it.each(['Ed448', 'secp256k1', 'brainpoolP256r1'] as const)(
    'a server’s %s is not offered',
    async (key: Key) => {
      const shown = await shop.server({ by: root, key });
      for (const version of kVersions) {
        expectNone(await ask([version], { identity: shown }), 'tls.protocol', /./);
      }
    },
  );

  it.each(['P-384', 'P-521', 'RSA-2048', 'RSA-PSS', 'Ed25519'] as const)(
    'an authority’s %s',
    async (key) => {
      const authority = await shop.authority('Other Root', { key });
      const shown = await shop.server({ by: authority });
      for (const version of kVersions) {
        expectAll(await ask([version], { identity: shown }, pem(authority)));
      }
    },
  );

  it('an authority’s Ed448 vouches for nobody', async () => {
    const authority = await shop.authority('Other Root', { key: 'Ed448' });
    const shown = await shop.server({ by: authority });
    for (const version of kVersions) {
      // The server is told to send what the client has not offered to check.
      const check = await ask([version], { identity: shown }, pem(authority));
      expectNone(check, 'tls.untrusted', /./);
    }
  });

  it('nor does one that is only sent along', async () => {
    const between = await shop.authority('Test CA', { by: root, key: 'Ed448' });
    const shown = await shop.server({ by: between });
    const chain = ['-cert_chain', between.files.certificate];
    expectNone(await ask(['-tls1_3', ...chain], { identity: shown }), 'tls.untrusted', /./);
  });
});
