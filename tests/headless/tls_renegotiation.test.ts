// SPDX-License-Identifier: Apache-2.0
// A handshake happens once. A server that asks for another one (a HelloRequest, TLS 1.2) is refused
// where TLS stands and not heard where it does not yet; nothing that was sent is sent again.
import type { Socket } from 'node:net';
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

const kHandshake = 22;
const kAlert = 21;

/** The content types of the records that the client sends, in order. */
function recordTypes(): { types: number[]; listen(client: Socket): void } {
  const types: number[] = [];
  let rest = Buffer.alloc(0);
  return {
    types,
    listen: (client) =>
      client.on('data', (octets) => {
        rest = Buffer.concat([rest, octets]);
        while (rest.length >= 5 && rest.length >= 5 + rest.readUInt16BE(3)) {
          types.push(rest[0] ?? 0);
          rest = rest.subarray(5 + rest.readUInt16BE(3));
        }
      }),
  };
}

async function ask(options: string[], script: Partial<Script> = {}) {
  const { types, listen } = recordTypes();
  server = await opensslServer({ identity, options, ...script });
  const { accept } = server;
  board.answer((client) => {
    accept(client);
    listen(client);
  });
  return { types, ...(await board.check({ anchors: pem(root), afterDownload: 'delete' })) };
}

describe('asked for a second handshake', () => {
  const moments = [
    ['before the greeting', '', []],
    ['before the login', 'CAPA', ['CAPA']],
    ['with the password', 'PASS', ['CAPA', 'USER', 'PASS']],
    ['before a message', 'RETR', ['CAPA', 'USER', 'PASS', 'CAPA', 'STAT', 'UIDL', 'LIST', 'RETR']],
  ] as const;
  const commands = [
    ['r', 'as before'],
    ['R', 'with a certificate of the client’s'],
  ] as const;
  const all = moments.flatMap(([moment, verb, heard]) =>
    commands.map(([command, how]) => ({ moment, verb, heard, command, how })),
  );

  it.each(all)('$moment, $how', async ({ verb, heard, command }) => {
    const { result, mails, types } = await ask(['-tls1_2'], { before: { [verb]: command } });
    // OpenSSL's server takes the refusal, the warning no_renegotiation, for the end.
    expect({ code: result.failure?.code, mails }).toEqual({ code: 'tls.protocol', mails: [] });
    expect(server?.commands.map((line) => line.split(' ')[0])).toEqual(heard);
    expect(server?.told()).toMatch(/no renegotiation/);
    // ClientHello, ClientKeyExchange and Finished, and no fourth.
    expect(types.filter((type) => type === kHandshake)).toHaveLength(3);
    expect(types).toContain(kAlert);
  });

  it('before TLS stands, by somebody on the way', async () => {
    // RFC 5246 §7.4.1.1: a HelloRequest "will be ignored by the client if the client is currently
    // negotiating a session", and is no part of what is signed.
    const kHelloRequest = Buffer.from([kHandshake, 3, 3, 0, 4, 0, 0, 0, 0]);
    let begun = false;
    const { result, mails, types } = await ask(['-tls1_2'], {
      way: (octets, client) => {
        client.write(begun ? octets : Buffer.concat([kHelloRequest, kHelloRequest, octets]));
        begun = true;
      },
    });
    expect({ failure: result.failure, mails }).toEqual({ failure: null, mails: [message] });
    expect(types.filter((type) => type === kHandshake)).toHaveLength(3);
  });
});
