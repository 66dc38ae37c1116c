// SPDX-License-Identifier: Apache-2.0
// The core's files as assets of the site, each under a name with its hash.

import anchorsUrl from '../../build/anchors.bin?url';
import createCore from '../../build/wasm/pillarbox.js';
import wasmUrl from '../../build/wasm/pillarbox.wasm?url';
import { loadCore, type WatchedCore } from './engine.ts';

let core: Promise<WatchedCore> | null = null;
let anchors: Promise<Uint8Array> | null = null;

/** The one instance, started when it is first needed; when it has broken, the next use starts
 *  another. */
export function theCore(): Promise<WatchedCore> {
  core ??= loadCore({ factory: createCore, wasm: wasmUrl }).then(
    (loaded) => {
      loaded.broken.addEventListener('abort', drop);
      return loaded;
    },
    (error: unknown) => {
      drop();
      throw error;
    },
  );
  return core;
}

const drop = () => {
  core = null;
};

/** The authorities that the browser trusts. */
export function theAnchors(): Promise<Uint8Array> {
  anchors ??= fetchOctets(anchorsUrl).catch((error: unknown) => {
    anchors = null;
    throw error;
  });
  return anchors;
}

async function fetchOctets(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
