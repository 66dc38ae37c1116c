# SPDX-License-Identifier: Apache-2.0
# One target, pillarbox_openssl. In the browser it is OpenSSL 3.5 LTS compiled by
# tools/build_openssl.sh; natively (tests, sanitizers, fuzzers) the system's OpenSSL 3 has the
# same API and saves a second build.
add_library(pillarbox_openssl INTERFACE)
if(EMSCRIPTEN)
  set(PILLARBOX_OPENSSL_DIR ${CMAKE_SOURCE_DIR}/build/openssl CACHE PATH
      "Where tools/build_openssl.sh installed OpenSSL for wasm")
  target_include_directories(pillarbox_openssl SYSTEM INTERFACE ${PILLARBOX_OPENSSL_DIR}/include)
  target_link_libraries(pillarbox_openssl INTERFACE
    ${PILLARBOX_OPENSSL_DIR}/lib/libssl.a ${PILLARBOX_OPENSSL_DIR}/lib/libcrypto.a)
else()
  find_package(OpenSSL 3 REQUIRED)
  target_link_libraries(pillarbox_openssl INTERFACE OpenSSL::SSL OpenSSL::Crypto)
endif()
