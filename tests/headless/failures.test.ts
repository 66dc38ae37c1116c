// SPDX-License-Identifier: Apache-2.0
// Each way a check can fail has its own code, and loses nothing.

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDovecot } from '../../server/demo/dovecot.mjs';
import { generateLoad } from '../../server/demo/load.mjs';
import { type RunningRelay, relay, tcpServer } from '../relay/processes.ts';
import { fetchMail, type Mailbox, type Scratch, scratch } from './harness.ts';

type Dovecot = Awaited<ReturnType<typeof startDovecot>>;

const user = 'sari@tokobatik.example';
const password = 'secret';
let dovecot: Dovecot;
let to: Scratch;
const relays: RunningRelay[] = [];

beforeAll(async () => {
  dovecot = await startDovecot({
    users: [{ user, password, messages: generateLoad({ count: 5, octets: 50_000 }) }],
  });
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  to = await scratch();
});
afterEach(async () => {
  await to.dispose();
  for (const each of relays.splice(0)) await each.stop();
});

async function box(server: string): Promise<Mailbox> {
  const through = await relay('--allow', server);
  relays.push(through);
  return { relay: through.url.replace(/^http/, 'ws'), server, user, password };
}

/** A server that says these lines, then hangs up. */
async function saying(...replies: string[]): Promise<{ server: Server; at: string }> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    const next = () => {
      const reply = replies.shift();
      if (reply === undefined) socket.end();
      else socket.write(reply);
      // The last words are followed by the end at once.
      if (replies.length === 0) socket.end();
    };
    socket.on('data', next);
    next();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, at: `127.0.0.1:${address.port}` };
}

describe('failures', () => {
  it('auth.rejected: wrong password', async () => {
    const wrong = { ...(await box(`127.0.0.1:${dovecot.port}`)), password: 'wrong' };
    const { code, end } = await fetchMail(wrong, to, '--tls', 'none');
    expect({ code, end }).toMatchObject({
      code: 1,
      end: { event: 'failed', code: 'auth.rejected' },
    });
    expect(end.detail).not.toContain('wrong');
    expect(await dovecot.digests(user)).toHaveLength(5);
  });

  it('connect.refused: unknown host', async () => {
    const { end } = await fetchMail(await box('no-such-host.invalid:995'), to);
    expect(end).toMatchObject({ event: 'failed', code: 'connect.refused' });
  });

  it('connect.refused: nobody listens', async () => {
    const free = await tcpServer();
    await free.close();
    const { end } = await fetchMail(await box(free.target), to, '--tls', 'none');
    expect(end).toMatchObject({ event: 'failed', code: 'connect.refused' });
  });

  it('relay.unreachable: no relay', async () => {
    const at = await box(`127.0.0.1:${dovecot.port}`);
    for (const each of relays.splice(0)) await each.stop();
    const { end } = await fetchMail(at, to, '--tls', 'none');
    expect(end).toMatchObject({ event: 'failed', code: 'relay.unreachable' });
  });

  it('relay.refused: the relay does not reach that server', async () => {
    const at = await box(`127.0.0.1:${dovecot.port}`);
    const { end } = await fetchMail({ ...at, server: '127.0.0.1:25' }, to, '--tls', 'none');
    expect(end).toMatchObject({ event: 'failed', code: 'relay.refused' });
  });

  it('auth.insecure: no encryption to another machine, before anybody is called', async () => {
    const nobody = { relay: 'ws://127.0.0.1:9/', server: 'mail.example.org:110', user, password };
    const { code, end } = await fetchMail(nobody, to, '--tls', 'none');
    expect({ code, end }).toMatchObject({
      code: 1,
      end: { event: 'failed', code: 'auth.insecure' },
    });
  });

  it('protocol.closed: the server hangs up in mid-message, and the whole ones are kept', async () => {
    const { server, at } = await saying(
      '+OK ready\r\n',
      '+OK\r\nPIPELINING\r\n.\r\n',
      '+OK\r\n',
      '+OK\r\n',
      '+OK\r\nPIPELINING\r\n.\r\n',
      '+OK 3 30\r\n+OK\r\n1 a\r\n2 b\r\n3 c\r\n.\r\n+OK\r\n1 10\r\n2 10\r\n3 10\r\n.\r\n',
      '+OK\r\nthree\r\n.\r\n+OK\r\ntwo\r\n.\r\n+OK\r\non',
    );
    const { end, events } = await fetchMail(await box(at), to, '--tls', 'none', '--delete');
    server.close();
    expect(end).toMatchObject({ event: 'failed', code: 'protocol.closed' });
    // The second is whole, and a clean reply came behind it; the third is not.
    expect(events.filter(({ event }) => event === 'stored').map(({ uidl }) => uidl)).toEqual([
      'c',
      'b',
    ]);
    expect(await to.digests()).toHaveLength(2);
  });

  it('protocol.malformed: no POP3 server', async () => {
    const { server, at } = await saying('SSH-2.0-OpenSSH_9.2\r\n');
    const { end } = await fetchMail(await box(at), to, '--tls', 'none');
    server.close();
    expect(end).toMatchObject({ event: 'failed', code: 'protocol.malformed' });
  });

  it('tls.untrusted, and no password sent: an authority that nobody told us of', async () => {
    const { end } = await fetchMail(await box(`127.0.0.1:${dovecot.tlsPort}`), to);
    expect(end).toMatchObject({ event: 'failed', code: 'tls.untrusted' });
  });

  it('storage.failed: a state that cannot be read is not overwritten', async () => {
    const { mkdir, readFile, writeFile } = await import('node:fs/promises');
    await mkdir(to.out);
    await writeFile(`${to.out}/state.json`, '{"version":1,"mess');
    const { code, end } = await fetchMail(
      await box(`127.0.0.1:${dovecot.port}`),
      to,
      ...['--tls', 'none'],
    );
    expect({ code, end }).toMatchObject({
      code: 1,
      end: { event: 'failed', code: 'storage.failed' },
    });
    expect(await readFile(`${to.out}/state.json`, 'utf8')).toBe('{"version":1,"mess');
  });
});
