// SPDX-License-Identifier: Apache-2.0
// Every transcript again, on a real socket behind the real relay, and once more inside TLS: the
// compiled core must say and tell the same as the natively built one does in unit_session. The
// format stands on top of tests/unit/session/transcript.h.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeCertificates } from '../../server/demo/certificates.mjs';
import type { Core } from '../../wasm/bindings/pillarbox.d.ts';
import { systemClock } from '../../web/worker/clock.ts';
import { relayUrl } from '../../web/worker/relay_url.ts';
import { openTransport, type SocketConstructor } from '../../web/worker/transport.ts';
import { newCore } from '../headless/core.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import {
  type Client,
  openClient,
  readTranscripts,
  type Step,
  type Transcript,
} from './transcript.ts';

/** What is said differs inside TLS, or cannot be said there; or the host does something right after
 *  words whose arrival nothing shows. */
function isOnlyInClear({ name, settings, steps }: Transcript): boolean {
  const isUnanswered = ({ kind, text }: Step, index: number) =>
    kind === 'H' && text !== 'close' && ['S', 'L', 'R'].includes(steps[index - 1]?.kind ?? '');
  return (
    settings.some(([key]) => key === 'security' || key === 'host' || key === 'allow') ||
    steps.some(isUnanswered) ||
    name === 'auth/apop_not_by_itself'
  );
}

const transcripts = readTranscripts();
const directory = mkdtempSync(join(tmpdir(), 'pillarbox-transcripts-'));
let core: Core;
let anchors: Uint8Array;
let through: RunningRelay;
let plain: Server;
let encrypted: Server;
const port = (server: Server) => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

beforeAll(async () => {
  core = await newCore();
  const { caFile, certFile, keyFile } = await makeCertificates(join(directory, 'tls'));
  anchors = readFileSync(caFile);
  plain = createServer();
  encrypted = createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
  for (const server of [plain, encrypted]) {
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const targets = [plain, encrypted].map((server) => ['--allow', `127.0.0.1:${port(server)}`]);
  through = await relay(...targets.flat());
});
afterAll(async () => {
  await through.stop();
  plain.close();
  encrypted.close();
  rmSync(directory, { recursive: true });
});

/** The other side: says its lines, and waits for those of the client. */
class Player {
  readonly #socket: Socket;
  #heard = '';
  #rest = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => socket.emit('heard'));
    socket.on('data', (octets: Buffer) => {
      this.#heard += octets.toString('latin1');
      socket.emit('heard');
    });
  }

  say(octets: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, octets]);
  }

  /** Octets that are on their way now. */
  flush(): number {
    const { length } = this.#rest;
    if (length > 0 && !this.#socket.destroyed) this.#socket.write(this.#rest);
    this.#rest = Buffer.alloc(0);
    return length;
  }

  hangUp(): void {
    this.flush();
    this.#socket.end();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#heard.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#heard.slice(0, end);
        this.#heard = this.#heard.slice(end + 2);
        return line;
      }
      if (this.#socket.destroyed) return `(nothing more but "${this.#heard}")`;
      await once(this.#socket, 'heard');
    }
  }
}

async function play(transcript: Transcript, secure: boolean): Promise<void> {
  const server = secure ? encrypted : plain;
  const connected = once(server, 'connection');
  const accepted = secure ? once(server, 'secureConnection') : connected;
  const client = openClient(core, transcript, secure ? anchors : null, (listener) =>
    openTransport(
      relayUrl(through.url.replace(/^http/, 'ws'), '127.0.0.1', port(server)),
      listener,
      { WebSocket: WebSocket as unknown as SocketConstructor, fetch, clock: systemClock },
    ),
  );
  await connected;
  // What is refused before anything is sent never gets through TLS.
  const [socket] = (await Promise.race([accepted, client.over.then(() => [null])])) as [
    Socket | null,
  ];
  const player = socket === null ? null : new Player(socket);
  try {
    await follow(transcript.steps, player, client);
  } finally {
    client.close();
    player?.hangUp();
  }
}

async function follow(
  steps: Transcript['steps'],
  player: Player | null,
  client: Client,
): Promise<void> {
  let told = 0;
  let hungUp = false;
  for (const { kind, text } of steps) {
    switch (kind) {
      case 'S':
        player?.say(Buffer.from(`${text}\r\n`, 'latin1'));
        break;
      case 'L':
        player?.say(Buffer.from(`${text}\n`, 'latin1'));
        break;
      case 'R':
        player?.say(Buffer.from(text, 'latin1'));
        break;
      case 'C':
        client.expect(player?.flush() ?? 0);
        // What is said to one who has hung up may never arrive.
        if (!hungUp) expect(await player?.line()).toBe(text);
        break;
      case 'E':
        client.expect(player?.flush() ?? 0);
        expect(await client.told(told)).toBe(text);
        told += 1;
        break;
      case 'H':
        client.expect(player?.flush() ?? 0);
        if (text !== 'close') await client.act(text);
        else {
          hungUp = true;
          player?.hangUp();
        }
        break;
      default:
        kind satisfies never;
    }
  }
  client.expect(player?.flush() ?? 0);
  expect(client.events.slice(told)).toEqual([]);
}

describe('in clear', () => {
  test.each(transcripts)('$name', (transcript) => play(transcript, false));
});

describe('inside TLS', () => {
  const all = transcripts.filter((transcript) => !isOnlyInClear(transcript));
  test.each(all)('$name', (transcript) => play(transcript, true));

  test('hardly any cannot be played here', () => {
    expect(transcripts.length - all.length).toBeLessThan(15);
  });
});
