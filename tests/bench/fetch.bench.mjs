// SPDX-License-Identifier: Apache-2.0
// Fetching, beside the clients that people use: over a line with a round trip of 40 ms, and in bulk.
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { fetchmail, mpop, pillarbox } from './clients.mjs';
import { measure } from './measure.mjs';
import { readyRelay } from './relay.mjs';
import { startSlowProxy } from './slow_proxy.mjs';

const password = 'secret';
const ROUND_TRIP = 40;

/** @param {{ rounds: number }} options */
export async function bench({ rounds }) {
  const dovecot = await startDovecot({
    users: [
      { user: 'small', password, messages: generateLoad({ count: 300, octets: 1.5e6 }) },
      { user: 'big', password, messages: generateLoad({ count: 2000, octets: 90e6 }) },
    ],
  });
  const slow = await startSlowProxy({
    host: dovecot.host,
    port: dovecot.port,
    roundTrip: ROUND_TRIP,
  });
  const single = await startSlowProxy({
    ...{ host: dovecot.host, port: dovecot.port, roundTrip: ROUND_TRIP },
    pipelining: false,
  });
  const servers = [slow.port, single.port, dovecot.port, dovecot.tlsPort];
  const relay = await readyRelay(servers.map((port) => `127.0.0.1:${port}`));
  try {
    const from = { relay: relay.url, host: '127.0.0.1', user: 'small', password };
    const far = await measure(
      {
        pillarbox: () => pillarbox({ ...from, port: slow.port }),
        mpop: () => mpop({ ...from, port: slow.port }),
        'pillarbox, one command at a time': () => pillarbox({ ...from, port: single.port }),
        fetchmail: () => fetchmail({ ...from, port: slow.port }),
      },
      rounds,
    );
    const bulk = await measure(
      {
        pillarbox: () => pillarbox({ ...from, user: 'big', port: dovecot.port }),
        'pillarbox, TLS': () =>
          pillarbox({ ...from, user: 'big', port: dovecot.tlsPort, caFile: dovecot.caFile }),
        mpop: () => mpop({ ...from, user: 'big', port: dovecot.port }),
        'mpop, TLS': () =>
          mpop({ ...from, user: 'big', port: dovecot.tlsPort, caFile: dovecot.caFile }),
      },
      rounds,
    );
    return [
      {
        name: `300 messages, 1.5 MB, round trip ${ROUND_TRIP} ms, whole process`,
        unit: 'ms',
        base: 'pillarbox',
        values: far,
      },
      {
        name: '2,000 messages, 90 MB, no distance, whole process',
        unit: 'ms',
        base: 'pillarbox, TLS',
        values: bulk,
      },
    ];
  } finally {
    await relay.stop();
    await slow.stop();
    await single.stop();
    await dovecot.stop();
  }
}
