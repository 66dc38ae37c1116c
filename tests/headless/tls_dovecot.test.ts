// SPDX-License-Identifier: Apache-2.0
// Whole mailboxes from a real Dovecot under TLS 1.2 and 1.3, RSA and ECDSA, implicit and STLS: the
// same octets, however they come.

import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { sha256 } from '../relay/processes.ts';
import { forward, openSwitchboard, password, type Switchboard, user } from './bad_server.ts';
import type { Route } from './core.ts';
import { fetchMail, scratch } from './harness.ts';

type Dovecot = Awaited<ReturnType<typeof startDovecot>>;

const kVersions = ['TLSv1.3', 'TLSv1.2'] as const;
const kKeys = ['rsa', 'ec'] as const;
const kServers = kVersions.flatMap((version) => kKeys.map((key) => ({ version, key })));
type Kind = (typeof kServers)[number];

let board: Switchboard;
let folder: string;
const dovecots = new Map<string, Dovecot>();
const nameOf = ({ version, key }: Kind) => `${version} ${key}`;
const dovecotOf = (kind: Kind): Dovecot => {
  const dovecot = dovecots.get(nameOf(kind));
  if (dovecot === undefined) throw new Error(`no Dovecot for ${nameOf(kind)}`);
  return dovecot;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pillarbox-openssl-'));
  // Dovecot's login processes run as another user.
  await chmod(folder, 0o755);
  board = await openSwitchboard();
  await Promise.all(
    kServers.map(async (kind) => {
      const dovecot = await startDovecot({
        users: [{ user, password, messages: generateLoad({ count: 40, octets: 600_000 }) }],
        tls: { key: kind.key, names: ['127.0.0.1'], minProtocol: kind.version },
        extraConfig: await mostProtocol(kind.version),
      });
      dovecots.set(nameOf(kind), dovecot);
    }),
  );
});
afterAll(async () => {
  await Promise.all([...dovecots.values()].map((dovecot) => dovecot.stop()));
  await board.close();
  await rm(folder, { recursive: true, force: true });
});

/** Dovecot has no setting for the newest protocol; the OpenSSL in it has one. */
async function mostProtocol(version: string): Promise<string> {
  const file = path.join(folder, `${version}.cnf`);
  await writeFile(
    file,
    `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = most
[most]
MaxProtocol = ${version}
`,
    { mode: 0o644 },
  );
  return `import_environment = TZ OPENSSL_CONF=${file}`;
}

const kWays = (['implicit', 'stls'] as const).map((security) => ({ security }));
type Way = (typeof kWays)[number];
const portOf = (dovecot: Dovecot, { security }: Way) =>
  security === 'implicit' ? dovecot.tlsPort : dovecot.port;

async function wholeMailbox(kind: Kind, way: Way, route: Route = {}) {
  const dovecot = dovecotOf(kind);
  const { result, mails, connection } = await board.check(
    { host: '127.0.0.1', ...way, anchors: readFileSync(dovecot.caFile) },
    route,
  );
  expect(result).toMatchObject({ failure: null, stored: 40 });
  expect(connection).toMatchObject({ protocol: kind.version, pinned: false });
  expect(connection?.cipher).toMatch(
    kind.version === 'TLSv1.3'
      ? /^TLS_(CHACHA20|AES)/
      : /^TLS_ECDHE_(RSA|ECDSA)_WITH_(CHACHA20_POLY1305|AES_\d+_GCM)_/,
  );
  const digests = mails.map((mail) => sha256(Buffer.from(mail, 'latin1')));
  expect(digests.sort()).toEqual((await dovecot.digests(user)).sort());
}

describe('a whole mailbox from Dovecot', () => {
  const all = kServers.flatMap((kind) => kWays.map((way) => ({ ...kind, ...way })));

  it.each(all)('$version, $key, $security', async ({ security, ...kind }) => {
    board.answer(forward(portOf(dovecotOf(kind), { security })));
    await wholeMailbox(kind, { security });
  });

  it.each(all)('$version, $key, $security, by the runner', async ({ security, ...kind }) => {
    const dovecot = dovecotOf(kind);
    const to = await scratch();
    board.answer(forward(portOf(dovecot, { security })));
    const box = { relay: board.relay, server: `127.0.0.1:${board.port}`, user, password };
    const { code, end } = await fetchMail(box, to, '--tls', security, '--ca', dovecot.caFile);
    expect({ code, end }).toMatchObject({ code: 0, end: { event: 'done', stored: 40 } });
    expect(await to.digests()).toEqual((await dovecot.digests(user)).sort());
    await to.dispose();
  });
});

describe('octet by octet', () => {
  function* singly(frame: Uint8Array) {
    for (let at = 0; at < frame.length; at++) yield frame.subarray(at, at + 1);
  }
  const all = kVersions.flatMap((version) => kWays.map((way) => ({ version, ...way })));

  // What the relay brings is cut in this process, so that no kernel puts it together again.
  it.each(all)('the core takes all of a session: $version, $security', async (each) => {
    const kind = { version: each.version, key: 'ec' } as const;
    let pieces = 0;
    board.answer(forward(portOf(dovecotOf(kind), each)));
    await wholeMailbox(kind, each, {
      *cut(frame) {
        pieces += frame.length;
        yield* singly(frame);
      },
    });
    expect(pieces).toBeGreaterThan(600_000);
  });

  it.each(all)('the server writes all of a handshake: $version, $security', async (each) => {
    const kind = { version: each.version, key: 'ec' } as const;
    let written = 0;
    board.answer(
      forward(portOf(dovecotOf(kind), each), (octets, client) => {
        // The mail itself would be 600,000 writes.
        if (written > 5000) client.write(octets);
        else for (const octet of singly(octets)) client.write(octet);
        written += octets.length;
      }),
    );
    await wholeMailbox(kind, each);
  });
});
