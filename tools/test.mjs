// SPDX-License-Identifier: Apache-2.0
// npm test [-- suite…]: sets up, builds, runs every suite (or those named) and closes with one line
// that counts the tests of all of them. It goes on after a suite that failed, so one run tells all.

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { build, cmake } from './build.mjs';
import { bin, must, root, run } from './run.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

const reports = path.join(root, 'build', 'reports');
/** Seconds for each fuzzer: a smoke test. For a hunt, run build/fuzz/fuzz_… by hand. */
const FUZZ_SECONDS = Number(process.env.PILLARBOX_FUZZ_SECONDS ?? 30);

/** @type {Record<string, () => Promise<Count>>} */
const suites = {
  check: async () => counted((await run('node', ['tools/check.mjs'])) === 0),
  unit: () => catch2('native', 'unit_'),
  asan: () => catch2('asan', 'unit_'),
  fuzz: fuzzers,
  vitest: () =>
    javascript('vitest', ['run'], (file) => ({
      args: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      env: {},
      count: (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }),
    })),
  e2e: () =>
    javascript('playwright', ['test'], (file) => ({
      args: ['--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
      count: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
    })),
};

/** @param {boolean} passed */
const counted = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 });

/** @param {Count[]} counts */
const sum = (counts) =>
  counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });

/** @param {string} preset @param {string} prefix */
const programs = (preset, prefix) =>
  readdirSync(path.join(root, 'build', preset))
    .filter((name) => name.startsWith(prefix))
    .sort();

/**
 * Builds a preset and runs its Catch2 programs.
 * @param {string} preset @param {string} prefix
 */
async function catch2(preset, prefix) {
  await cmake(preset);
  const counts = [];
  for (const name of programs(preset, prefix)) {
    const file = path.join(reports, `${preset}-${name}.xml`);
    const code = await run(path.join('build', preset, name), [
      '--reporter=console',
      `--reporter=XML::out=${file}`,
    ]);
    const [, passed, failed] =
      /<OverallResultsCases successes="(\d+)" failures="(\d+)"/.exec(read(file)) ?? [];
    const count = { passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
    // A program that crashed wrote no report, or one without the failure.
    if (code !== 0 && count.failed === 0) count.failed = 1;
    counts.push(count);
  }
  return sum(counts);
}

async function fuzzers() {
  await cmake('fuzz');
  const queue = programs('fuzz', 'fuzz_');
  /** @type {Count[]} */
  const counts = [];
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      const corpus = path.join(root, 'build', 'corpus', name);
      mkdirSync(corpus, { recursive: true });
      const seeds = path.join(root, 'tests', 'fuzz', 'seeds', name.replace('fuzz_', ''));
      const code = await run(path.join('build', 'fuzz', name), [
        `-max_total_time=${FUZZ_SECONDS}`,
        '-timeout=10',
        '-rss_limit_mb=4096',
        '-print_final_stats=0',
        '-verbosity=0',
        '-print_funcs=0',
        `-artifact_prefix=${path.join(root, 'build', 'reports', `${name}-`)}`,
        corpus,
        ...(readable(seeds) ? [seeds] : []),
      ]);
      console.log(`${name}: ${code === 0 ? 'nothing found' : 'FAILED'} in ${FUZZ_SECONDS} s`);
      counts.push(counted(code === 0));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return sum(counts);
}

/** @param {string} folder */
function readable(folder) {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

/**
 * Runs a test runner that writes a JSON report.
 * @param {string} name
 * @param {string[]} command
 * @param {(file: string) => { args: string[], env: NodeJS.ProcessEnv, count: (report: any) => Count }} how
 */
async function javascript(name, command, how) {
  const file = path.join(reports, `${name}.json`);
  const { args, env, count } = how(file);
  const code = await run(bin(name), [...command, ...args], { env });
  const text = read(file);
  const counts = text ? count(JSON.parse(text)) : { passed: 0, failed: 0 };
  // A runner that could not start a file fails without a failed test.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites);
await must('bash', ['tools/setup.sh']);
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
await build(['wasm', 'anchors', 'node', 'site']);

/** @type {Record<string, Count>} */
const results = {};
for (const name of wanted) {
  const suite = suites[name];
  if (!suite) {
    console.error(`There is no suite "${name}". Suites: ${Object.keys(suites).join(', ')}`);
    process.exit(2);
  }
  console.log(`\n== ${name}`);
  results[name] = await suite();
}
console.log('');
for (const [name, { passed, failed }] of Object.entries(results)) {
  console.log(`${name.padEnd(8)} ${passed} passed, ${failed} failed`);
}
const total = sum(Object.values(results));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
