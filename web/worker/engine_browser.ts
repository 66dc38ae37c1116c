// SPDX-License-Identifier: Apache-2.0
// The core's files as assets of the site, each under a name with its hash.

import anchorsUrl from '../../build/anchors.bin?url';
import createCore from '../../build/wasm/pillarbox.js';
import wasmUrl from '../../build/wasm/pillarbox.wasm?url';
import type { Core } from '../../wasm/bindings/pillarbox.d.ts';
import { loadCore } from './engine.ts';

let core: Promise<Core> | null = null;
let anchors: Promise<Uint8Array> | null = null;

/** The one instance, started when it is first needed. */
export function theCore(): Promise<Core> {
  core ??= loadCore({ factory: createCore, wasm: wasmUrl }).catch((error: unknown) => {
    core = null;
    throw error;
  });
  return core;
}

/** After a bug in it: the next use starts a new one. */
export function dropCore(): void {
  core = null;
}

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
