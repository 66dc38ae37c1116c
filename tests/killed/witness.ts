// SPDX-License-Identifier: Apache-2.0
// What a POP3 server sends, read by as little code as does it: one command after the other, and
// nothing of ours in between.
import { connect, type Socket } from 'node:net';
import { sha256 } from '../faults/maildrop.ts';

/** Every message of a maildrop: its sha256, and the Subject. */
export async function readMaildrop(
  port: number,
  user: string,
  password: string,
): Promise<{ sha256: string; subject: string }[]> {
  const socket = connect(port, '127.0.0.1');
  const heard = reader(socket);
  const ask = async (command: string, end = '\r\n') => {
    socket.write(`${command}\r\n`);
    const reply = await heard(end);
    if (!reply.startsWith('+OK')) throw new Error(`${command}: ${reply.slice(0, 100)}`);
    return reply;
  };
  await heard('\r\n');
  await ask(`USER ${user}`);
  await ask(`PASS ${password}`);
  const count = Number(/^\+OK (\d+)/.exec(await ask('STAT'))?.[1]);
  const all = [];
  for (let number = 1; number <= count; number++) {
    const reply = await ask(`RETR ${number}`, '\r\n.\r\n');
    const stuffed = reply.slice(reply.indexOf('\r\n'), -3);
    const message = stuffed.replaceAll('\r\n.', '\r\n').slice(2);
    const subject = /^Subject: (.*)\r$/m.exec(message)?.[1] ?? '';
    all.push({ sha256: sha256(Buffer.from(message, 'latin1')), subject });
  }
  await ask('QUIT');
  socket.destroy();
  return all;
}

/** Reads up to and with what ends a reply. */
function reader(socket: Socket) {
  const octets = socket.setEncoding('latin1')[Symbol.asyncIterator]();
  let text = '';
  return async (end: string): Promise<string> => {
    while (!text.includes(end)) {
      const { value, done } = await octets.next();
      if (done) throw new Error('The server has closed.');
      text += value;
    }
    const at = text.indexOf(end) + end.length;
    const reply = text.slice(0, at);
    text = text.slice(at);
    return reply;
  };
}
