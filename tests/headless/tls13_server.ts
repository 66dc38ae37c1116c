// SPDX-License-Identifier: Apache-2.0
// A TLS 1.3 server by hand (RFC 8446), which can say what no library's server would: for the ways
// that the client must refuse, and for the hybrid exchange of keys that the system's OpenSSL lacks.
// One cipher suite, TLS_CHACHA20_POLY1305_SHA256; certificates with P-256.
import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import type { Socket } from 'node:net';
import { lines } from './bad_server.ts';
import type { Identity } from './bad_server_certificates.ts';
import { encapsulate } from './ml_kem.ts';
import { answerTo } from './openssl_server.ts';

// RFC 8446 §4, and RFC 8879 §4 for the compressed one.
export const Handshake = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  certificateRequest: 13,
  certificateVerify: 15,
  finished: 20,
  keyUpdate: 24,
  compressedCertificate: 25,
  messageHash: 254,
} as const;
export const Group = { x25519: 29, secp256r1: 23, x448: 30, X25519MLKEM768: 0x11ec } as const;

export const uint = (value: number, octets: number): Buffer => {
  const out = Buffer.alloc(octets);
  out.writeUIntBE(value, 0, octets);
  return out;
};
/** With its length before it, in so many octets. */
export const vector = (octets: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([uint(content.length, octets), content]);
};
export const extension = (type: number, ...content: Uint8Array[]): Buffer =>
  Buffer.concat([uint(type, 2), vector(2, ...content)]);
export const message = (type: number, ...content: Uint8Array[]): Buffer =>
  Buffer.concat([uint(type, 1), vector(3, ...content)]);

export interface Script {
  identity: Identity;
  /** That it takes, whatever the client has offered. */
  group?: number;
  /** In place of its share of the keys. */
  share?(honest: Buffer): Buffer;
  /** A HelloRetryRequest for the group, with this cookie; so often. */
  retry?: { cookie: Buffer; times: number };
  /** Messages before its ServerHello, in the clear. */
  before?: Buffer[];
  encryptedExtensions?: Buffer[];
  /** Behind the EncryptedExtensions. */
  request?: Buffer;
  /** Of its certificate. */
  certificateExtensions?: Buffer[];
  /** In place of its Certificate. */
  certificate?(honest: Buffer): Buffer;
  /** Once the handshake is done, before the greeting. */
  after?: Buffer[];
}

export interface Heard {
  commands: string[];
  /** RFC 8446 §6, by number. */
  alerts: number[];
  /** The client's Certificate, if it was asked for one. */
  certificate: Buffer | null;
  /** The cookies that came back. */
  cookies: Buffer[];
}

const sha256 = (...parts: Uint8Array[]) => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const hmac = (key: Uint8Array, data: Uint8Array) => createHmac('sha256', key).update(data).digest();

/** §7.1: HKDF-Expand-Label. */
const expanded = (secret: Uint8Array, label: string, context: Uint8Array, length: number) => {
  const name = vector(1, Buffer.from(`tls13 ${label}`));
  const info = Buffer.concat([uint(length, 2), name, vector(1, context), uint(1, 1)]);
  if (length > 32) throw new Error('one block is enough here');
  return hmac(secret, info).subarray(0, length);
};
const extracted = (salt: Uint8Array, secret: Uint8Array) => hmac(salt, secret);

/** One direction's protection (§5.2, §5.3). */
class Protection {
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #sequence = 0;

  constructor(secret: Uint8Array) {
    this.#key = expanded(secret, 'key', Buffer.alloc(0), 32);
    this.#iv = expanded(secret, 'iv', Buffer.alloc(0), 12);
  }

  #nonce(): Buffer {
    const nonce = Buffer.from(this.#iv);
    const low = (nonce.readUInt32BE(8) ^ this.#sequence++) >>> 0;
    nonce.writeUInt32BE(low, 8);
    return nonce;
  }

  seal(type: number, content: Uint8Array): Buffer {
    const plain = Buffer.concat([content, uint(type, 1)]);
    const header = Buffer.concat([Buffer.from([23, 3, 3]), uint(plain.length + 16, 2)]);
    const cipher = createCipheriv('chacha20-poly1305', this.#key, this.#nonce(), {
      authTagLength: 16,
    });
    cipher.setAAD(header, { plaintextLength: plain.length });
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([header, sealed, cipher.getAuthTag()]);
  }

