// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

#if defined(__EMSCRIPTEN__)
// Emscripten's own, which throws these words as a WebAssembly.RuntimeError.
extern "C" [[noreturn]] void __assert_fail(const char*, const char*, int, const char*);
#endif

namespace pillarbox {

void broken(const char* promise) {
#if defined(__EMSCRIPTEN__)
  __assert_fail(promise, nullptr, 0, nullptr);
#else
  std::fprintf(stderr, "Check failed: %s\n", promise);
  std::abort();
#endif
}

}  // namespace pillarbox
