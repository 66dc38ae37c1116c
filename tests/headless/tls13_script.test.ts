// SPDX-License-Identifier: Apache-2.0
// What the shipped build does with messages that OpenSSL's own server never sends, and with the
// hybrid exchange of keys that the system's lacks. What the client has not offered ends the
// handshake by the alert that RFC 8446 names, with a clean code, and no credential leaves.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message as mail } from './bad_server.ts';
import { type Identity, pem } from './bad_server_certificates.ts';
import { openTlsScene, type TlsScene } from './tls_scene.ts';
import {
  extension,
  Group,
  Handshake,
  message,
  type Script,
  tls13Server,
  uint,
  vector,
} from './tls13_server.ts';

let scene: TlsScene;
let board: TlsScene['board'];
let root: Identity;
let identity: Identity;

beforeAll(async () => {
  scene = await openTlsScene();
  ({ board, root, identity } = scene);
});
afterAll(() => scene.close());

async function ask(script: Omit<Script, 'identity'>) {
  const { accept, heard } = tls13Server({ identity, ...script });
  board.answer(accept);
  return { heard, ...(await board.check({ anchors: pem(root) })) };
}

// RFC 8446 §6.
const Alert = {
  unexpected: 10,
  badMac: 20,
  illegal: 47,
  decode: 50,
  // OpenSSL's word for a ciphertext that it cannot decapsulate.
  internal: 80,
  missing: 109,
  unsupported: 110,
};

const algorithms = (type: number, ...schemes: number[]) =>
  extension(type, vector(2, ...schemes.map((scheme) => uint(scheme, 2))));
const request = (...extensions: Buffer[]) =>
  message(Handshake.certificateRequest, vector(1), vector(2, ...extensions));
const signatures = algorithms(13, 0x0403, 0x0804);
const keyUpdate = (how: Buffer) => message(Handshake.keyUpdate, how);
const ticket = (lifetime: number, content: Buffer, ...extensions: Buffer[]) =>
  message(
    Handshake.newSessionTicket,
    ...[uint(lifetime, 4), uint(7, 4), vector(1, Buffer.from('n')), vector(2, content)],
    vector(2, ...extensions),
  );

describe('goes on', () => {
  const rows: [string, Omit<Script, 'identity'>, string][] = [
    ['with X25519', {}, 'x25519'],
    ['with ML-KEM beside X25519', { group: Group.X25519MLKEM768 }, 'X25519MLKEM768'],
    [
      'after a HelloRetryRequest with a cookie',
      { group: Group.secp256r1, retry: { cookie: Buffer.alloc(300, 5), times: 1 } },
      'secp256r1',
    ],
    [
      'after a HelloRequest that nobody should send here',
      { before: [message(Handshake.helloRequest)] },
      'x25519',
    ],
    ['asked for a certificate', { request: request(signatures) }, 'x25519'],
    [
      'told how its authorities should have signed',
      { request: request(signatures, algorithms(50, 0x0401, 0x0808)) },
      'x25519',
    ],
    [
      'told of signatures that it knows nothing of',
      { request: request(algorithms(13, 0x0808, 0x0905, 0xfefe)) },
      'x25519',
    ],
    [
      'offered what it does not need in the request: compression, OCSP, SCT, names, unknown',
      {
        request: request(
          signatures,
          extension(27, vector(1, uint(2, 2))),
          extension(5),
          extension(18),
          extension(47, vector(2, vector(2, Buffer.from('3000', 'hex')))),
          extension(0xfabc, Buffer.from('?')),
        ),
      },
      'x25519',
    ],
    [
      'shown beside the certificate what it did not ask for: an answer of OCSP, SCTs',
      {
        certificateExtensions: [
          extension(5, uint(1, 1), vector(3, Buffer.from('x'))),
          extension(18, vector(2, Buffer.from('x'))),
        ],
      },
      'x25519',
    ],
    [
      'with a ticket for early data',
      { after: [ticket(600, Buffer.alloc(99), extension(42, uint(16384, 4)))] },
      'x25519',
    ],
    ['with a ticket that is void at once', { after: [ticket(0, Buffer.alloc(99))] }, 'x25519'],
    [
      'with a ticket beyond all time',
      { after: [ticket(0xffffffff, Buffer.alloc(9000))] },
      'x25519',
    ],
  ];
  it.each(rows)('%s', async (_, script, group) => {
    const { result, mails, connection, heard } = await ask(script);
    expect({ failure: result.failure, mails }).toEqual({ failure: null, mails: [mail] });
    expect(connection).toMatchObject({ protocol: 'TLSv1.3', group });
    if (script.retry) expect(heard.cookies).toEqual([script.retry.cookie]);
    // An empty list, in the context of the request.
    const empty = message(Handshake.certificate, vector(1), vector(3));
    expect(heard.certificate).toEqual(script.request ? empty : null);
  });
});

