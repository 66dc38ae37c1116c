// SPDX-License-Identifier: Apache-2.0
#include "base/find.h"

#include <algorithm>

#include "base/simd.h"

namespace pillarbox {

size_t find_octet(std::string_view text, char octet, size_t from) {
  const simd::Block wanted = simd::splat(octet);
  for (; from + simd::kWidth <= text.size(); from += simd::kWidth) {
    const unsigned bits = simd::bits(simd::equal(simd::load(text.data() + from), wanted));
    if (bits != 0) return from + simd::lowest(bits);
  }
  return scalar_find_octet(text, octet, from);
}

size_t scalar_find_octet(std::string_view text, char octet, size_t from) {
  while (from < text.size() && text[from] != octet) ++from;
  return std::min(from, text.size());
}

}  // namespace pillarbox
