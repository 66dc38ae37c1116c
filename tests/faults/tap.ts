// SPDX-License-Identifier: Apache-2.0
// Stands between the relay and a mail server, in clear, and tells when a moment of the conversation
// has come. A moment is what was said, not a time: it is the same on a busy machine.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The first of these: so many octets from the server, so many DELEs, or QUIT. */
export interface Moment {
  octets?: number;
  deletions?: number;
  quit?: true;
  /** From that number of octets on the server is not heard any more, and is not gone. */
  hold?: true;
}

export class Tap {
  /** RETRs, and octets from the server, since the last `watch`. */
  retrieved = 0;
  octets = 0;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #deletions = 0;
  #moment: Moment = {};
  #come: (what: string) => void = () => {};

  private constructor(to: number) {
    this.#server = createServer((client) => this.#join(client, connect(to, '127.0.0.1')));
  }

  static async start(to: number): Promise<Tap> {
    const tap = new Tap(to);
    tap.#server.listen(0, '127.0.0.1');
    await once(tap.#server, 'listening');
    return tap;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Resolves at the moment, or when a session has ended before it came, and says which it was. */
  watch(moment: Moment): Promise<string> {
    this.retrieved = 0;
    this.octets = 0;
    this.#deletions = 0;
    this.#moment = moment;
    return new Promise((resolve) => {
      this.#come = resolve;
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    }
    // Whoever is killed resets the connection. What has ended in order has first said all.
    client.on('error', () => {}).on('close', () => server.destroy());
    server.on('error', () => client.destroy());
    let line = '';
    client.on('data', (octets) => {
      const lines = (line + octets.toString('latin1')).split('\r\n');
      line = lines.pop() ?? '';
      for (const each of lines) this.#said(each);
    });
    let held = false;
    server.on('data', (octets) => {
      this.octets += octets.length;
      const reached = this.octets >= (this.#moment.octets ?? Number.POSITIVE_INFINITY);
      held = reached && this.#moment.hold === true;
      if (held || !client.write(octets)) server.pause();
      if (reached) this.#come('octets');
    });
    client.on('drain', () => {
      if (!held) server.resume();
    });
    server.on('end', () => client.end());
    server.on('close', () => this.#come('the end of the session'));
    client.pipe(server);
  }

  #said(command: string): void {
    if (command.startsWith('RETR ')) this.retrieved += 1;
    if (command.startsWith('DELE ')) {
      this.#deletions += 1;
      if (this.#deletions >= (this.#moment.deletions ?? Number.POSITIVE_INFINITY)) {
        this.#come('DELE');
      }
    }
    if (command === 'QUIT' && this.#moment.quit) this.#come('QUIT');
  }
}
