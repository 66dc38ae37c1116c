# SPDX-License-Identifier: Apache-2.0
# Finds Emscripten's own toolchain file: that of the emcc on the PATH (Debian, Ubuntu, emsdk).
find_program(PILLARBOX_EMCC emcc REQUIRED)
execute_process(COMMAND em-config EMSCRIPTEN_ROOT OUTPUT_VARIABLE root
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT root)
  get_filename_component(emcc ${PILLARBOX_EMCC} REALPATH)
  get_filename_component(root ${emcc} DIRECTORY)
endif()
include(${root}/cmake/Modules/Platform/Emscripten.cmake)
