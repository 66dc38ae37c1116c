// SPDX-License-Identifier: Apache-2.0
// npm run fetch: the browser's core and flow in Node, through a relay, into a folder. Prints one
// JSON object a line; ends with 0 after "done", 1 after "failed", 2 if the command line is wrong.
import { readFile } from 'node:fs/promises';
import { WebSocket } from 'ws';
import { checkMail } from '../worker/check_mail.ts';
import { systemClock } from '../worker/clock.ts';
import { relayUrl } from '../worker/relay_url.ts';
import { openTransport, type SocketConstructor } from '../worker/transport.ts';
import { type FetchArguments, parseFetchArguments, UsageError, usage } from './arguments.ts';
import { loadNodeCore, readAnchors } from './core.ts';
import { FileStore, sha256Hex } from './file_store.ts';
import { FolderInUse } from './folder_lock.ts';

const print = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);

/** As the core sees it; asked here too, so that nobody is even called. */
const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function wrongUsage(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}\n`);
  process.exit(2);
}

async function readSetup(given: FetchArguments) {
  try {
    const password = await readFile(given.passwordFile, 'utf8');
    const anchors =
      given.security === 'none'
        ? new Uint8Array()
        : await (given.ca === null ? readAnchors() : readFile(given.ca));
    return { password: password.replace(/\r?\n$/, ''), anchors };
  } catch (error) {
    return wrongUsage(`Cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

async function main(): Promise<number> {
  let given: FetchArguments;
  try {
    given = parseFetchArguments(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError) wrongUsage(error.message);
    throw error;
  }
  const { password, anchors } = await readSetup(given);
  if (given.security === 'none' && !given.allowPlaintext && !isLoopback(given.host)) {
    const detail = `Without TLS the relay and the network could read everything: use --tls, or --allow-plaintext if that is what you want.`;
    print({ event: 'failed', code: 'auth.insecure', detail });
    return 1;
  }
  let store: FileStore;
  try {
    store = await FileStore.open(given.out, { server: given.host, user: given.user });
  } catch (error) {
    const detail = error instanceof FolderInUse ? error.message : String(error);
    print({ event: 'failed', code: 'storage.failed', detail });
    return 1;
  }
  try {
    return await fetchInto(store, given, password, anchors);
  } finally {
    // One that stays behind is seen to be of a process that is gone.
    await store.close().catch(() => {});
  }
}

async function fetchInto(
  store: FileStore,
  given: FetchArguments,
  password: string,
  anchors: Uint8Array,
): Promise<number> {
  if (given.tryAgain) await store.forgetDoubts();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());

  const core = await loadNodeCore();
  const notes: Promise<void>[] = [];
  const result = await checkMail({
    core,
    config: {
      host: given.host,
      security: given.security,
      allowPlaintext: given.allowPlaintext,
      user: given.user,
      password,
      auth: given.auth,
      afterDownload: given.afterDownload,
      deleteAfterDays: given.deleteAfterDays,
      maxOctets: given.maxOctets,
      pin: given.pin,
      facts: store.facts(given.host, Date.now()),
      anchors,
    },
    store,
    connect: (listener) =>
      openTransport(relayUrl(given.relay, given.host, given.port), listener, {
        WebSocket: WebSocket as unknown as SocketConstructor,
        fetch,
        clock: systemClock,
      }),
    clock: systemClock,
    listener: {
      stored(batch) {
        for (const { uidl, raw } of batch) {
          print({ event: 'stored', uidl, octets: raw.length, sha256: sha256Hex(raw) });
        }
      },
      known(batch) {
        for (const { uidl, raw } of batch) {
          print({ event: 'known', uidl, sha256: sha256Hex(raw) });
        }
      },
      deleted: ({ uidl }) => print({ event: 'deleted', uidl }),
      said(lines) {
        if (given.log) process.stderr.write(lines);
      },
      skipped: ({ uidl }, reason) => print({ event: 'skipped', uidl, reason }),
      learned(fact) {
        // If it cannot be kept it is learned again.
        notes.push(store.learned(given.host, fact, Date.now()).catch(() => {}));
      },
    },
    signal: stop.signal,
  });
  await Promise.all(notes);
  const { listed, stored, known, deleted, skipped, failure } = result;
  if (failure !== null) {
    print({ event: 'failed', code: failure.code, detail: failure.detail });
    return 1;
  }
  print({ event: 'done', listed, stored, known, deleted, skipped });
  return 0;
}

process.exitCode = await main();
