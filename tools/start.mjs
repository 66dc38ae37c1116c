// SPDX-License-Identifier: Apache-2.0
// npm start: sets up, builds, and runs the app with a demo mailbox until SIGINT or SIGTERM. One
// port (PORT, default 8110) serves the site and, at /relay, the relay to the demo mail server.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from 'node:tls';
import { build } from './build.mjs';
import { must, root } from './run.mjs';

const port = Number(process.env.PORT ?? 8110);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT is to be a number up to 65535, not "${process.env.PORT}".`);
  process.exit(2);
}

await must('bash', ['tools/setup.sh']);
await build(['wasm', 'anchors', 'node', 'site']);

// Only now are the packages there that these import.
const { startDemo } = await import('../server/demo/demo.mjs');
const { startRelay } = await import('./relay.mjs');

const demo = await startDemo();
const demoFile = path.join(root, 'dist', 'demo.json');
writeFileSync(demoFile, `${JSON.stringify(await demoAccount(), null, 2)}\n`);

const relay = startRelay(
  [
    ...['--listen', `127.0.0.1:${port}`, '--web', path.join(root, 'dist')],
    ...['--allow', `${demo.host}:${demo.port}`, '--allow', `${demo.host}:${demo.tlsPort}`],
  ],
  'pipe',
);
relay.stderr?.pipe(process.stderr);

let stopping = false;
async function stop(code = 0) {
  if (stopping) return;
  stopping = true;
  rmSync(demoFile, { force: true });
  const gone = relay.exitCode === null ? once(relay, 'exit') : undefined;
  relay.kill('SIGTERM');
  await Promise.all([gone, demo.stop()]);
  process.exit(code);
}
process.on('SIGINT', () => stop());
process.on('SIGTERM', () => stop());
process.on('SIGHUP', () => stop());
relay.once('exit', (code) => {
  if (!stopping) {
    console.error(`The relay has ended (${code}). Is port ${port} in use? PORT=… chooses another.`);
    stop(1);
  }
});

if (!relay.stdout) throw new Error('The relay has no output.');
for await (const line of createInterface({ input: relay.stdout })) {
  const [, url] = /^Relay is ready: .*?:(\d+)/.exec(line) ?? [];
  if (!url) continue;
  console.log(`Pillarbox is ready: http://127.0.0.1:${url}/`);
  console.log(`Demo account: ${demo.user} ${demo.password} ${demo.host} ${demo.port}`);
  console.log(
    `(Security: None on that port, or TLS on port ${demo.tlsPort}. Ctrl-C stops it all.)`,
  );
}

/** What the app fills in for "Try the demo mailbox": TLS, with the demo server's own key trusted. */
async function demoAccount() {
  const socket = connect({ host: demo.host, port: demo.tlsPort, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
  socket.destroy();
  if (!key) throw new Error('The demo mail server showed no certificate.');
  return {
    address: demo.user,
    user: demo.user,
    password: demo.password,
    server: demo.host,
    port: demo.tlsPort,
    security: 'tls',
    relay: '',
    pin: `sha256/${createHash('sha256').update(key).digest('base64')}`,
  };
}
