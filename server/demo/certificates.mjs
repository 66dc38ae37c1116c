// SPDX-License-Identifier: Apache-2.0
// A certificate authority of a minute's life, and one server certificate from it, by openssl(1).
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @typedef {object} CertificateOptions
 * @property {'ec' | 'rsa'} [key] the leaf's kind of key
 * @property {string[]} [names] host names and addresses the leaf is good for
 * @property {Date} [notBefore]
 * @property {Date} [notAfter]
 */

const KEYS = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['-newkey', 'rsa:2048'],
};
const DAY = 86_400_000;

/**
 * Makes ca.pem, server.pem and server.key in a new directory.
 * @param {string} directory
 * @param {CertificateOptions} [options]
 */
export async function makeCertificates(directory, options = {}) {
  const names = options.names ?? ['localhost', '127.0.0.1', '::1'];
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY);
  const notAfter = options.notAfter ?? new Date(Date.now() + 397 * DAY);
  await mkdir(directory, { mode: 0o700 });
  /** @param {string} name */
  const file = (name) => join(directory, name);
  await writeFile(file('openssl.cnf'), configuration(directory, names));
  await writeFile(file('index'), '');
  const config = ['-config', file('openssl.cnf')];
  const unencrypted = ['-nodes', ...config];

  await run('openssl', [
    ...['req', '-x509', ...KEYS.ec, ...unencrypted, '-subj', '/CN=Pillarbox demo authority'],
    ...['-extensions', 'authority', '-days', '3650'],
    ...['-keyout', file('ca.key'), '-out', file('ca.pem')],
  ]);
  await run('openssl', [
    ...['req', '-new', ...KEYS[options.key ?? 'ec'], ...unencrypted, '-subj', `/CN=${names[0]}`],
    ...['-keyout', file('server.key'), '-out', file('server.csr')],
  ]);
  // Of openssl's commands only `ca` takes dates in the past, in every release we support.
  await run('openssl', [
    ...['ca', '-batch', '-notext', ...config, '-in', file('server.csr'), '-create_serial'],
    ...['-startdate', asn1Time(notBefore), '-enddate', asn1Time(notAfter)],
    ...['-out', file('server.pem')],
  ]);
  return { caFile: file('ca.pem'), certFile: file('server.pem'), keyFile: file('server.key') };
}

/** @param {Date} date */
function asn1Time(date) {
  return `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}

/**
 * @param {string} directory
 * @param {string[]} names
 */
function configuration(directory, names) {
  const alternatives = names.map((name) => `${isIP(name) ? 'IP' : 'DNS'}:${name}`).join(',');
  return `[req]
distinguished_name = subject
[subject]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ca]
default_ca = demo
[demo]
certificate = ${join(directory, 'ca.pem')}
private_key = ${join(directory, 'ca.key')}
database = ${join(directory, 'index')}
new_certs_dir = ${directory}
serial = ${join(directory, 'serial')}
default_md = sha256
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = ${alternatives}
`;
}
