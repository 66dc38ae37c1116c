// SPDX-License-Identifier: Apache-2.0
#include "mime/scan.h"

#include "base/simd.h"

namespace pillarbox::mime {
namespace {

// Goes over the whole blocks of text[from, end - ahead) until `wanted` has a bit for one of their
// octets. Returns that octet's offset, or where the scalar twin goes on; `found` tells which.
template <class Wanted>
size_t scan(std::string_view text, size_t from, size_t ahead, bool& found, Wanted wanted) {
  while (from + simd::kWidth + ahead <= text.size()) {
    if (const unsigned bits = wanted(text.data() + from); bits != 0) {
      found = true;
      return from + simd::lowest(bits);
    }
    from += simd::kWidth;
  }
  return from;
}

}  // namespace

size_t find_line(std::string_view text, char first, char second, size_t from) {
  if (from + 1 < text.size() && text[from] == first && text[from + 1] == second) return from;
  const simd::Block feed = simd::splat('\n');
  const simd::Block one = simd::splat(first);
  const simd::Block two = simd::splat(second);
  bool found = false;
  from = scan(text, from, 2, found, [&](const char* at) {
    return simd::bits(simd::both(
        simd::equal(simd::load(at), feed),
        simd::both(simd::equal(simd::load(at + 1), one), simd::equal(simd::load(at + 2), two))));
  });
  if (found) return from + 1;
  for (; from + 2 < text.size(); ++from) {
    if (text[from] == '\n' && text[from + 1] == first && text[from + 2] == second) return from + 1;
  }
  return text.size();
}

size_t find_json_escape(std::string_view text, size_t from) {
  const simd::Block quote = simd::splat('"');
  const simd::Block backslash = simd::splat('\\');
  const simd::Block control = simd::splat(0x1f);
  bool found = false;
  from = scan(text, from, 0, found, [&](const char* at) {
    const simd::Block block = simd::load(at);
    return simd::bits(
        simd::either(simd::equal(simd::least(block, control), block),
                     simd::either(simd::equal(block, quote), simd::equal(block, backslash))));
  });
  return found ? from : scalar::find_json_escape(text, from);
}

size_t find_high(std::string_view text, size_t from) {
  bool found = false;
  from = scan(text, from, 0, found, [](const char* at) { return simd::bits(simd::load(at)); });
  return found ? from : scalar::find_high(text, from);
}

namespace scalar {

size_t find_line(std::string_view text, char first, char second, size_t from) {
  for (; from + 1 < text.size(); from = scalar_find_octet(text, '\n', from) + 1) {
    if (text[from] == first && text[from + 1] == second) return from;
  }
  return text.size();
}

size_t find_json_escape(std::string_view text, size_t from) {
  for (; from < text.size(); ++from) {
    const auto octet = static_cast<unsigned char>(text[from]);
    if (octet < 0x20 || octet == '"' || octet == '\\') break;
  }
  return from;
}

size_t find_high(std::string_view text, size_t from) {
  while (from < text.size() && static_cast<unsigned char>(text[from]) < 0x80) ++from;
  return from;
}

}  // namespace scalar
}  // namespace pillarbox::mime
