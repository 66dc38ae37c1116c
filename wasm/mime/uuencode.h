// SPDX-License-Identifier: Apache-2.0
// POSIX uuencode.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "base/bytes.h"

namespace pillarbox::mime {

// Whether a line (without its line end) is one of data: its first character says how many octets
// follow, and at least so many characters do. Mailers cut spaces at line ends, and some encoders
// add a check character.
bool is_uuencoded(std::string_view line);

// Decodes data lines in pieces of the caller's choosing. Borrows what it decodes.
class UuDecoder {
 public:
  explicit UuDecoder(Bytes lines) : in_(lines) {}

  size_t read(std::span<uint8_t> out);  // 0 is the end

 private:
  void decode_line();

  Bytes in_;
  size_t at_ = 0;
  std::array<uint8_t, 64> line_{};
  size_t line_at_ = 0;
  size_t line_size_ = 0;
};

}  // namespace pillarbox::mime
