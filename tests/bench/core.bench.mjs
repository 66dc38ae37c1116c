// SPDX-License-Identifier: Apache-2.0
// The core by itself, in this process, to memory: what TLS costs, how long a handshake takes, how
// large the module is; beside mpop over TLS to a maildir in memory.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { WebSocket } from 'ws';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { root } from '../../tools/run.mjs';
import { mpop } from './clients.mjs';
import { measure, median } from './measure.mjs';
import { readyRelay } from './relay.mjs';

const password = 'secret';
const COUNT = 2000;
const OCTETS = 90e6;

/** @param {{ rounds: number }} options */
export async function bench({ rounds }) {
  const built = path.join(root, 'build', 'node', 'web');
  const { checkMail } = await import(path.join(built, 'worker', 'check_mail.js'));
  const { openTransport } = await import(path.join(built, 'worker', 'transport.js'));
  const { relayUrl } = await import(path.join(built, 'worker', 'relay_url.js'));
  const { systemClock } = await import(path.join(built, 'worker', 'clock.js'));
  const { loadNodeCore } = await import(path.join(built, 'node', 'core.js'));

  const messages = [...generateLoad({ count: COUNT, octets: OCTETS })];
  const dovecot = await startDovecot({ users: [{ user: 'big', password, messages }] });
  const relay = await readyRelay(
    [dovecot.port, dovecot.tlsPort].map((port) => `127.0.0.1:${port}`),
  );
  const anchors = readFileSync(dovecot.caFile);
  const core = await loadNodeCore();
  /** @type {number[]} */
  const handshakes = [];

  /** @param {'implicit' | 'none'} security */
  async function once(security) {
    const port = security === 'implicit' ? dovecot.tlsPort : dovecot.port;
    let octets = 0;
    let opened = 0;
    const began = performance.now();
    const result = await checkMail({
      core,
      config: {
        ...{
          host: '127.0.0.1',
          security,
          allowPlaintext: false,
          user: 'big',
          password,
          auth: 'plain',
        },
        ...{ afterDownload: 'leave', deleteAfterDays: 0, maxOctets: 0, pin: '', anchors },
      },
      store: {
        known: async () => [],
        save: async (/** @type {{ raw: Uint8Array }[]} */ batch) => {
          for (const { raw } of batch) octets += raw.length;
          return batch.map(() => /** @type {const} */ ('stored'));
        },
        deleted: async () => {},
      },
      connect: (/** @type {{ opened(): void }} */ listener) =>
        openTransport(
          relayUrl(relay.url, '127.0.0.1', port),
          {
            ...listener,
            opened() {
              opened = performance.now();
              listener.opened();
            },
          },
          { WebSocket, fetch, clock: systemClock },
        ),
      clock: systemClock,
      listener: { secured: () => handshakes.push(performance.now() - opened) },
      signal: new AbortController().signal,
    });
    const took = performance.now() - began;
    if (result.failure || result.stored !== COUNT || octets < OCTETS * 0.99) {
      throw new Error(`not all was fetched: ${JSON.stringify(result)}`);
    }
    return took;
  }

  try {
    const times = await measure(
      {
        'core, TLS': () => once('implicit'),
        'core, no TLS': () => once('none'),
        'mpop, TLS': () =>
          mpop({
            ...{ relay: '', host: '127.0.0.1', port: dovecot.tlsPort, user: 'big', password },
            caFile: dovecot.caFile,
          }),
      },
      rounds,
    );
    const rates = Object.fromEntries(
      Object.entries(times).map(([name, took]) => [name, OCTETS / 1e6 / (took / 1000)]),
    );
    const wasm = path.join(root, 'build', 'wasm', 'pillarbox.wasm');
    const brotli = execFileSync('brotli', ['--stdout', '--best', wasm], { maxBuffer: 1 << 26 });
    return [
      {
        name: '2,000 messages, 90 MB, through the relay to memory',
        unit: 'MB/s',
        base: 'mpop, TLS',
        values: rates,
      },
      {
        name: 'TLS handshake, from an open WebSocket',
        unit: 'ms',
        base: 'median',
        values: { median: median(handshakes) },
      },
      {
        name: 'the core as it is loaded',
        unit: 'KB',
        base: 'raw',
        values: { raw: statSync(wasm).size / 1000, brotli: brotli.length / 1000 },
      },
    ];
  } finally {
    await relay.stop();
    await dovecot.stop();
  }
}
