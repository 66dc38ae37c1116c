// SPDX-License-Identifier: Apache-2.0
// A POP3 server on loopback, plain or with TLS, that plays its part over a Maildrop and does what
// a plan of faults says: drops at any octet, splits, waits, refuses, lies about PIPELINING, writes
// junk, hangs up around QUIT. Each session gets the plan that stands when it begins.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import {
  below,
  Maildrop,
  type Random,
  type StoredOnServer,
  showsItsDots,
  stuffed,
} from './maildrop.ts';

export interface Faults {
  /** Hang up when so many octets are written; with a reset, or an orderly end. */
  dropAfter: number | null;
  reset: boolean;
  /** How what is written is cut: as it is, at chance, or octet by octet. */
  split: 'whole' | 'chance' | 'octets';
  /** The longest wait before a reply, in milliseconds. */
  delay: number;
  /** Messages that are answered -ERR. */
  refused: Set<string>;
  /** Messages with a line of junk behind their end. */
  junk: Set<string>;
  /** Messages whose dots are not doubled, where a client can tell: another one may have the UIDL. */
  unstuffed: Set<string>;
  pipelining: 'kept' | 'absent' | 'dropped' | 'garbled';
  /** At QUIT: answer, hang up without removing, or remove and hang up. */
  quit: 'answered' | 'ignored' | 'silent';
  /** The reply to PASS. */
  login: string;
  capa: 'answered' | 'refused' | 'closed';
  /** Say that there is nothing. */
  empty: boolean;
}

export const noFaults = (): Faults => ({
  dropAfter: null,
  reset: false,
  split: 'whole',
  delay: 0,
  refused: new Set(),
  junk: new Set(),
  unstuffed: new Set(),
  pipelining: 'kept',
  quit: 'answered',
  login: '+OK',
  capa: 'answered',
  empty: false,
});

export class FaultServer {
  faults: Faults = noFaults();
  /** Octets that the last session wrote. */
  written = 0;
  sessions = 0;
  readonly #open = new Set<Socket>();
  readonly #server: Server;

  maildrop: Maildrop = new Maildrop();
  random: Random = () => 0;
  /** Called before a message is gone for good, or never listed again. */
  onRemove: (message: StoredOnServer) => void = () => {};

  private constructor(tls: TlsOptions | null) {
    const accept = (socket: Socket) => this.#serve(socket);
    this.#server = tls === null ? createServer(accept) : createTlsServer(tls, accept);
    this.#server.on('connection', (socket: Socket) => {
      socket.on('error', () => {});
      socket.setNoDelay(true);
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
    this.#server.on('tlsClientError', () => {});
  }

  /** From here on the server keeps this maildrop, without faults. Sessions that are still open keep
   *  to theirs. */
  serve(
    maildrop: Maildrop,
    random: Random,
    onRemove: (message: StoredOnServer) => void = () => {},
  ): void {
    this.maildrop = maildrop;
    this.random = random;
    this.onRemove = onRemove;
    this.faults = noFaults();
  }

  static async start(tls: TlsOptions | null = null): Promise<FaultServer> {
    const server = new FaultServer(tls);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    socket.on('error', () => {});
    this.sessions += 1;
    this.written = 0;
    const session = new Conversation(this, socket);
    session.run().catch((error: NodeJS.ErrnoException) => {
      // A client that is killed resets its connection, also while we wait for it.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
    });
  }
}

class Conversation {
  readonly #server: FaultServer;
  readonly #socket: Socket;
  readonly #faults: Faults;
  readonly #maildrop: Maildrop;
  readonly #random: Random;
  readonly #onRemove: (message: StoredOnServer) => void;
  readonly #listed: StoredOnServer[];
  readonly #marked = new Set<StoredOnServer>();
  readonly #retrieved = new Set<StoredOnServer>();
  #heard = '';
  #over = false;

  constructor(server: FaultServer, socket: Socket) {
    this.#server = server;
    this.#socket = socket;
    this.#faults = server.faults;
    this.#maildrop = server.maildrop;
    this.#random = server.random;
    this.#onRemove = server.onRemove;
    this.#listed = this.#faults.empty ? [] : server.maildrop.listed();
    socket.on('data', (octets: Buffer) => {
      this.#heard += octets.toString('latin1');
      socket.emit('heard');
    });
    socket.on('close', () => {
      this.#over = true;
      socket.emit('heard');
    });
  }

