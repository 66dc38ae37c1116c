// SPDX-License-Identifier: Apache-2.0
// What a test of TLS begins with: a switchboard for a server that errs, and an authority with a
// server's certificate by it.
import { openSwitchboard } from './bad_server.ts';
import { Workshop } from './bad_server_certificates.ts';

export type TlsScene = Awaited<ReturnType<typeof openTlsScene>>;

export async function openTlsScene() {
  const [board, shop] = await Promise.all([openSwitchboard(), Workshop.open()]);
  const root = await shop.authority('Test Root');
  const identity = await shop.server({ by: root });
  return {
    board,
    shop,
    root,
    identity,
    async close() {
      await board.close();
      await shop.close();
    },
  };
}
