// SPDX-License-Identifier: Apache-2.0
// Fails on a source file that does not begin with the licence line (after a "#!" line if any).
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.mjs';

const patterns = [
  '*.h',
  '*.c',
  '*.cpp',
  '*.ts',
  '*.tsx',
  '*.mjs',
  '*.css',
  '*.py',
  '*.sh',
  '*.cmake',
  'CMakeLists.txt',
];
const names = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...patterns], {
  cwd: root,
})
  .toString()
  .split('\n')
  .filter(Boolean);
const wrong = names.filter((name) => {
  const file = path.join(root, name);
  if (!existsSync(file)) return false;
  const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n', 2);
  return !(first.startsWith('#!') ? second : first).includes('SPDX-License-Identifier: Apache-2.0');
});
if (wrong.length > 0) {
  console.error(`Without the licence in the first line:\n${wrong.join('\n')}`);
  process.exit(1);
}
