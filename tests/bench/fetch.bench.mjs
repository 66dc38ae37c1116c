// SPDX-License-Identifier: Apache-2.0
// Fetching, beside the clients that people use: over a line with a round trip of 40 ms, with and
// without deleting, and in bulk.
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { fetchmail, mpop, pillarbox } from './clients.mjs';
import { measure } from './measure.mjs';
import { readyRelay } from './relay.mjs';
import { startSlowProxy } from './slow_proxy.mjs';

const password = 'secret';
const ROUND_TRIP = 40;

/** As many messages of the same size. @param {number} count @param {number} octets */
function* evenLoad(count, octets) {
  const line = `${'kain batik motif harga warna '.repeat(3)}\r\n`;
  for (let number = 1; number <= count; number++) {
    const header = `From: toko@example.org\r\nSubject: ${number}\r\nMessage-ID: <${number}@example.org>\r\n\r\n`;
    const body = line.repeat(Math.ceil(octets / line.length));
    yield Buffer.from(`${(header + body).slice(0, octets - 2)}\r\n`);
  }
}

/** What is deleted is gone: each run has a maildrop of its own. @param {string} client */
const emptiedBy = (client) => {
  let round = 0;
  return () => `${client}-${++round}`;
};

/** @param {{ rounds: number }} options */
export async function bench({ rounds }) {
  const emptied = ['pillarbox', 'pillarbox-tls', 'mpop', 'mpop-tls'].flatMap((client) =>
    Array.from({ length: rounds }, (_, round) => `${client}-${round + 1}`),
  );
  const dovecot = await startDovecot({
    users: [
      { user: 'small', password, messages: generateLoad({ count: 300, octets: 1.5e6 }) },
      { user: 'big', password, messages: generateLoad({ count: 2000, octets: 90e6 }) },
      ...emptied.map((user) => ({ user, password, messages: evenLoad(500, 5000) })),
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
  const slowTls = await startSlowProxy({
    host: dovecot.host,
    port: dovecot.tlsPort,
    roundTrip: ROUND_TRIP,
  });
  const servers = [slow.port, slowTls.port, single.port, dovecot.port, dovecot.tlsPort];
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
    const [ours, oursTls] = [emptiedBy('pillarbox'), emptiedBy('pillarbox-tls')];
    const [theirs, theirsTls] = [emptiedBy('mpop'), emptiedBy('mpop-tls')];
    const plain = { ...from, port: slow.port, remove: true };
    const tls = { ...from, port: slowTls.port, remove: true, caFile: dovecot.caFile };
    const removing = await measure(
      {
        pillarbox: () => pillarbox({ ...plain, user: ours() }),
        'pillarbox, TLS': () => pillarbox({ ...tls, user: oursTls() }),
        mpop: () => mpop({ ...plain, user: theirs() }),
        'mpop, TLS': () => mpop({ ...tls, user: theirsTls() }),
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
        name: `500 messages of 5 KB, download and delete, round trip ${ROUND_TRIP} ms, whole process`,
        unit: 'ms',
        base: 'pillarbox',
        values: removing,
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
    await slowTls.stop();
    await single.stop();
    await dovecot.stop();
  }
}
