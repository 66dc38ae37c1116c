// SPDX-License-Identifier: Apache-2.0
// A POP3 server of a page, for maildrops that Dovecot would not serve: any UIDLs, any octets. It
// takes any user and password, pipelines, and deletes at QUIT.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Stored {
  uidl: string;
  text: string;
  /** A line of one dot in it ends it early. */
  unstuffed?: true;
}

const sent = ({ text, unstuffed }: Stored) => (unstuffed ? text : text.replace(/^\./gm, '..'));

export async function pop3Server(messages: Stored[]) {
  let drop = [...messages];
  /** Every command, without what it was about. */
  const asked: string[] = [];
  const server = createServer((socket: Socket) => {
    const gone = new Set<number>();
    const list = (line: (message: Stored) => string) =>
      `+OK\r\n${drop.map((message, i) => `${i + 1} ${line(message)}\r\n`).join('')}.\r\n`;
    const answer = (verb: string, number: number): string => {
      const message = drop[number - 1];
      switch (verb) {
        case 'CAPA':
          return '+OK\r\nPIPELINING\r\nUIDL\r\nUSER\r\n.\r\n';
        case 'STAT':
          return `+OK ${drop.length} 0\r\n`;
        case 'UIDL':
          return list(({ uidl }) => uidl);
        case 'LIST':
          return list(({ text }) => String(text.length));
        case 'RETR':
          return message ? `+OK\r\n${sent(message)}.\r\n` : '-ERR no such message\r\n';
        case 'DELE':
          gone.add(number);
          return '+OK\r\n';
        case 'RSET':
          gone.clear();
          return '+OK\r\n';
        case 'QUIT':
          drop = drop.filter((_, index) => !gone.has(index + 1));
          return '+OK\r\n';
        default:
          return '+OK\r\n';
      }
    };
    socket.on('error', () => {});
    socket.write('+OK\r\n');
    createInterface({ input: socket }).on('line', (line) => {
      const [verb = '', number = ''] = line.split(' ');
      asked.push(verb);
      socket.write(answer(verb, Number(number)));
      if (verb === 'QUIT') socket.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    /** What it holds from now on. */
    hold(messages: Stored[]) {
      drop = [...messages];
    },
    at: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    stop: () => server.close(),
  };
}
