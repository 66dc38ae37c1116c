// SPDX-License-Identifier: Apache-2.0
// Code points to UTF-8, many at a time: a string that grows by single octets takes half the time of
// a decoder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pillarbox::mime {

// Writes at most four octets, returns how many. What is no scalar value becomes U+FFFD.
inline size_t write_code_point(char* to, uint32_t code_point) {
  if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff)) code_point = 0xfffd;
  if (code_point < 0x80) {
    to[0] = static_cast<char>(code_point);
    return 1;
  }
  const size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  for (size_t at = length - 1; at > 0; --at) {
    to[at] = static_cast<char>(0x80 | (code_point & 0x3f));
    code_point >>= 6;
  }
  to[0] = static_cast<char>((0xf00u >> length & 0xff) | code_point);
  return length;
}

// Appends to a string that outlives it; what was put is there after it has gone.
class Utf8Writer {
 public:
  explicit Utf8Writer(std::string& to) : to_(to) {}
  ~Utf8Writer() { flush(); }
  Utf8Writer(const Utf8Writer&) = delete;
  Utf8Writer& operator=(const Utf8Writer&) = delete;

  void put(uint32_t code_point) {
    if (used_ + 4 > buffer_.size()) flush();
    used_ += write_code_point(buffer_.data() + used_, code_point);
  }
  void put_ascii(std::string_view text) {
    flush();
    to_ += text;
  }

 private:
  void flush() {
    to_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string& to_;
  std::array<char, 1024> buffer_;
  size_t used_ = 0;
};

}  // namespace pillarbox::mime
