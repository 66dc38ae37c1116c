// SPDX-License-Identifier: Apache-2.0
// The second visit to a server: its ticket makes the handshake short, and lets nobody in who would
// not be believed without it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Check,
  mailServer,
  message,
  openSwitchboard,
  type Switchboard,
} from './bad_server.ts';
import { type Identity, pem, Workshop } from './bad_server_certificates.ts';

let board: Switchboard;
let shop: Workshop;
let root: Identity;
let server: Identity;

beforeAll(async () => {
  [board, shop] = await Promise.all([openSwitchboard(), Workshop.open()]);
  root = await shop.authority('Test Root');
  server = await shop.server({ by: root });
});
afterAll(async () => {
  await board.close();
  await shop.close();
});

// Node's server gives no new ticket to a client of TLS 1.3 that came with one, and a ticket of
// TLS 1.3 is used once; one of TLS 1.2 goes on.
const versions = [
  ['TLSv1.3', [false, true, false, true]],
  ['TLSv1.2', [false, true, true, true]],
] as const;

describe.each(versions)('%s', (version, resumed) => {
  /** The same keys for tickets in every connection, as a mail server has them. */
  const ticketKeys = Buffer.alloc(48, version);
  const visit = (anchors: Uint8Array, keys = ticketKeys) => {
    board.answer(
      mailServer({
        identity: server,
        context: { minVersion: version, maxVersion: version, ticketKeys: keys },
      }).accept,
    );
    return board.check({ security: 'implicit', anchors });
  };

  it('makes a short handshake of the next one', async () => {
    const visits: Check[] = [];
    for (const _ of resumed) visits.push(await visit(pem(root)));
    expect(visits.map(({ connection }) => connection?.resumed)).toEqual(resumed);
    for (const { mails, result, connection } of visits) {
      expect({ mails, failure: result.failure }).toEqual({ mails: [message], failure: null });
      expect(connection?.certificate).toEqual(visits[0]?.connection?.certificate);
    }
  });

  it('falls back to a full handshake where the server does not know the ticket', async () => {
    await visit(pem(root));
    const next = await visit(pem(root), Buffer.alloc(48, 'other'));
    expect(next).toMatchObject({ mails: [message], connection: { resumed: false } });
  });

  it('does not help where the server is no longer believed', async () => {
    await visit(pem(root));
    const next = await visit(pem(await shop.authority('Another Root')));
    expect(next).toMatchObject({
      mails: [],
      connection: undefined,
      result: { failure: { code: 'tls.untrusted' } },
    });
  });
});