  open(record: Buffer): { type: number; content: Buffer } {
    const cipher = createDecipheriv('chacha20-poly1305', this.#key, this.#nonce(), {
      authTagLength: 16,
    });
    cipher.setAAD(record.subarray(0, 5), { plaintextLength: record.length - 21 });
    cipher.setAuthTag(record.subarray(-16));
    const plain = Buffer.concat([cipher.update(record.subarray(5, -16)), cipher.final()]);
    let end = plain.length - 1;
    while (end > 0 && plain[end] === 0) end -= 1;
    return { type: plain[end] ?? 0, content: plain.subarray(0, end) };
  }
}

function parseHello(hello: Buffer) {
  let at = 4 + 2 + 32;
  const session = hello.subarray(at + 1, at + 1 + (hello[at] ?? 0));
  at += 1 + session.length;
  at += 2 + hello.readUInt16BE(at);
  at += 1 + (hello[at] ?? 0);
  at += 2;
  const extensions = new Map<number, Buffer>();
  while (at < hello.length) {
    const length = hello.readUInt16BE(at + 2);
    extensions.set(hello.readUInt16BE(at), hello.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const shares = new Map<number, Buffer>();
  const offered = extensions.get(51) ?? Buffer.alloc(2);
  for (let from = 2; from < offered.length; ) {
    const length = offered.readUInt16BE(from + 2);
    shares.set(offered.readUInt16BE(from), offered.subarray(from + 4, from + 4 + length));
    from += 4 + length;
  }
  return { session, shares, cookie: extensions.get(44)?.subarray(2) };
}

/** §4.2.8, and draft-ietf-tls-ecdhe-mlkem for the hybrid: its share of the keys, and the secret. */
function exchange(group: number, theirs: Buffer | undefined) {
  const x25519 = (raw: Buffer) => {
    const { publicKey, privateKey } = generateKeyPairSync('x25519');
    const x = raw.toString('base64url');
    const peer = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
    const share = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url');
    return { share, secret: diffieHellman({ privateKey, publicKey: peer }) };
  };
  if (theirs === undefined) return { share: randomBytes(32), secret: randomBytes(32) };
  if (group === Group.secp256r1) {
    const own = createECDH('prime256v1');
    return { share: own.generateKeys(), secret: own.computeSecret(theirs) };
  }
  if (group !== Group.X25519MLKEM768) return x25519(theirs);
  const post = encapsulate(theirs.subarray(0, 1184));
  const classical = x25519(theirs.subarray(1184));
  return {
    share: Buffer.concat([post.ciphertext, classical.share]),
    secret: Buffer.concat([post.secret, classical.secret]),
  };
}

const kRetryRandom = sha256(Buffer.from('HelloRetryRequest'));

export function tls13Server(script: Script) {
  const heard: Heard = { commands: [], alerts: [], certificate: null, cookies: [] };
  const accept = (socket: Socket) => converse(socket, script, heard);
  return { accept, heard };
}

function converse(socket: Socket, script: Script, heard: Heard) {
  const { identity, group = Group.x25519, share = (honest: Buffer) => honest } = script;
  let transcript: Buffer[] = [];
  let reading: Protection | undefined;
  let writing: Protection | undefined;
  let next: { reading: Protection; writing: Protection } | undefined;
  let retries = script.retry?.times ?? 0;
  let talking = false;

  const record = (type: number, content: Buffer) =>
    writing
      ? writing.seal(type, content)
      : Buffer.concat([Buffer.from([type, 3, 3]), uint(content.length, 2), content]);
  const say = (...messages: Buffer[]) => {
    for (const each of messages) {
      transcript.push(each);
      socket.write(record(22, each));
    }
  };

  const serverHello = (session: Buffer, random: Buffer, ...extensions: Buffer[]) =>
    message(
      Handshake.serverHello,
      ...[uint(0x0303, 2), random, vector(1, session), uint(0x1303, 2), uint(0, 1)],
      vector(2, extension(43, uint(0x0304, 2)), ...extensions),
    );

  const onHello = (hello: Buffer) => {
    const { session, shares, cookie } = parseHello(hello);
    if (cookie !== undefined) heard.cookies.push(cookie);
    transcript.push(hello);
    if (retries-- > 0) {
      // §4.4.1: the first hello counts as its hash.
      transcript = [message(Handshake.messageHash, sha256(...transcript))];
      const wanted = extension(51, uint(group, 2));
      const given = extension(44, vector(2, script.retry?.cookie ?? Buffer.alloc(0)));
      return say(serverHello(session, kRetryRandom, wanted, given));
    }
    const keys = exchange(group, shares.get(group));
    const own = extension(51, uint(group, 2), vector(2, share(keys.share)));
    for (const each of script.before ?? []) socket.write(record(22, each));
    say(serverHello(session, randomBytes(32), own));

    // §7.1.
    const none = Buffer.alloc(32);
    const early = extracted(none, none);
    const derived = (secret: Buffer) => expanded(secret, 'derived', sha256(), 32);
    const handshake = extracted(derived(early), keys.secret);
    const secretOf = (label: string) => expanded(handshake, label, sha256(...transcript), 32);
    const ours = secretOf('s hs traffic');
    reading = new Protection(secretOf('c hs traffic'));
    writing = new Protection(ours);
    say(message(Handshake.encryptedExtensions, vector(2, ...(script.encryptedExtensions ?? []))));
    if (script.request) say(script.request);
    const der = new X509Certificate(identity.certificate).raw;
    const entry = [vector(3, der), vector(2, ...(script.certificateExtensions ?? []))];
    const honest = message(Handshake.certificate, vector(1), vector(3, ...entry));
    say(script.certificate?.(honest) ?? honest);
    const context = 'TLS 1.3, server CertificateVerify';
    const toSign = Buffer.concat([
      Buffer.from(`${' '.repeat(64)}${context}\0`),
      sha256(...transcript),
    ]);
    const signature = sign('sha256', toSign, identity.key);
    say(message(Handshake.certificateVerify, uint(0x0403, 2), vector(2, signature)));
    const finishedKey = expanded(ours, 'finished', Buffer.alloc(0), 32);
    say(message(Handshake.finished, hmac(finishedKey, sha256(...transcript))));
    const master = extracted(derived(handshake), none);
    const traffic = (label: string) => expanded(master, label, sha256(...transcript), 32);
    next = {
      reading: new Protection(traffic('c ap traffic')),
      writing: new Protection(traffic('s ap traffic')),
    };
  };

  const onFinished = () => {
    reading = next?.reading;
    writing = next?.writing;
    talking = true;
    for (const each of script.after ?? []) socket.write(record(22, each));
    socket.write(record(23, Buffer.from(answerTo(''))));
  };

  const onLine = lines((line) => {
    heard.commands.push(line);
    socket.write(record(23, Buffer.from(answerTo(line), 'latin1')));
    if (line === 'QUIT') socket.end(record(21, Buffer.from([1, 0])));
  });

  const onRecord = (octets: Buffer) => {
    const outer = octets[0] ?? 0;
    // §5: a change_cipher_spec is for middleboxes.
    if (outer === 20) return;
    const { type, content } =
      reading && outer === 23 ? reading.open(octets) : { type: outer, content: octets.subarray(5) };
    if (type === 21) heard.alerts.push(content[1] ?? 0);
    else if (type === 23) onLine(content);
    else if (type === 22) {
      // What the client sends is one message a record.
      if (content[0] === Handshake.clientHello) onHello(content);
      else if (content[0] === Handshake.certificate) heard.certificate = content;
      else if (content[0] === Handshake.finished && !talking) onFinished();
    }
  };

  let rest = Buffer.alloc(0);
  socket.on('data', (octets) => {
    rest = Buffer.concat([rest, octets]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt16BE(3)) {
      const end = 5 + rest.readUInt16BE(3);
      onRecord(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}
