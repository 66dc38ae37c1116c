// SPDX-License-Identifier: Apache-2.0
// Randomness that is the same in every run, so that what a fuzzer found can be found again.
#pragma once

#include <openssl/rand.h>

#include <cstdint>

namespace pillarbox::tls::test {

inline uint64_t& random_state() {
  static uint64_t state = 1;
  return state;
}

inline int repeatable_bytes(unsigned char* to, int count) {
  // splitmix64: all that is asked of it is to fill octets.
  for (int i = 0; i < count; ++i) {
    uint64_t z = (random_state() += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    to[i] = static_cast<unsigned char>(z >> 56);
  }
  return 1;
}

// From here on, until the next call, OpenSSL draws the same octets every time.
inline void seed_randomness() {
  static const RAND_METHOD method = {nullptr, repeatable_bytes, nullptr,
                                     nullptr, repeatable_bytes, [] { return 1; }};
// A whole provider would be the new way of doing this.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
  RAND_set_rand_method(&method);
#pragma clang diagnostic pop
  random_state() = 1;
}

}  // namespace pillarbox::tls::test
