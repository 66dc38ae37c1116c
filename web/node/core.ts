// SPDX-License-Identifier: Apache-2.0
// The compiled core in Node: its files are read from build/, since its own loader expects a page.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCore, type WatchedCore } from '../worker/engine.ts';

// build/node/web/node/core.js → the project's root.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');

export async function loadNodeCore(): Promise<WatchedCore> {
  const glue = path.join(root, 'build/wasm/pillarbox.js');
  const { default: factory } = await import(glue);
  return loadCore({ factory, wasm: await readFile(glue.replace(/js$/, 'wasm')) });
}

/** The authorities that the browser trusts too. */
export const readAnchors = (): Promise<Uint8Array> =>
  readFile(path.join(root, 'build/anchors.bin'));
