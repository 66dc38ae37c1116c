# SPDX-License-Identifier: Apache-2.0
# Flags that every target shares. The core is built without exceptions everywhere, so that what
# runs under the sanitizers is what runs in the browser; only the tests (Catch2) have them.
# For our own targets only.
set(PILLARBOX_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Werror)

if(EMSCRIPTEN)
  # Every engine since 2021 has SIMD; the parsers' inner loops live by it.
  add_compile_options(-msimd128)
endif()

option(PILLARBOX_FUZZ "Build the libFuzzer targets of tests/fuzz" OFF)
set(PILLARBOX_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")
if(PILLARBOX_SANITIZE)
  # vptr needs RTTI on both sides of a call, and the layers have none.
  add_compile_options(-fsanitize=${PILLARBOX_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PILLARBOX_SANITIZE})
endif()
if(PILLARBOX_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
