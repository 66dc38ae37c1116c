// SPDX-License-Identifier: Apache-2.0
// Put into Emscripten's glue, where this name hides the browser's. Embind would have the garbage
// collector destroy what nobody has given back, by a call into the instance whenever it likes: into
// one that is dead as well. Here every object is given back by delete().
// biome-ignore lint/suspicious/noShadowRestrictedNames: that is what it is for.
// biome-ignore lint/correctness/noUnusedVariables: The glue asks for it.
var FinalizationRegistry;
