// SPDX-License-Identifier: Apache-2.0
// OpenSSL's own server, `openssl s_server`, as a POP3 server of one message: what the client says
// comes out of it, and what goes in is the answer, or a command to it if it begins with a letter.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { forward, message } from './bad_server.ts';
import type { Identity } from './bad_server_certificates.ts';

export interface OpensslServer {
  accept(client: Socket): void;
  /** Everything it has told, the client's lines among it. */
  told(): string;
  /** The client's commands, in order. */
  commands: string[];
  /** Resolves with what it has told once that matches. */
  says(words: RegExp): Promise<string>;
  stop(): Promise<void>;
}

export interface Script {
  identity: Identity;
  /** Of s_server. */
  options?: string[];
  /** Options of SSL_CONF_cmd(3), for those that s_server has not. */
  settings?: string;
  /** Commands to s_server, a letter each, before it answers a line that begins with this verb; by
   *  the verb '', before the greeting. */
  before?: Record<string, string>;
  /** What becomes of its octets on their way. */
  way?(octets: Buffer, client: Socket): void;
}

const kCommand = /^(CAPA|USER|PASS|AUTH|APOP|STAT|LIST|UIDL|RETR|NOOP|DELE|RSET|QUIT)\b.*$/;
/** What it says last before the conversation begins. */
const kStands = /^Secure Renegotiation IS .*$/;

/** What a POP3 server of one message says to a line; to '', its greeting. */
export const answerTo = (line: string): string => {
  const size = message.length;
  const answers: Record<string, string> = {
    '': '+OK ready\r\n',
    CAPA: '+OK\r\nUSER\r\nUIDL\r\n.\r\n',
    STAT: `+OK 1 ${size}\r\n`,
    LIST: `+OK\r\n1 ${size}\r\n.\r\n`,
    UIDL: '+OK\r\n1 one\r\n.\r\n',
    RETR: `+OK\r\n${message.replaceAll(/^\./gm, '..')}.\r\n`,
  };
  return answers[line.split(' ')[0] ?? ''] ?? '+OK\r\n';
};

const configuration = (options: string) => `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = default
[default]
Options = ${options}
`;

export async function opensslServer(script: Script): Promise<OpensslServer> {
  const { identity, options = [], before = {} } = script;
  const { way = (octets, client) => client.write(octets) } = script;
  const { certificate, key } = identity.files;
  const where = ['-accept', '127.0.0.1:0', '-cert', certificate, '-key', key];
  const env = { ...process.env };
  if (script.settings !== undefined) {
    env.OPENSSL_CONF = `${certificate}.conf`;
    await writeFile(env.OPENSSL_CONF, configuration(script.settings));
  }
  const child = spawn('openssl', ['s_server', ...where, '-no_dhe', ...options], { env });
  let told = '';
  let waiting: { words: RegExp; tell: (told: string) => void }[] = [];
  let rest = '';
  let onWire = () => {};
  const commands: string[] = [];
  const take = (octets: Buffer) => {
    const text = octets.toString('latin1');
    told += text;
    const parts = (rest + text).split(/\r?\n/);
    rest = parts.pop() ?? '';
    for (const line of parts) hear(line).catch(() => {});
    tell();
  };
  const tell = () => {
    for (const { words, tell } of waiting) if (words.test(told)) tell(told);
    waiting = waiting.filter(({ words }) => !words.test(told));
  };
  const hear = async (line: string) => {
    const said = kStands.test(line) ? '' : kCommand.exec(line)?.[0];
    if (said === undefined) return;
    if (said !== '') commands.push(said);
    const wanted = before[said.split(' ')[0] ?? ''];
    if (wanted !== undefined) {
      // What it reads in one go with a command it takes for a part of it. A command that is carried
      // out shows on the wire, one that cannot be, in words.
      const error = says(new RegExp(`^[\\s\\S]{${told.length}}[\\s\\S]*:error:`));
      const wire = new Promise<void>((resolve) => {
        onWire = resolve;
      });
      // Who refuses a second handshake is an error to it: no race with what else it would say.
      const carriedOut = /r/i.test(wanted) ? error : Promise.race([wire, error]);
      child.stdin.write(`${wanted}\n`);
      await carriedOut;
    }
    child.stdin.write(answerTo(said), 'latin1');
  };
  child.stdout.on('data', take);
  child.stderr.on('data', (octets) => {
    told += octets.toString('latin1');
    tell();
  });
  // It may be stopped while it is being told something.
  child.stdin.on('error', () => {});
  const says = (words: RegExp) =>
    new Promise<string>((resolve, reject) => {
      if (words.test(told)) return resolve(told);
      waiting.push({ words, tell: resolve });
      child.once('exit', () => reject(new Error(`s_server has ended: ${told}`)));
    });
  const port = Number(/ACCEPT .*:(\d+)/.exec(await says(/ACCEPT .*:\d+/))?.[1]);
  return {
    accept: forward(port, (octets, client) => {
      way(octets, client);
      onWire();
    }),
    told: () => told,
    commands,
    says,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
