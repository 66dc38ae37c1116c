// SPDX-License-Identifier: Apache-2.0
// What the relay could see, and what stays in the core's memory: searched octet by octet.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import type { Session } from '../../wasm/bindings/pillarbox.d.ts';
import type { CheckParts } from '../../web/worker/check_mail.ts';
import { type RunningRelay, relay } from '../relay/processes.ts';
import { check, config, MemoryStore, newCore } from './core.ts';

const user = 'sari.wulandari@tokobatik.example';
const password = 'kawung-parang-truntum';
let dovecot: Awaited<ReturnType<typeof startDovecot>>;

beforeAll(async () => {
  dovecot = await startDovecot({
    users: [
      { user, password, messages: generateLoad({ count: 40, octets: 400_000 }) },
      { user: 'kurz', password: 'kawung8', messages: generateLoad({ count: 1, octets: 1000 }) },
    ],
  });
});
afterAll(() => dovecot.stop());

/** Stands between the relay and the mail server, which is all that a relay could record. */
async function recorder(port: number) {
  const heard: Buffer[] = [];
  const server = createServer((client: Socket) => {
    const target = connect({ host: '127.0.0.1', port });
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      from.on('data', (octets) => heard.push(octets));
      from.on('error', () => {});
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    octets: () => Buffer.concat(heard),
    stop: () => server.close(),
  };
}

const kRun = 16;

/** Whether any run of 16 octets of one is in the other. */
function sharesARun(recorded: Buffer, mails: Uint8Array[]): boolean {
  const runs = new Set<string>();
  const text = recorded.toString('latin1');
  for (let at = 0; at + kRun <= text.length; at++) runs.add(text.slice(at, at + kRun));
  return mails.some((mail) => {
    const octets = Buffer.from(mail).toString('latin1');
    for (let at = 0; at + kRun <= octets.length; at += 1) {
      if (runs.has(octets.slice(at, at + kRun))) return true;
    }
    return false;
  });
}

async function record(security: 'implicit' | 'stls' | 'none') {
  const between = await recorder(security === 'implicit' ? dovecot.tlsPort : dovecot.port);
  const through: RunningRelay = await relay('--allow', `127.0.0.1:${between.port}`);
  const store = new MemoryStore();
  const anchors = readFileSync(dovecot.caFile);
  const given = config({ security, user, password, anchors, auth: 'plain' });
  const result = await check(await newCore(), through.url, between.port, given, {}, store);
  await through.stop();
  between.stop();
  expect(result).toMatchObject({ stored: 40, failure: null });
  const recorded = between.octets();
  expect(recorded.length).toBeGreaterThan(400_000);
  const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');
  return {
    sees: {
      password: recorded.includes(password),
      user: recorded.includes(user),
      encoded: recorded.includes(plain) || recorded.includes(plain.slice(4, 20)),
      uidls: store.mails.some((mail) => recorded.includes(mail.uidl)),
      text: sharesARun(
        recorded,
        store.mails.map((mail) => mail.raw),
      ),
    },
  };
}

describe('the relay', () => {
  it.each(['implicit', 'stls'] as const)('sees ciphertext only (%s)', async (security) => {
    const { sees } = await record(security);
    expect(sees).toEqual({
      password: false,
      user: false,
      encoded: false,
      uidls: false,
      text: false,
    });
  });

  it('would be seen to see everything without TLS', async () => {
    const { sees } = await record('none');
    expect(sees).toEqual({ password: false, user: false, encoded: true, uidls: true, text: true });
  });
});

describe('the memory of the core', () => {
  /** How often each form of the credentials is in the whole of wasm memory. */
  function find(session: Session, credentials: { user: string; password: string }) {
    const memory = Buffer.from(session.inbox(1).buffer);
    const forms = [
      credentials.password,
      Buffer.from(`\0${credentials.user}\0${credentials.password}`).toString('base64'),
      Buffer.from(credentials.password).toString('base64').slice(0, 8),
    ];
    return forms.filter((form) => memory.includes(form));
  }

  it.each(
    [
      { user, password },
      // Short enough for a string to keep it in itself.
      { user: 'kurz', password: 'kawung8' },
    ].flatMap((who) =>
      (['plain', 'user', 'login', 'scram-sha-256', 'cram-md5'] as const).flatMap((auth) =>
        (['implicit', 'none'] as const).map((security) => ({ ...who, auth, security })),
      ),
    ),
  )(
    'holds no password after login: $auth, $security, $password',
    async ({ security, ...given }) => {
      const core = await newCore();
      let session: Session | undefined;
      let before: string[] = [];
      let after: string[] | undefined;
      const watched: CheckParts['core'] = {
        broken: core.broken,
        createSession(wanted) {
          session = core.createSession(wanted);
          before = find(session, given);
          return session;
        },
      };
      const port = security === 'implicit' ? dovecot.tlsPort : dovecot.port;
      const through = await relay('--allow', `127.0.0.1:${port}`);
      const anchors = readFileSync(dovecot.caFile);
      const result = await check(
        watched,
        through.url,
        port,
        config({ ...given, security, anchors }),
        {
          listed() {
            if (session) after = find(session, given);
          },
        },
      );
      await through.stop();
      expect(result.failure).toBeNull();
      // It was there, so the search can find it.
      expect(before).toContain(given.password);
      expect(after).toEqual([]);
    },
  );
});
