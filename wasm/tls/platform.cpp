// SPDX-License-Identifier: Apache-2.0
#include "tls/platform.h"

#if defined(__EMSCRIPTEN__)
// RAND_METHOD is deprecated in favour of providers, which would seed a generator of OpenSSL's own
// from the same place: more code, and generator state in memory to protect. The browser's
// generator is good enough to be asked for every octet.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <malloc.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace pillarbox::tls {
namespace {

// crypto.getRandomValues, through Emscripten's getentropy; it gives at most 256 octets a call.
int random_bytes(unsigned char* to, int count) {
  constexpr int kMost = 256;
  while (count > 0) {
    const int part = std::min(count, kMost);
    if (getentropy(to, static_cast<size_t>(part)) != 0) return 0;
    to += part;
    count -= part;
  }
  return 1;
}

int random_status() { return 1; }

// Session keys and passwords pass through OpenSSL's allocations, and it does not wipe all of them.
void wiping_free(void* memory, const char*, int) {
  if (memory == nullptr) return;
  OPENSSL_cleanse(memory, malloc_usable_size(memory));
  std::free(memory);
}

void* plain_malloc(size_t size, const char*, int) {
  return size == 0 ? nullptr : std::malloc(size);
}

void* wiping_realloc(void* memory, size_t size, const char* file, int line) {
  if (memory == nullptr) return plain_malloc(size, file, line);
  if (size == 0) {
    wiping_free(memory, file, line);
    return nullptr;
  }
  const size_t had = malloc_usable_size(memory);
  if (size <= had) return memory;
  void* grown = std::malloc(size);
  if (grown == nullptr) return nullptr;
  std::memcpy(grown, memory, had);
  wiping_free(memory, file, line);
  return grown;
}

// Once, before main: the allocator can be set only before OpenSSL's first allocation.
struct Footing {
  bool ready = false;
};
Footing& footing() {
  static Footing footing;
  return footing;
}

__attribute__((constructor(101))) void stand() {
  static const RAND_METHOD method = {.seed = nullptr,
                                     .bytes = random_bytes,
                                     .cleanup = nullptr,
                                     .add = nullptr,
                                     .pseudorand = random_bytes,
                                     .status = random_status};
  footing().ready = CRYPTO_set_mem_functions(plain_malloc, wiping_realloc, wiping_free) == 1 &&
                    RAND_set_rand_method(&method) == 1;
}

}  // namespace

bool is_platform_ready() { return footing().ready; }

}  // namespace pillarbox::tls

#else

namespace pillarbox::tls {

bool is_platform_ready() { return true; }

}  // namespace pillarbox::tls

#endif
