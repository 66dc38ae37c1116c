# SPDX-License-Identifier: Apache-2.0
# What is in wasm/mime/charset_tables.h, from the npm package that has the WHATWG standard's tables.
set(tables ${CMAKE_BINARY_DIR}/generated/charset_tables.cpp)
set(tool ${CMAKE_SOURCE_DIR}/tools/build_charset_tables.mjs)
add_custom_command(OUTPUT ${tables} COMMAND node ${tool} ${tables}
                   DEPENDS ${tool} ${CMAKE_SOURCE_DIR}/package-lock.json VERBATIM)
target_sources(mime PRIVATE ${tables})