describe('ends', () => {
  const compressed = (honest: Buffer) =>
    message(Handshake.compressedCertificate, uint(1, 2), uint(honest.length, 3), vector(3, honest));
  const rows: [string, Omit<Script, 'identity'>, number][] = [
    [
      'a second HelloRetryRequest',
      { group: Group.secp256r1, retry: { cookie: Buffer.from('c'), times: 2 } },
      Alert.unexpected,
    ],
    [
      'a HelloRetryRequest for X448',
      { group: Group.x448, retry: { cookie: Buffer.from('c'), times: 1 } },
      Alert.illegal,
    ],
    [
      'a HelloRetryRequest for what was sent',
      { group: Group.x25519, retry: { cookie: Buffer.from('c'), times: 1 } },
      Alert.illegal,
    ],
    ['a share of a group that was not asked for', { group: Group.x448 }, Alert.illegal],
    ['a share that is too short', { share: (honest) => honest.subarray(1) }, Alert.illegal],
    ['a share of nothing', { share: () => Buffer.alloc(32) }, Alert.illegal],
    [
      'a hybrid share that is too short',
      { group: Group.X25519MLKEM768, share: (honest) => honest.subarray(1) },
      Alert.internal,
    ],
    [
      'a hybrid share that was changed',
      {
        group: Group.X25519MLKEM768,
        share: (honest) => honest.with(9, (honest[9] ?? 0) ^ 1) as Buffer,
      },
      Alert.badMac,
    ],
    ['early data accepted', { encryptedExtensions: [extension(42)] }, Alert.unsupported],
    [
      'a protocol chosen by ALPN',
      { encryptedExtensions: [extension(16, vector(2, vector(1, Buffer.from('pop3'))))] },
      Alert.unsupported,
    ],
    ['raw public keys', { encryptedExtensions: [extension(20, uint(2, 1))] }, Alert.unsupported],
    ['a compressed certificate', { certificate: compressed }, Alert.unexpected],
    ['a request without signatures', { request: request() }, Alert.missing],
    ['a request with no signature', { request: request(algorithms(13)) }, Alert.decode],
    [
      'a request with half a signature',
      { request: request(extension(13, vector(2, Buffer.from('x')))) },
      Alert.decode,
    ],
    [
      'a request with no signature of authorities',
      { request: request(signatures, algorithms(50)) },
      Alert.decode,
    ],
    ['a request after the handshake', { after: [request(signatures)] }, Alert.unexpected],
    [
      'a HelloRequest after the handshake',
      { after: [message(Handshake.helloRequest)] },
      Alert.unexpected,
    ],
    [
      'a ClientHello after the handshake',
      { after: [message(Handshake.clientHello)] },
      Alert.unexpected,
    ],
    ['a KeyUpdate of no kind', { after: [keyUpdate(uint(2, 1))] }, Alert.illegal],
    ['a KeyUpdate without a word', { after: [keyUpdate(Buffer.alloc(0))] }, Alert.decode],
    ['a ticket of nothing', { after: [ticket(600, Buffer.alloc(0))] }, Alert.decode],
  ];
  it.each(rows)('%s', async (_, script, alert) => {
    const { result, mails, heard } = await ask(script);
    expect({ mails, code: result.failure?.code, alerts: heard.alerts }).toEqual({
      mails: [],
      code: 'tls.protocol',
      alerts: [alert],
    });
    expect(heard.commands).toEqual([]);
  });
});
