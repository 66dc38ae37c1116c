// SPDX-License-Identifier: Apache-2.0
// npm run fetch and npm run mime: starts the built program of web/node, and builds it first where
// that was never done. What is said about building goes to standard error: the output is data.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { must, root } from './run.mjs';

const name = process.argv[2] ?? '';
const program = path.join(root, 'build', 'node', 'web', 'node', `${name}.js`);
const needed = [
  program,
  path.join(root, 'build', 'wasm', 'pillarbox.wasm'),
  path.join(root, 'build', 'anchors.bin'),
];
if (!needed.every(existsSync)) {
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', process.stderr, process.stderr];
  await must('bash', ['tools/setup.sh'], { stdio });
  await must('node', ['tools/build.mjs', 'wasm', 'anchors', 'node'], { stdio });
}
// The program sees the arguments as if it had been started itself.
process.argv.splice(1, 2, program);
await import(program);
