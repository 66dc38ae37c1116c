// SPDX-License-Identifier: Apache-2.0
// Servers that ask for a certificate of the client's. There is none: an empty Certificate is the
// answer (RFC 8446 §4.4.2, RFC 5246 §7.4.6), and whether that will do is for the server to say.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { message } from './bad_server.ts';
import { type Identity, pem } from './bad_server_certificates.ts';
import { type OpensslServer, opensslServer, type Script } from './openssl_server.ts';
import { openTlsScene, type TlsScene } from './tls_scene.ts';

let scene: TlsScene;
let board: TlsScene['board'];
let root: Identity;
let identity: Identity;
let server: OpensslServer | undefined;

beforeAll(async () => {
  scene = await openTlsScene();
  ({ board, root, identity } = scene);
});
afterEach(() => server?.stop());
afterAll(() => scene.close());

async function ask(options: string[], script: Partial<Script> = {}) {
  server = await opensslServer({ identity, options, ...script });
  board.answer(server.accept);
  return board.check({ anchors: pem(root) });
}

describe.each(['-tls1_2', '-tls1_3'])('%s', (version) => {
  it('a server that would like one does without', async () => {
    const { result, mails } = await ask([version, '-verify', '1']);
    expect({ failure: result.failure, mails }).toEqual({ failure: null, mails: [message] });
  });

  it('and names whom it would believe, and how they should have signed', async () => {
    const { result, mails } = await ask([
      ...[version, '-verify', '1', '-CAfile', root.files.certificate],
      ...['-client_sigalgs', 'ECDSA+SHA384:RSA-PSS+SHA256'],
    ]);
    expect({ failure: result.failure, mails }).toEqual({ failure: null, mails: [message] });
  });

  it('it does without in a resumed session, too', async () => {
    server = await opensslServer({ identity, options: [version, '-verify', '1'] });
    board.answer(server.accept);
    const visits = [];
    for (let visit = 1; visit <= 2; visit++) visits.push(await board.check({ anchors: pem(root) }));
    expect(visits).toMatchObject([
      { result: { failure: null }, mails: [message], connection: { resumed: false } },
      { result: { failure: null }, mails: [message], connection: { resumed: true } },
    ]);
  });

  it('a server that must have one is told as such', async () => {
    const { result, mails } = await ask([version, '-Verify', '1']);
    expect({ failure: result.failure, mails }).toMatchObject({
      mails: [],
      failure: {
        code: 'tls.protocol',
        detail: expect.stringMatching(/wants a client certificate, and there is none/),
      },
    });
    expect(server?.commands).toEqual([]);
    expect(server?.told()).toMatch(/peer did not return a certificate/);
  });
});

it('an alert of a server that has not asked is not taken for that', async () => {
  const { result } = await ask(['-tls1_3', '-groups', 'P-521']);
  expect(result.failure).toMatchObject({
    code: 'tls.protocol',
    detail: 'The server ended TLS with the alert: handshake failure',
  });
});

it('a server that hangs up in place of an alert (TLS 1.2)', async () => {
  // RFC 5246 §6.2.1: the content type of an alert, which comes when all else was answered.
  const kAlert = 21;
  const { result } = await ask(['-tls1_2', '-Verify', '1'], {
    way: (octets, client) => (octets[0] === kAlert ? client.end() : client.write(octets)),
  });
  expect(result.failure).toMatchObject({
    code: 'protocol.closed',
    detail: expect.stringMatching(/asked for a client certificate/),
  });
});
