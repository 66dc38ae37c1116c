// SPDX-License-Identifier: Apache-2.0
// A real Dovecot on loopback with a configuration, certificates and mailboxes of its own, in a
// fresh directory, as any user. It lives exactly as long as its owner: a small shell holds it by
// the reading end of a pipe, so when this process ends, killed even, Dovecot is stopped and the
// directory removed.
import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from './certificates.mjs';
import { configuration } from './configuration.mjs';
import { deliver, digestMaildir, makeMaildir } from './maildir.mjs';

/**
 * @typedef {object} User
 * @property {string} user
 * @property {string} password
 * @property {import('./maildir.mjs').Messages} [messages]
 */

/**
 * @typedef {object} Options
 * @property {User[]} users
 * @property {import('./certificates.mjs').CertificateOptions & { minProtocol?: string }} [tls]
 * @property {string} [extraConfig] appended to dovecot.conf
 * @property {{ pop3: number, pop3s: number }} [ports] instead of free ones
 */

/**
 * @typedef {object} Dovecot
 * @property {string} host
 * @property {number} port POP3, with STLS
 * @property {number} tlsPort POP3 over implicit TLS
 * @property {string} caFile the authority to trust, PEM
 * @property {string} directory everything it has; gone after stop()
 * @property {(user: string) => string} maildir
 * @property {(user: string, messages: import('./maildir.mjs').Messages) => Promise<void>} addMessages
 * @property {(user: string) => Promise<string[]>} digests sha256 of each message as sent
 * @property {() => string} log the last of what Dovecot wrote
 * @property {() => Promise<void>} stop
 */

const HOST = '127.0.0.1';
const LOG_KEPT = 64 * 1024;
const START_SECONDS = 60;
// Dovecot refuses to read mail as root; as root it reads it as this user (nobody).
const UNPRIVILEGED = { uid: 65534, gid: 65534 };

/** Two free ports may be taken before Dovecot has them; then it starts again with others. */
const ATTEMPTS = 5;

// $1 is the directory, the rest the command. The pipe's end stops Dovecot; its end, the shell.
const KEEPER = `
directory=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & dovecot=$!
{ cat <&3 >/dev/null; kill -TERM "$dovecot" 2>/dev/null; } &
exec 3<&-
wait "$dovecot"; status=$?
rm -rf "$directory"
exit "$status"
`;

/**
 * Resolves when the server has greeted.
 * @param {Options} options
 * @returns {Promise<Dovecot>}
 */
export async function startDovecot(options) {
  for (const { user, password } of options.users) {
    if (!/^[A-Za-z0-9._@-]+$/.test(user) || user.startsWith('.') || /[:\r\n]/.test(password)) {
      throw new Error(`Not a user name or password for the demo server: ${user}`);
    }
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptStart(options);
    } catch (error) {
      const taken = error instanceof Error && error.message.includes('Address already in use');
      if (!taken || options.ports !== undefined || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

/**
 * @param {Options} options
 * @returns {Promise<Dovecot>}
 */
async function attemptStart(options) {
  const directory = await mkdtemp(join(tmpdir(), 'pillarbox-'));
  try {
    // The mail user walks through it to the Maildir.
    await chmod(directory, 0o755);
    const ports = options.ports ?? (await freePorts());
    const tls = await makeCertificates(join(directory, 'tls'), options.tls);
    const isRoot = userInfo().uid === 0;
    const owner = isRoot ? UNPRIVILEGED : null;
    /** @param {string} user */
    const maildir = (user) => join(directory, 'mail', user, 'Maildir');
    await mkdir(join(directory, 'mail'), { mode: 0o755 });
    for (const { user, messages } of options.users) {
      await mkdir(join(directory, 'mail', user), { mode: 0o755 });
      if (owner !== null) {
        await chown(join(directory, 'mail', user), owner.uid, owner.gid);
      }
      await makeMaildir(maildir(user), owner);
      await deliver(maildir(user), messages ?? [], owner);
    }
    const passwords = options.users.map(({ user, password }) => `${user}:{PLAIN}${password}\n`);
    await writeFile(join(directory, 'users'), passwords.join(''), { mode: 0o644 });
    const text = configuration({
      directory,
      ports,
      tls,
      minProtocol: options.tls?.minProtocol ?? 'TLSv1.2',
      mailUser: owner ?? { uid: userInfo().uid, gid: userInfo().gid },
      runAs: isRoot ? null : userInfo().username,
    });
    await writeFile(join(directory, 'dovecot.conf'), `${text}${options.extraConfig ?? ''}\n`);
    const keeper = await launch(directory, ports.pop3);
    return {
      host: HOST,
      port: ports.pop3,
      tlsPort: ports.pop3s,
      caFile: tls.caFile,
      directory,
      maildir,
      addMessages: (user, messages) => deliver(maildir(user), messages, owner),
      digests: (user) => digestMaildir(maildir(user)),
      log: keeper.log,
      stop: keeper.stop,
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {string} directory
 * @param {number} port
 */
async function launch(directory, port) {
  const command = ['dovecot', '-F', '-c', join(directory, 'dovecot.conf')];
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'dovecot-keeper', directory, ...command], {
    stdio: ['pipe', 'ignore', 'pipe'],
    // A group of its own: a ^C in the terminal is for us, and we stop Dovecot.
    detached: true,
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  let written = '';
  keeper.stderr.setEncoding('utf8').on('data', (text) => {
    written = (written + text).slice(-LOG_KEPT);
  });
  const ended = new Promise((resolve) => keeper.once('close', resolve));
  const stop = async () => {
    keeper.stdin.destroy();
    await ended;
  };
  const failed = ended.then(() => {
    throw new Error(`Dovecot did not start:\n${written}`);
  });
  const overdue = AbortSignal.timeout(START_SECONDS * 1000);
  try {
    await Promise.race([failed, greeting(port, overdue)]);
  } catch (error) {
    await stop();
    throw error;
  }
  failed.catch(() => {});
  return { stop, log: () => written };
}

/**
 * Resolves with the server's first line. Until it listens, connections are refused at once.
 * @param {number} port
 * @param {AbortSignal} overdue
 */
async function greeting(port, overdue) {
  for (;;) {
    const line = await firstLine(port);
    if (line?.startsWith('+OK')) {
      return;
    }
    if (overdue.aborted) {
      throw new Error(`Dovecot did not greet within ${START_SECONDS} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @param {number} port
 * @returns {Promise<string | null>}
 */
function firstLine(port) {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.setEncoding('latin1');
    socket.once('data', (text) => {
      socket.end('QUIT\r\n');
      resolve(String(text));
    });
    socket.once('error', () => resolve(null));
    socket.once('close', () => resolve(null));
  });
}

async function freePorts() {
  const servers = [createServer(), createServer()];
  const ports = [];
  for (const server of servers) {
    await new Promise((resolve) => server.listen(0, HOST, () => resolve(null)));
    const address = server.address();
    ports.push(typeof address === 'object' && address !== null ? address.port : 0);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { pop3: ports[0] ?? 0, pop3s: ports[1] ?? 0 };
}
