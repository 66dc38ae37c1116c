// SPDX-License-Identifier: Apache-2.0
// npm run check: formats, lints, the order of the layers, types. Says everything that is wrong and
// fails if anything is.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { bin, root, run } from './run.mjs';

/** @param {...string} patterns tracked files and new ones that git does not ignore */
const files = (...patterns) =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...patterns], { cwd: root })
    .toString()
    .split('\n')
    .filter((name) => name !== '' && existsSync(`${root}/${name}`));

/** @type {[string, () => Promise<number>][]} */
const checks = [
  ['layers', () => run('node', ['tools/check_layers.mjs'])],
  ['first lines', () => run('node', ['tools/check_first_lines.mjs'])],
  [
    'clang-format',
    () => run('clang-format', ['--dry-run', '-Werror', ...files('*.h', '*.c', '*.cpp')]),
  ],
  ['biome', () => run(bin('biome'), ['check', '--error-on-warnings', '.'])],
  ['types: ui', () => run(bin('tsc'), ['-p', 'web/ui'])],
  ['types: worker', () => run(bin('tsc'), ['-p', 'web/worker'])],
  ['types: node', () => run(bin('tsc'), ['-p', 'web/node', '--noEmit'])],
  ['types: tools and tests', () => run(bin('tsc'), ['-p', 'tsconfig.json'])],
  ['mypy', () => run('mypy', ['--config-file', 'server/relay/mypy.ini', 'server/relay'])],
  ['ruff', () => run('node', ['tools/check_python.mjs', ...files('*.py')])],
];

const wrong = [];
for (const [name, check] of checks) {
  if ((await check()) !== 0) wrong.push(name);
}
if (wrong.length > 0) {
  console.error(`check: wrong: ${wrong.join(', ')}`);
  process.exit(1);
}
console.log(`check: ${checks.length} checks, nothing wrong`);
