// SPDX-License-Identifier: Apache-2.0
// The compiled core, which is not there before the first build.

declare module '*/build/wasm/pillarbox.js' {
  type Bindings = typeof import('../../wasm/bindings/pillarbox.d.ts');
  const createCore: Bindings['default'];
  // biome-ignore lint/style/noDefaultExport: Emscripten's glue has no other.
  export default createCore;
}
