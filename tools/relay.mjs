// SPDX-License-Identifier: Apache-2.0
// npm run relay -- [options]: starts the relay (server/relay) and lives and dies with it.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * The first Python that has websockify. Debian's package belongs to the system's interpreter,
 * which need not be the first on the path.
 * @returns {string | undefined}
 */
export function findPython() {
  const candidates = [process.env.PILLARBOX_PYTHON, 'python3', '/usr/bin/python3'];
  return candidates.find(
    (python) =>
      python !== undefined &&
      spawnSync(python, ['-W', 'ignore', '-c', 'import websockify']).status === 0,
  );
}

/**
 * Starts the relay. Descriptor 3 is its lifeline: it stops when this process has gone, killed
 * even. Its line "Relay is ready: URL" comes on standard output.
 * @param {string[]} args
 * @param {'inherit' | 'pipe'} output
 */
export function startRelay(args, output) {
  const python = findPython();
  if (python === undefined) {
    throw new Error('No python3 with websockify found. Run `npm run setup` first.');
  }
  const directory = fileURLToPath(new URL('../server', import.meta.url));
  return spawn(python, ['-W', 'ignore', '-m', 'relay', ...args, '--lifeline', '3'], {
    env: { ...process.env, PYTHONPATH: directory, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', output, output, 'pipe'],
  });
}

function main() {
  let relay;
  try {
    relay = startRelay(process.argv.slice(2), 'inherit');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => relay.kill('SIGTERM'));
  }
  relay.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGTERM'];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main();
}
