// SPDX-License-Identifier: Apache-2.0
// npm run build [part…]: everything that is made from the source. Without parts, all of them:
//   wasm     build/wasm/pillarbox.{js,wasm}
//   anchors  build/anchors.bin, the authorities that the browser trusts
//   node     build/node/, the headless runner
//   site     dist/, the static site
//   native   build/native/, the core's tests for this machine
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bin, must, root } from './run.mjs';

/** @type {Record<string, () => Promise<void>>} */
const parts = {
  wasm: () => cmake('wasm'),
  anchors: () => must('node', ['tools/build_anchors.mjs']),
  node: () => must(bin('tsc'), ['-p', 'web/node']),
  site: () => must(bin('vite'), ['build', '--logLevel', 'warn']),
  native: () => cmake('native'),
};

/** @param {string} preset */
export async function cmake(preset) {
  if (preset === 'native' || preset === 'asan') await must('bash', ['tools/build_catch2.sh']);
  if (!existsSync(path.join(root, 'build', preset, 'build.ninja'))) {
    await must('cmake', ['--preset', preset, '--log-level=WARNING']);
  }
  await must('cmake', ['--build', '--preset', preset], {
    env: { NINJA_STATUS: `[${preset} %f/%t] ` },
  });
}

/** @param {string[]} wanted */
export async function build(wanted = Object.keys(parts)) {
  for (const name of wanted) {
    const part = parts[name];
    if (!part) {
      console.error(`There is no part "${name}". Parts: ${Object.keys(parts).join(', ')}`);
      process.exit(2);
    }
    await part();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build(process.argv.length > 2 ? process.argv.slice(2) : undefined);
}
