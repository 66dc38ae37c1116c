// SPDX-License-Identifier: Apache-2.0
// A WebSocket to the relay as a stream of octets. The constructor and fetch are handed in: the
// browser's, or `ws` and Node's. No sub-protocol is offered: websockify 0.9 and later want none,
// and a browser hangs up on a relay that does not pick one of those offered.

import type { Failure } from '../protocol.ts';
import type { Clock } from './clock.ts';
import { type Fetch, reasonOf } from './relay_probe.ts';

/** What `WebSocket` in a browser and `ws` in Node have in common. */
export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  send(octets: Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { code: number; reason: string }) => void,
  ): void;
}

export type SocketConstructor = new (url: string) => Socket;

export interface TransportListener {
  opened(): void;
  /** One frame. */
  received(octets: Uint8Array): void;
  /** The last call: null at an end of the stream that the core is to judge, or why there was no
   *  stream to the mail server at all. Not called after close(). */
  closed(failure: Failure | null): void;
}

export interface Transport {
  /** As one frame, so that a command never spans two. */
  send(octets: Uint8Array): void;
  /** Sends what is under way, then hangs up. */
  close(): void;
}

export interface TransportParts {
  WebSocket: SocketConstructor;
  fetch: Fetch;
  clock: Clock;
}

/** Twice a slow mobile network's worst handshake; the core's own deadline covers the rest. */
const kConnectMilliseconds = 30_000;

/** Commands in flight are under 2 KB: this much unsent means that the relay has stopped reading. */
const kMostUnsent = 1024 * 1024;

/** RFC 6455 §7.4.1 "internal error": websockify could not connect to the mail server. */
const kCannotConnect = 1011;

export function openTransport(
  url: string,
  listener: TransportListener,
  { WebSocket, fetch, clock }: TransportParts,
): Transport {
  let opened = false;
  let heard = false;
  let over = false;

  const end = (failure: Failure | null) => {
    if (over) return;
    over = true;
    stopTimer();
    listener.closed(failure);
  };
  const explain = async (detail: string) => {
    stopTimer();
    const failure = await reasonOf(url, detail, fetch, clock);
    end(failure);
  };
  const stopTimer = clock.after(kConnectMilliseconds, () => {
    end({ code: 'relay.unreachable', detail: 'The relay did not answer in time.' });
    socket.close();
  });

  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => {
    opened = true;
    stopTimer();
    if (!over) listener.opened();
  });
  socket.addEventListener('message', ({ data }) => {
    if (over) return;
    if (!(data instanceof ArrayBuffer)) {
      end({ code: 'relay.refused', detail: 'The relay sent text where octets belong.' });
      socket.close();
      return;
    }
    heard = true;
    listener.received(new Uint8Array(data));
  });
  // Always followed by a close, which knows as much.
  socket.addEventListener('error', () => {});
  socket.addEventListener('close', ({ code, reason }) => {
    if (over) return;
    if (!opened) void explain(`The WebSocket closed with code ${code}.`);
    else if (heard || code !== kCannotConnect) end(null);
    else end({ code: 'connect.refused', detail: reason });
  });

  return {
    send(octets) {
      if (over || !opened || octets.length === 0) return;
      if (socket.bufferedAmount > kMostUnsent) {
        end({ code: 'protocol.timeout', detail: 'The relay has stopped reading.' });
        socket.close();
        return;
      }
      socket.send(octets as Uint8Array<ArrayBuffer>);
    },
    close() {
      over = true;
      stopTimer();
      socket.close();
    },
  };
}
