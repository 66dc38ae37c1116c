// SPDX-License-Identifier: Apache-2.0
// The core's files as assets of the site, each under a name with its hash.

import anchorsUrl from '../../build/anchors.bin?url';
import createCore from '../../build/wasm/pillarbox.js';
import wasmUrl from '../../build/wasm/pillarbox.wasm?url';
import { loadCore } from './engine.ts';
import { once } from './once.ts';

/** The one instance, started when it is first needed; when it has broken, the next use starts
 *  another. */
export const theCore = once(async () => {
  const core = await loadCore({ factory: createCore, wasm: wasmUrl });
  core.broken.addEventListener('abort', () => theCore.forget());
  return core;
});

/** The authorities that the browser trusts. */
export const theAnchors = once(() => fetchOctets(anchorsUrl));

async function fetchOctets(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
