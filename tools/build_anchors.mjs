// SPDX-License-Identifier: Apache-2.0
// node tools/build_anchors.mjs [--store FILE] [--out FILE]
// Makes build/anchors.bin, the authorities that the browser trusts: Mozilla's, from the machine's
// package ca-certificates, without what was added on this machine alone. The same store gives the
// same octets.
//
// The asset is "PBXROOT1" and then one tbsCertificate (RFC 5280 §4.1) after another, unchanged:
// everything OpenSSL judges an authority by, and so no field that we would have to read and write
// ourselves. What is left out is the self-signature: random octets that no compressor shrinks, and
// that prove nothing of a certificate that is trusted because it is listed. Measured with 148
// roots: whole certificates are 158 KB, with brotli 111; without signatures 107, with brotli 62.
// Names and keys alone would be 51 with brotli, without validity, constraints and key identifiers.
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './run.mjs';

const magic = Buffer.from('PBXROOT1');
// Mozilla has had 120 to 170 for years; fewer means that something else was read.
const fewest = 100;
const localFolder = '/usr/local/share/ca-certificates';

const { values: options } = parseArgs({
  options: {
    store: { type: 'string', default: '/etc/ssl/certs/ca-certificates.crt' },
    out: { type: 'string', default: path.join(root, 'build/anchors.bin') },
  },
});

/** @param {string} message */
function fail(message) {
  console.error(`build_anchors: ${message}`);
  process.exit(1);
}

/** @param {string} file */
function certificatesOf(file) {
  const text = readFileSync(file, 'latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem) => new X509Certificate(pem));
}

/** Fingerprints of what an administrator has added here: it is no business of other machines. */
function locallyAdded() {
  /** @type {Set<string>} */
  const fingerprints = new Set();
  /** @type {string[]} */
  let files = [];
  try {
    files = readdirSync(localFolder, { recursive: true, encoding: 'utf8' });
  } catch {
    return fingerprints; // no such folder
  }
  for (const file of files.filter((name) => name.endsWith('.crt'))) {
    for (const certificate of certificatesOf(path.join(localFolder, file))) {
      fingerprints.add(certificate.fingerprint256);
    }
  }
  return fingerprints;
}

/**
 * The length of a DER header and of what it heads.
 * @param {Buffer} der
 * @param {number} at
 */
function header(der, at) {
  const first = der.readUInt8(at + 1);
  if (first < 0x80) return { header: 2, contents: first };
  const octets = first & 0x7f;
  return { header: 2 + octets, contents: der.readUIntBE(at + 2, octets) };
}

/**
 * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }
 * @param {X509Certificate} certificate
 */
function tbsOf(certificate) {
  const start = header(certificate.raw, 0).header;
  const size = header(certificate.raw, start);
  return certificate.raw.subarray(start, start + size.header + size.contents);
}

/** @type {X509Certificate[]} */
let store = [];
try {
  store = certificatesOf(options.store);
} catch (error) {
  fail(`cannot read ${options.store}: is the package ca-certificates installed? (${error})`);
}
const local = locallyAdded();
/** @type {Map<string, X509Certificate>} */
const roots = new Map();
for (const certificate of store) {
  const selfIssued = certificate.ca && certificate.issuer === certificate.subject;
  if (selfIssued && !local.has(certificate.fingerprint256)) {
    roots.set(certificate.fingerprint256, certificate);
  }
}
if (roots.size < fewest) {
  fail(`${options.store} has ${roots.size} authorities, which cannot be all of Mozilla's.`);
}
// By subject: authorities of one house stand together, which compresses a little better.
const order = [...roots.values()].sort((a, b) =>
  `${a.subject} ${a.fingerprint256}` < `${b.subject} ${b.fingerprint256}` ? -1 : 1,
);
const asset = Buffer.concat([magic, ...order.map(tbsOf)]);
mkdirSync(path.dirname(options.out), { recursive: true });
writeFileSync(options.out, asset);
console.log(
  `${roots.size} authorities, ${asset.length} octets: ${path.relative(root, options.out)}`,
);
