// SPDX-License-Identifier: Apache-2.0
// Starts the compiled core. Where its two files come from is the host's matter: engine_browser.ts
// knows the site's assets, the headless runner reads them from disk.

import type { Core, CoreOptions } from '../../wasm/bindings/pillarbox.d.ts';

export type CoreFactory = (options?: CoreOptions) => Promise<Core>;

export interface CoreFiles {
  factory: CoreFactory;
  /** An address that the browser compiles while it arrives, or the octets themselves. */
  wasm: string | Uint8Array;
}

export function loadCore({ factory, wasm }: CoreFiles): Promise<Core> {
  return factory(typeof wasm === 'string' ? { locateFile: () => wasm } : { wasmBinary: wasm });
}
