// SPDX-License-Identifier: Apache-2.0
// UTF-16, UTF-32 and UTF-7.
#include "mime/charset_decoders.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

constexpr bool is_high_surrogate(uint32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool is_low_surrogate(uint32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

// Joins surrogates; what has no partner becomes U+FFFD.
class Utf16Joiner {
 public:
  explicit Utf16Joiner(std::string& to) : to_(to) {}

  void unit(uint32_t unit) {
    if (high_ != 0 && is_low_surrogate(unit)) {
      append_code_point(to_, 0x10000 + ((high_ - 0xd800) << 10) + (unit - 0xdc00));
      high_ = 0;
      return;
    }
    finish();
    if (is_high_surrogate(unit)) {
      high_ = unit;
    } else {
      append_code_point(to_, unit);
    }
  }
  void finish() {
    if (high_ != 0) append_code_point(to_, 0xfffd);
    high_ = 0;
  }

 private:
  std::string& to_;
  uint32_t high_ = 0;
};

// RFC 2781 §4.3 says big-endian where nothing is said, Windows says little. Spaces, digits and
// line ends tell: their zero octet comes first in big-endian text.
ByteOrder guess_order(std::string_view octets) {
  size_t zero_first = 0;
  size_t zero_second = 0;
  for (size_t i = 0; i + 1 < octets.size() && i < 1000; i += 2) {
    if (octets[i] == 0) ++zero_first;
    if (octets[i + 1] == 0) ++zero_second;
  }
  return zero_first > zero_second ? ByteOrder::big : ByteOrder::little;
}

// RFC 2152 "modified base64": the alphabet of RFC 2045 without padding.
constexpr int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

bool decode_utf16(std::string& to, std::string_view octets, ByteOrder order) {
  if (octets.starts_with("\xfe\xff") && order != ByteOrder::little) {
    order = ByteOrder::big;
    octets.remove_prefix(2);
  } else if (octets.starts_with("\xff\xfe") && order != ByteOrder::big) {
    order = ByteOrder::little;
    octets.remove_prefix(2);
  } else if (order == ByteOrder::unknown) {
    order = guess_order(octets);
  }
  Utf16Joiner joiner(to);
  for (size_t i = 0; i + 1 < octets.size(); i += 2) {
    const uint32_t first = static_cast<unsigned char>(octets[i]);
    const uint32_t second = static_cast<unsigned char>(octets[i + 1]);
    joiner.unit(order == ByteOrder::big ? first << 8 | second : second << 8 | first);
  }
  joiner.finish();
  // A lone surrogate is text of a program that knows no better; half a unit is no UTF-16.
  if (octets.size() % 2 == 0) return true;
  append_code_point(to, 0xfffd);
  return false;
}

// Without a mark the order is what makes sense of the first character: no code point is above
// U+10FFFF, so its first octet in the right order is 0.
bool decode_utf32(std::string& to, std::string_view octets, ByteOrder order) {
  constexpr std::string_view kBig("\0\0\xfe\xff", 4);
  constexpr std::string_view kLittle("\xff\xfe\0\0", 4);
  if (octets.starts_with(kBig) && order != ByteOrder::little) {
    order = ByteOrder::big;
    octets.remove_prefix(4);
  } else if (octets.starts_with(kLittle) && order != ByteOrder::big) {
    order = ByteOrder::little;
    octets.remove_prefix(4);
  } else if (order == ByteOrder::unknown) {
    order = octets.starts_with('\0') ? ByteOrder::big : ByteOrder::little;
  }
  bool valid = octets.size() % 4 == 0;
  for (size_t i = 0; i + 3 < octets.size(); i += 4) {
    uint32_t code_point = 0;
    for (size_t place = 0; place < 4; ++place) {
      const size_t at = order == ByteOrder::big ? i + place : i + 3 - place;
      code_point = code_point << 8 | static_cast<unsigned char>(octets[at]);
    }
    if (code_point > 0x10ffff || is_high_surrogate(code_point) || is_low_surrogate(code_point)) {
      valid = false;
    }
    append_code_point(to, code_point);
  }
  if (octets.size() % 4 != 0) append_code_point(to, 0xfffd);
  return valid;
}

bool decode_utf7(std::string& to, std::string_view octets) {
  bool valid = true;
  for (size_t i = 0; i < octets.size();) {
    if (octets[i] != '+') {
      if (is_high(octets[i])) {
        append_code_point(to, 0xfffd);
        valid = false;
      } else {
        to += octets[i];
      }
      ++i;
      continue;
    }
    ++i;
    if (i < octets.size() && octets[i] == '-') {  // "+-" is "+"
      to += '+';
      ++i;
      continue;
    }
    Utf16Joiner joiner(to);
    uint32_t bits = 0;
    unsigned count = 0;
    for (; i < octets.size() && base64_value(octets[i]) >= 0; ++i) {
      bits = bits << 6 | static_cast<uint32_t>(base64_value(octets[i]));
      count += 6;
      if (count >= 16) {
        count -= 16;
        joiner.unit(bits >> count & 0xffff);
        bits &= (1u << count) - 1;
      }
    }
    joiner.finish();
    if (count >= 6) valid = false;
    if (i < octets.size() && octets[i] == '-') ++i;
  }
  return valid;
}

}  // namespace pillarbox::mime
