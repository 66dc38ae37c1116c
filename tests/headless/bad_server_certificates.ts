// SPDX-License-Identifier: Apache-2.0
// Certificates of every kind, good and bad, made by openssl(1) while the test runs.
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const kDay = 86_400_000;

const kKeys = {
  'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'P-521': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  secp256k1: ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  brainpoolP256r1: ['ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'],
  'RSA-1024': ['rsa:1024'],
  'RSA-2048': ['rsa:2048'],
  'RSA-PSS': ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'],
  Ed25519: ['ed25519'],
  Ed448: ['ed448'],
};

export interface Identity {
  commonName: string;
  /** Of the certificate and of its key, for openssl. */
  files: { certificate: string; key: string };
  certificate: string;
  key: string;
  /** The certificate's SHA-256 as Node writes it. */
  fingerprint: string;
}

export interface Wanted {
  commonName?: string;
  /** As in openssl's configuration: "DNS:a.example,IP:192.0.2.1"; empty for none. */
  names?: string;
  /** Lines of openssl's configuration that replace those of the same extension. */
  extensions?: Record<string, string>;
  key?: keyof typeof kKeys;
  /** The key of another in place of a new one. */
  keyOf?: Identity;
  /** Itself, if nobody is named. */
  by?: Identity;
  digest?: string;
  /** Days from now. */
  from?: number;
  to?: number;
}

const kServer = {
  basicConstraints: 'critical,CA:FALSE',
  keyUsage: 'critical,digitalSignature',
  extendedKeyUsage: 'serverAuth',
};
const kAuthority = {
  basicConstraints: 'critical,CA:TRUE',
  keyUsage: 'critical,keyCertSign,cRLSign',
  subjectKeyIdentifier: 'hash',
};

export const host = 'mail.example.org';

export class Workshop {
  readonly #folder: string;
  #made = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Workshop> {
    return new Workshop(await mkdtemp(path.join(tmpdir(), 'pillarbox-certificates-')));
  }

  close = (): Promise<void> => rm(this.#folder, { recursive: true, force: true });

  server(wanted: Wanted = {}): Promise<Identity> {
    const names = wanted.names ?? `DNS:${host}`;
    const extensions = {
      ...kServer,
      ...(names === '' ? {} : { subjectAltName: names }),
      ...wanted.extensions,
    };
    return this.#issue({ commonName: host, ...wanted, extensions });
  }

  authority(commonName: string, wanted: Wanted = {}): Promise<Identity> {
    const extensions = { ...kAuthority, ...wanted.extensions };
    return this.#issue({ ...wanted, commonName, extensions });
  }

  async #issue(wanted: Wanted & { extensions: Record<string, string> }): Promise<Identity> {
    this.#made += 1;
    const file = (kind: string) => path.join(this.#folder, `${this.#made}.${kind}`);
    const files = { certificate: file('pem'), key: wanted.keyOf?.files.key ?? file('key') };
    const [request, settings, index] = [file('csr'), file('cnf'), file('index')];
    const commonName = wanted.commonName ?? host;
    await writeFile(settings, configuration(this.#folder, index, wanted.extensions));
    await writeFile(index, '');

    const key = wanted.keyOf
      ? ['-key', files.key]
      : ['-newkey', ...kKeys[wanted.key ?? 'P-256'], '-nodes', '-keyout', files.key];
    await run('openssl', [
      ...['req', '-new', '-config', settings, '-subj', `/CN=${commonName}`],
      ...[...key, '-out', request],
    ]);
    const issuer = wanted.by
      ? ['-cert', wanted.by.files.certificate, '-keyfile', wanted.by.files.key]
      : ['-selfsign', '-keyfile', files.key];
    // Of openssl's commands only `ca` takes any dates, in every release we support.
    await run('openssl', [
      ...['ca', '-batch', '-notext', '-config', settings, '-in', request, ...issuer],
      ...['-md', wanted.digest ?? 'default', '-out', files.certificate],
      ...['-startdate', time(wanted.from ?? -1), '-enddate', time(wanted.to ?? 90)],
    ]);
    const certificate = await readFile(files.certificate, 'utf8');
    return {
      commonName,
      files,
      certificate,
      key: await readFile(files.key, 'utf8'),
      fingerprint: new X509Certificate(certificate).fingerprint256,
    };
  }
}

/** As `--ca` takes them. */
export const pem = (...identities: Identity[]): Buffer =>
  Buffer.from(identities.map(({ certificate }) => certificate).join(''));

function time(days: number): string {
  const date = new Date(Date.now() + days * kDay).toISOString();
  return `${date.slice(0, 19).replace(/[-:T]/g, '')}Z`;
}

const configuration = (folder: string, index: string, extensions: Record<string, string>) => `[req]
distinguished_name = subject
[subject]
[ca]
default_ca = test
[test]
database = ${index}
new_certs_dir = ${folder}
rand_serial = yes
policy = any
x509_extensions = wanted
[any]
commonName = supplied
[wanted]
${Object.entries(extensions)
  .map(([name, value]) => `${name} = ${value}\n`)
  .join('')}`;