  async run(): Promise<void> {
    await this.#write('+OK ready\r\n');
    while (!this.#over) {
      const end = this.#heard.indexOf('\r\n');
      if (end < 0) {
        await once(this.#socket, 'heard');
        continue;
      }
      const [verb = '', argument = ''] = this.#heard.slice(0, end).split(' ');
      this.#heard = this.#heard.slice(end + 2);
      await this.#pause();
      await this.#answer(verb, argument);
    }
  }

  async #answer(verb: string, argument: string): Promise<void> {
    const { capa, login, pipelining } = this.#faults;
    const several = this.#heard.includes('\r\n');
    if (several && pipelining === 'dropped') return this.#hangUp();
    const lines = (each: (message: StoredOnServer) => string) =>
      this.#listed.map((message, index) => `${index + 1} ${each(message)}\r\n`).join('');
    switch (verb) {
      case 'CAPA':
        if (capa === 'closed') return this.#hangUp();
        if (capa === 'refused') return this.#write('-ERR\r\n');
        return this.#write(
          [
            '+OK',
            'USER',
            ...(pipelining === 'absent' ? [] : ['PIPELINING']),
            ...(this.#maildrop.shows === null ? [] : ['EXPIRE 0', 'X-GOOGLE-RICO']),
            '.\r\n',
          ].join('\r\n'),
        );
      case 'PASS':
        return this.#write(`${login}\r\n`);
      case 'STAT':
        return this.#write(`+OK ${this.#listed.length} 0\r\n`);
      case 'UIDL':
        return this.#write(`+OK\r\n${lines(({ uidl }) => uidl)}.\r\n`);
      case 'LIST':
        return this.#write(`+OK\r\n${lines(({ raw }) => `${raw.length}`)}.\r\n`);
      case 'RETR':
        return this.#retrieve(this.#listed[Number(argument) - 1], several);
      case 'TOP': {
        const message = this.#listed[Number(argument) - 1];
        if (message === undefined) return this.#write('-ERR\r\n');
        const header = message.raw.subarray(0, message.raw.indexOf('\r\n\r\n') + 2);
        return this.#write(`+OK\r\n${stuffed(header).toString('latin1')}`);
      }
      case 'DELE': {
        const message = this.#listed[Number(argument) - 1];
        if (message === undefined) return this.#write('-ERR\r\n');
        this.#marked.add(message);
        return this.#write('+OK\r\n');
      }
      case 'RSET':
        this.#marked.clear();
        return this.#write('+OK\r\n');
      case 'QUIT':
        return this.#quit();
      default:
        return this.#write('+OK\r\n');
    }
  }

  async #retrieve(message: StoredOnServer | undefined, several: boolean): Promise<void> {
    const { refused, junk, unstuffed, pipelining } = this.#faults;
    if (message === undefined || refused.has(message.uidl)) {
      return this.#write('-ERR no such message\r\n');
    }
    this.#retrieved.add(message);
    const body =
      unstuffed.has(message.uidl) && showsItsDots(message.raw)
        ? `${message.raw.toString('latin1')}.\r\n`
        : stuffed(message.raw).toString('latin1');
    // The next reply loses its status line, as if another had been written over it.
    const status = several && pipelining === 'garbled' ? 'garbled\r\n' : '+OK\r\n';
    await this.#write(status + body + (junk.has(message.uidl) ? 'junk behind the end\r\n' : ''));
  }

  async #quit(): Promise<void> {
    const { quit } = this.#faults;
    if (quit === 'ignored') return this.#hangUp();
    for (const message of this.#marked) this.#onRemove(message);
    if (this.#maildrop.shows !== null) {
      for (const message of this.#retrieved) {
        this.#onRemove(message);
        this.#maildrop.putAway.add(message);
      }
    }
    this.#maildrop.messages = this.#maildrop.messages.filter((one) => !this.#marked.has(one));
    if (quit === 'answered') await this.#write('+OK bye\r\n');
    this.#hangUp();
  }

  async #pause(): Promise<void> {
    if (this.#faults.delay === 0 || this.#random() < 0.9) return;
    const wait = below(this.#random, this.#faults.delay + 1);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }

  async #write(text: string): Promise<void> {
    const { dropAfter, split } = this.#faults;
    let rest = Buffer.from(text, 'latin1');
    const left = dropAfter === null ? Number.POSITIVE_INFINITY : dropAfter - this.#server.written;
    const drops = rest.length >= left;
    if (drops) rest = rest.subarray(0, left);
    while (rest.length > 0 && !this.#over) {
      const most = rest.length;
      const size =
        split === 'octets' ? 1 : split === 'chance' ? 1 + below(this.#random, most) : most;
      this.#server.written += size;
      await this.#put(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
    if (drops) this.#hangUp();
  }

  /** Gone to the kernel, and the event loop has turned: what follows is another segment. */
  #put(octets: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(octets, () => setImmediate(resolve));
    });
  }

  #hangUp(): void {
    this.#over = true;
    if (this.#faults.reset) this.#socket.destroy();
    else this.#socket.end();
  }
}
