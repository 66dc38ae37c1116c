// SPDX-License-Identifier: Apache-2.0
// The compiled core in this process, and what is needed to drive it: for tests that look inside.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { SessionConfig } from '../../wasm/bindings/pillarbox.d.ts';
import { type CheckListener, type CheckParts, checkMail } from '../../web/worker/check_mail.ts';
import { systemClock } from '../../web/worker/clock.ts';
import { loadCore, type WatchedCore } from '../../web/worker/engine.ts';
import type { MailStore, ReceivedMail } from '../../web/worker/mail_store.ts';
import { relayUrl } from '../../web/worker/relay_url.ts';
import { openTransport, type SocketConstructor } from '../../web/worker/transport.ts';

const built = path.resolve(import.meta.dirname, '../../build/wasm');

export async function newCore(): Promise<WatchedCore> {
  const { default: factory } = await import(path.join(built, 'pillarbox.js'));
  return loadCore({ factory, wasm: await readFile(path.join(built, 'pillarbox.wasm')) });
}

/** A store that keeps what it is given, for as long as the test runs. */
export class MemoryStore implements MailStore {
  mails: ReceivedMail[] = [];
  known = async () => this.mails.map((mail) => ({ ...mail, storedAt: 0 }));
  save = async (batch: ReceivedMail[]) => {
    this.mails.push(...batch);
    return batch.map(() => 'stored' as const);
  };
  deleted = async () => {};
}

export const config = (given: Partial<SessionConfig>): SessionConfig => ({
  host: '127.0.0.1',
  security: 'none',
  allowPlaintext: false,
  user: '',
  password: '',
  auth: 'auto',
  afterDownload: 'leave',
  deleteAfterDays: 0,
  maxOctets: 0,
  pin: '',
  anchors: new Uint8Array(),
  ...given,
});

/** How a check gets to its server, where that is not as its configuration says. */
export interface Route {
  /** In place of the host: where a server stands whose certificate shows another name. */
  address?: string;
  /** Cuts what one frame brought into what the core is given at a time. */
  cut?(frame: Uint8Array): Iterable<Uint8Array>;
}

/** One check through a real relay. */
export const check = (
  core: CheckParts['core'],
  relay: string,
  port: number,
  given: SessionConfig,
  listener: CheckListener = {},
  store: MailStore = new MemoryStore(),
  { address = given.host, cut = (frame) => [frame] }: Route = {},
) =>
  checkMail({
    core,
    config: given,
    store,
    connect: (events) =>
      openTransport(
        relayUrl(relay.replace(/^http/, 'ws'), address, port),
        {
          ...events,
          received(frame) {
            for (const octets of cut(frame)) events.received(octets);
          },
        },
        { WebSocket: WebSocket as unknown as SocketConstructor, fetch, clock: systemClock },
      ),
    clock: systemClock,
    listener,
    signal: new AbortController().signal,
  });
