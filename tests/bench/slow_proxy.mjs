// SPDX-License-Identifier: Apache-2.0
// A TCP proxy on loopback that makes the way to a server longer: half the round trip each way, and
// a rate if wanted. Octets keep their order and their number. It can also hide PIPELINING from the
// client, which makes any client go one command at a time.
import { connect, createServer } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Gives each chunk out `milliseconds` after it came in, and not faster than `rate` octets a second.
 * @param {number} milliseconds
 * @param {number} [rate]
 */
function delay(milliseconds, rate = Number.POSITIVE_INFINITY) {
  let free = 0; // when the line has sent what it was given
  return new Transform({
    // As much as a line of this length and rate holds, and no less than what keeps it full.
    highWaterMark: 16 * 1024 * 1024,
    transform(chunk, _encoding, done) {
      const now = performance.now();
      free = Math.max(free, now) + (chunk.length / rate) * 1000;
      setTimeout(() => this.push(chunk), free + milliseconds - now);
      // What is under way does not hold back what comes next, but the rate does.
      if (free > now) setTimeout(done, free - now);
      else done();
    },
    flush(done) {
      setTimeout(done, Math.max(0, free - performance.now()) + milliseconds + 1);
    },
  });
}

function hidePipelining() {
  return new Transform({
    transform(chunk, _encoding, done) {
      // CAPA's reply is small and comes in one piece; a message is never as short as this.
      const text = chunk.toString('latin1');
      done(null, Buffer.from(text.replace(/^PIPELINING\r\n/m, 'X-PIPELINE\r\n'), 'latin1'));
    },
  });
}

/**
 * @param {{ host: string, port: number, roundTrip: number, rate?: number, pipelining?: boolean }} options
 *   roundTrip in milliseconds, rate in octets a second
 */
export async function startSlowProxy({ host, port, roundTrip, rate, pipelining = true }) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const target = connect({ host, port, noDelay: true, allowHalfOpen: true });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    }
    const down = delay(roundTrip / 2, rate);
    const back = pipelining ? [target, down, client] : [target, hidePipelining(), down, client];
    pipeline([client, delay(roundTrip / 2, rate), target]).catch(() => target.destroy());
    pipeline(back).catch(() => client.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    host: '127.0.0.1',
    port: address.port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
