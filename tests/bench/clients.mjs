// SPDX-License-Identifier: Apache-2.0
// The clients that are measured: our runner, and mpop and fetchmail as Debian ships them. Each run
// starts with nothing fetched, on a folder in memory.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * @typedef {object} Maildrop
 * @property {string} relay ws:// address; only ours needs it
 * @property {string} host
 * @property {number} port
 * @property {string} user
 * @property {string} password
 * @property {string} [caFile] TLS with this authority, or in clear
 * @property {boolean} [remove] delete from the server
 */

/** @param {string} command @param {string[]} args @param {string} folder */
function finished(command, args, folder) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: folder },
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(undefined) : reject(new Error(`${command} ended with ${code}: ${said}`)),
    );
  });
}

/** @param {(folder: string) => Promise<unknown>} use */
async function inMemory(use) {
  const folder = await mkdtemp('/dev/shm/pillarbox-bench-');
  try {
    const began = performance.now();
    await use(folder);
    return performance.now() - began;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Our core in Node, a process from start to end. @param {Maildrop} from */
export const pillarbox = (from) =>
  inMemory(async (folder) => {
    const passwordFile = path.join(folder, 'password');
    await writeFile(passwordFile, from.password);
    const tls = from.caFile ? ['--tls', 'implicit', '--ca', from.caFile] : ['--tls', 'none'];
    const args = ['--relay', from.relay, '--server', `${from.host}:${from.port}`, ...tls];
    const who = ['--user', from.user, '--password-file', passwordFile];
    const what = [from.remove ? '--delete' : '--keep', '--out', path.join(folder, 'out')];
    await finished('node', ['build/node/web/node/fetch.js', ...args, ...who, ...what], folder);
  });

/** mpop into a maildir. @param {Maildrop} from */
export const mpop = (from) =>
  inMemory(async (folder) => {
    for (const each of ['cur', 'new', 'tmp']) {
      await mkdir(path.join(folder, 'mail', each), { recursive: true });
    }
    const tls = from.caFile
      ? ['--tls=on', '--tls-starttls=off', `--tls-trust-file=${from.caFile}`]
      : ['--tls=off'];
    const where = [`--host=${from.host}`, `--port=${from.port}`, '--auth=plain', ...tls];
    const who = [`--user=${from.user}`, `--passwordeval=echo ${from.password}`];
    const what = [
      `--keep=${from.remove ? 'off' : 'on'}`,
      '--received-header=off',
      `--delivery=maildir,${path.join(folder, 'mail')}`,
      `--uidls-file=${path.join(folder, 'uidls')}`,
    ];
    await finished('mpop', [...where, ...who, ...what], folder);
  });

/** fetchmail to nowhere: its own work alone. @param {Maildrop} from */
export const fetchmail = (from) =>
  inMemory(async (folder) => {
    const file = path.join(folder, 'fetchmailrc');
    const ssl = from.caFile ? `ssl sslcertfile ${from.caFile}` : "sslproto ''";
    await writeFile(
      file,
      `poll ${from.host} service ${from.port} proto pop3 uidl user "${from.user}" password "${from.password}" ${from.remove ? 'nokeep' : 'keep'} fetchall mda "cat >/dev/null" ${ssl}\n`,
      { mode: 0o600 },
    );
    await finished(
      'fetchmail',
      ['-f', file, '--nosyslog', '--silent', '--pidfile', path.join(folder, 'pid')],
      folder,
    );
  });
