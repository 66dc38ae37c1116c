// SPDX-License-Identifier: Apache-2.0
// A POP3 server of mailboxes whose unique-ids are 1, 2, 3 …, as some real servers give them: two
// mailboxes on it cannot be told apart by them. A test may look in before each answer.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface SmallServer {
  port: number;
  /** By user: what stands before the number in a unique-id. */
  prefixes: Record<string, string>;
  /** What CAPA says. */
  capabilities: string[];
  mailboxes: Record<string, string[]>;
  /** By user: how many messages it lists at a time, as Gmail does. One that was retrieved in a session
   *  that ended with QUIT is listed no more, and its unique-id is not its number. */
  parts: Record<string, number>;
  /** A command that it answers by closing the connection. */
  hangsUpOn: string;
  /** Every command so far, "user COMMAND argument". */
  log: string[];
  stop(): Promise<void>;
}

const list = (lines: string[]) => `+OK\r\n${lines.map((line) => `${line}\r\n`).join('')}.\r\n`;

/** The answer waits for what `before` does. */
export async function smallServer(
  mailboxes: Record<string, string[]>,
  before: (command: string) => Promise<void> = async () => {},
): Promise<SmallServer> {
  const log: string[] = [];
  const prefixes: Record<string, string> = {};
  const parts: Record<string, number> = {};
  const capabilities = ['USER', 'UIDL', 'PIPELINING'];
  const sockets = new Set<Socket>();

  const serve = async (socket: Socket) => {
    let user = '';
    const doomed = new Set<number>();
    const mails = () => (mailboxes[user] ?? []).slice(0, parts[user]);
    const uidl = (mail: string, number: number) =>
      user in parts
        ? createHash('sha1').update(mail).digest('hex')
        : `${prefixes[user] ?? ''}${number}`;
    const each = (line: (mail: string, number: number) => string) =>
      list(mails().map((mail, index) => line(mail, index + 1)));
    const answer = (command: string, argument: string): string => {
      switch (command) {
        case 'CAPA':
          return list(capabilities);
        case 'USER':
          user = argument;
          return '+OK\r\n';
        case 'PASS':
          return user in mailboxes ? '+OK\r\n' : '-ERR [AUTH] who?\r\n';
        case 'STAT':
          return `+OK ${mails().length} ${mails().join('').length}\r\n`;
        case 'UIDL':
          return each((mail, number) => `${number} ${uidl(mail, number)}`);
        case 'LIST':
          return each((mail, number) => `${number} ${mail.length}`);
        case 'RETR':
          if (user in parts) doomed.add(Number(argument));
          return `+OK\r\n${mails()[Number(argument) - 1] ?? ''}.\r\n`;
        case 'TOP': {
          const mail = mails()[Number(argument) - 1] ?? '';
          return `+OK\r\n${mail.slice(0, mail.indexOf('\r\n\r\n') + 4)}.\r\n`;
        }
        case 'DELE':
          doomed.add(Number(argument));
          return '+OK\r\n';
        case 'QUIT':
          mailboxes[user] = (mailboxes[user] ?? []).filter(
            (_mail, index) => !doomed.has(index + 1),
          );
          return '+OK\r\n';
        default:
          return '+OK\r\n';
      }
    };
    socket.write('+OK ready\r\n');
    let text = '';
    for await (const chunk of socket.setEncoding('latin1')) {
      text += String(chunk);
      const lines = text.split('\r\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const [command = '', argument = ''] = line.split(' ');
        const said = answer(command.toUpperCase(), argument);
        log.push(`${user} ${line}`);
        if (line === small.hangsUpOn) return void socket.end();
        await before(line);
        socket.write(said, 'latin1');
        if (line.toUpperCase() === 'QUIT') socket.end();
      }
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that hangs up in the middle is one of the tests.
    serve(socket).catch(() => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const small: SmallServer = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    prefixes,
    parts,
    capabilities,
    mailboxes,
    hangsUpOn: '',
    log,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return small;
}

/** A mail that no other one is. */
export const letter = (subject: string): string =>
  `From: Ana <ana@example.org>\r\nSubject: ${subject}\r\n\r\n${subject}.\r\n`;

/** One that can be told from others by its header alone. */
export const datedLetter = (subject: string, number: number): string =>
  `Message-ID: <${number}@example.org>\r\nDate: ${new Date(number * 1e9).toUTCString()}\r\n${letter(subject)}`;
