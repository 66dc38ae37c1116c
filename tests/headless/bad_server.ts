// SPDX-License-Identifier: Apache-2.0
// Mail servers that the tests of TLS make, well-behaved or not. All of them stand behind one port
// that one relay reaches: whoever answers there is chosen test by test.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import {
  createServer as createTlsServer,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import type { Connection } from '../../wasm/bindings/pillarbox.d.ts';
import type { CheckResult } from '../../web/worker/check_mail.ts';
import { relay } from '../relay/processes.ts';
import { host, type Identity } from './bad_server_certificates.ts';
import { check, config, MemoryStore, newCore, type Route } from './core.ts';

export const user = 'sari.wulandari';
export const password = 'kawung-parang-truntum';
export const message = 'Subject: Batik\r\n\r\n.Kawung\r\n';

type Given = Partial<Parameters<typeof config>[0]>;

export interface Check {
  result: CheckResult;
  mails: string[];
  connection: Connection | undefined;
}

export interface Switchboard {
  /** As a relay's client names the server. */
  port: number;
  relay: string;
  /** Who answers from now on. */
  answer(server: (socket: Socket) => void): void;
  /** One check of whoever answers, under the name `host`; resolves when the server's end of the
   *  connection is closed too, so that all that was sent has arrived. */
  check(given: Given, route?: Route): Promise<Check>;
  close(): Promise<void>;
}

export async function openSwitchboard(): Promise<Switchboard> {
  let answering: (socket: Socket) => void = (socket) => socket.destroy();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => {});
    answering(socket);
  });
  const port = await listen(server);
  const through = await relay('--allow', `127.0.0.1:${port}`);
  const core = await newCore();
  return {
    port,
    relay: through.url.replace(/^http/, 'ws'),
    answer(next) {
      answering = next;
    },
    async check(given, route = {}) {
      const store = new MemoryStore();
      let connection: Connection | undefined;
      const result = await check(
        core,
        through.url,
        port,
        config({ host, user, password, security: 'implicit', ...given }),
        { secured: (secured) => (connection = secured) },
        store,
        { address: '127.0.0.1', ...route },
      );
      // Not once(): it takes a reset for a failure, and a reset ends a connection as well.
      await Promise.all(
        [...open].map((socket) => new Promise((closed) => socket.once('close', closed))),
      );
      const mails = store.mails.map(({ raw }) => Buffer.from(raw).toString('latin1'));
      return { result, mails, connection };
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await through.stop();
    },
  };
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Hands everything on to a server at another port, and its octets back as `write` says. */
export const forward =
  (
    port: number,
    write = (octets: Buffer, client: Socket) => {
      client.write(octets);
    },
  ) =>
  (client: Socket): void => {
    const target = connect({ host: '127.0.0.1', port });
    target.setNoDelay();
    client.setNoDelay();
    target.on('error', () => client.destroy());
    target.on('data', (octets) => write(octets, client));
    target.on('end', () => client.end());
    client.on('close', () => target.destroy());
    client.pipe(target);
    // A pipe whose far end is gone pauses, and would never see the end of this one.
    target.on('close', () => client.resume());
  };

/** What a server heard, in the clear and under TLS. */
export class Heard {
  plain = '';
  secret = '';
  /** What went wrong at the server's end: an alert of ours, most of the time. */
  errors: string[] = [];
  raw = Buffer.alloc(0);
}

export interface Behaviour {
  security?: 'implicit' | 'stls';
  identity: Identity;
  /** Sent behind the identity's certificate, as they are. */
  chain?: Identity[];
  context?: SecureContextOptions;
  /** In place of the greeting, once TLS stands. */
  secured?(socket: TLSSocket): void;
  /** Before the POP3 server answers a line under TLS; true if it is not to. */
  instead?(line: string, socket: TLSSocket): boolean;
}

const kCapabilities = '+OK\r\nUSER\r\nUIDL\r\nSTLS\r\n.\r\n';

/** A POP3 server with one message and this certificate. */
export function mailServer(behaviour: Behaviour) {
  const heard = new Heard();
  const { identity, chain = [], security = 'implicit' } = behaviour;
  const server = createTlsServer({
    // The client is to refuse what is weak, not this server.
    ciphers: 'DEFAULT:@SECLEVEL=0',
    cert: [identity, ...chain].map(({ certificate }) => certificate).join(''),
    key: identity.key,
    ...behaviour.context,
  });
  const note = (error: Error) => heard.errors.push(error.message);
  server.on('tlsClientError', note);
  server.on('secureConnection', (socket) => {
    socket.on('error', note);
    socket.on(
      'data',
      lines((line) => {
        heard.secret += `${line}\r\n`;
        if (!behaviour.instead?.(line, socket)) reply(line, socket);
      }),
    );
    if (behaviour.secured) behaviour.secured(socket);
    else if (security === 'implicit') socket.write('+OK ready\r\n');
  });
  // It does not listen: it is handed connections, in the clear so far.
  const secure = (raw: Socket) => server.emit('connection', raw);

  const speakPlainly = (raw: Socket) => {
    const take = lines((line) => {
      heard.plain += `${line}\r\n`;
      if (line !== 'STLS') return raw.write(line === 'CAPA' ? kCapabilities : '+OK\r\n');
      raw.off('data', take);
      raw.write('+OK begin\r\n');
      return secure(raw);
    });
    raw.on('data', take);
    raw.write('+OK ready\r\n');
  };

  const accept = (raw: Socket) => (security === 'implicit' ? secure(raw) : speakPlainly(raw));
  return { accept, heard };
}

function reply(line: string, socket: TLSSocket) {
  const verb = line.split(' ')[0] ?? '';
  const size = message.length;
  const replies: Record<string, string> = {
    CAPA: kCapabilities,
    STAT: `+OK 1 ${size}\r\n`,
    LIST: `+OK\r\n1 ${size}\r\n.\r\n`,
    UIDL: '+OK\r\n1 one\r\n.\r\n',
    RETR: `+OK\r\n${message.replaceAll(/^\./gm, '..')}.\r\n`,
  };
  socket.write(replies[verb] ?? '+OK\r\n');
  if (verb === 'QUIT') socket.end();
}

/** Calls for each whole line. */
export function lines(take: (line: string) => void): (octets: Buffer) => void {
  let rest = '';
  return (octets) => {
    const parts = (rest + octets.toString('latin1')).split('\r\n');
    rest = parts.pop() ?? '';
    for (const line of parts) take(line);
  };
}

/** A server without TLS that says `replies` one by one: the first at once, each other when it has
 *  heard something. After the last it waits, or hangs up. */
export function saying(replies: (string | Uint8Array)[], after: 'wait' | 'hang up' = 'wait') {
  const heard = new Heard();
  const accept = (socket: Socket) => {
    const left = [...replies];
    const next = () => {
      const words = left.shift();
      if (words !== undefined && words.length > 0) socket.write(words);
      if (left.length === 0 && after === 'hang up') socket.end();
    };
    socket.on('data', (octets) => {
      heard.raw = Buffer.concat([heard.raw, octets]);
      next();
    });
    next();
  };
  return { accept, heard };
}

/** Whether what a server heard holds any of the credentials, in any form they are sent in. */
export function hasCredentials({ plain, secret, raw }: Heard): boolean {
  const all = `${plain}${secret}${raw.toString('latin1')}`;
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [user, password, base64(user), base64(password), base64(`\0${user}\0${password}`)].some(
    (form) => all.includes(form),
  );
}
