// SPDX-License-Identifier: Apache-2.0
// Compiled without the compiler's knowledge of the C library (-fno-builtin): else the loops below
// would be made into calls of the very functions that they are.
#include "steps/steps.h"

#include <dlfcn.h>
#include <iconv.h>

#include <cstddef>

namespace {

uint64_t count = 0;

}  // namespace

uint64_t pillarbox::steps::taken() { return count; }

// Called at every edge of what is compiled with -fsanitize-coverage=trace-pc.
extern "C" void __sanitizer_cov_trace_pc() { ++count; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PILLARBOX_LIBRARY_IS_TAKEN
#endif
#endif

#ifndef PILLARBOX_LIBRARY_IS_TAKEN

// What a program defines stands before the C library's, for the C++ library's calls too.
extern "C" {

void* memcpy(void* to, const void* from, size_t octets) {
  count += octets;
  auto* out = static_cast<unsigned char*>(to);
  const auto* in = static_cast<const unsigned char*>(from);
  for (size_t i = 0; i < octets; ++i) out[i] = in[i];
  return to;
}

void* memmove(void* to, const void* from, size_t octets) {
  count += octets;
  auto* out = static_cast<unsigned char*>(to);
  const auto* in = static_cast<const unsigned char*>(from);
  if (out < in) {
    for (size_t i = 0; i < octets; ++i) out[i] = in[i];
  } else {
    for (size_t i = octets; i > 0; --i) out[i - 1] = in[i - 1];
  }
  return to;
}

void* memset(void* to, int value, size_t octets) {
  count += octets;
  auto* out = static_cast<unsigned char*>(to);
  for (size_t i = 0; i < octets; ++i) out[i] = static_cast<unsigned char>(value);
  return to;
}

int memcmp(const void* left, const void* right, size_t octets) {
  const auto* a = static_cast<const unsigned char*>(left);
  const auto* b = static_cast<const unsigned char*>(right);
  for (size_t i = 0; i < octets; ++i, ++count) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

int bcmp(const void* left, const void* right, size_t octets) { return memcmp(left, right, octets); }

void* memchr(const void* in, int value, size_t octets) {
  const auto* at = static_cast<const unsigned char*>(in);
  for (size_t i = 0; i < octets; ++i, ++count) {
    if (at[i] == static_cast<unsigned char>(value)) return const_cast<unsigned char*>(at + i);
  }
  return nullptr;
}

size_t strlen(const char* text) {
  size_t octets = 0;
  while (text[octets] != '\0') ++octets;
  count += octets;
  return octets;
}

size_t iconv(iconv_t converter, char** in, size_t* in_left, char** out, size_t* out_left) {
  static const auto real = reinterpret_cast<decltype(&iconv)>(dlsym(RTLD_NEXT, "iconv"));
  const size_t before = in_left ? *in_left : 0;
  const size_t result = real(converter, in, in_left, out, out_left);
  count += 1 + before - (in_left ? *in_left : 0);
  return result;
}

}  // extern "C"

#endif
