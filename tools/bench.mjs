// SPDX-License-Identifier: Apache-2.0
// npm run bench [-- NAME…] [--rounds N]: every tests/bench/NAME.bench.mjs, or those named. Prints a
// table and writes build/bench.json. Figures are medians, and ratios against what stands beside
// them in the same run; on a busy machine they say little.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { must, root } from './run.mjs';

/** @typedef {{ name: string, unit: string, base: string, values: Record<string, number>, more?: boolean }} Table
 *  base is the row that the others are compared with; more says that more is better */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('--rounds is to be a whole number from 1.');
  process.exit(2);
}
await must('bash', ['tools/setup.sh']);
await build(['wasm', 'anchors', 'node']);

const folder = path.join(root, 'tests', 'bench');
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.mjs'))
  .map((name) => name.replace('.bench.mjs', ''));
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  process.exit(2);
}

const load = loadavg()[0] ?? 0;
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, load ${load.toFixed(1)}`,
);
if (load > 0.7) console.log('Note: this machine is busy; the figures below are not to be quoted.');
/** @type {Table[]} */
const tables = [];
for (const name of positionals.length > 0 ? positionals : all) {
  const { bench } = await import(path.join(folder, `${name}.bench.mjs`));
  for (const table of /** @type {Table[]} */ (await bench({ rounds }))) {
    tables.push(table);
    print(table);
  }
}
mkdirSync(path.join(root, 'build'), { recursive: true });
writeFileSync(
  path.join(root, 'build', 'bench.json'),
  `${JSON.stringify({ load, rounds, tables }, null, 2)}\n`,
);

/** @param {Table} table */
function print({ name, unit, base, values }) {
  console.log(`\n${name}`);
  const reference = values[base] ?? Number.NaN;
  for (const [row, value] of Object.entries(values)) {
    const ratio = (value / reference).toFixed(2);
    const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
    console.log(
      `  ${row.padEnd(36)} ${value.toFixed(digits).padStart(9)} ${unit}  ${ratio.padStart(7)}×`,
    );
  }
}
