// SPDX-License-Identifier: Apache-2.0
// yEnc draft 1.3: octets plus 42, "=" before the few that would be taken for something else.
#pragma once

#include <cstddef>
#include <span>

#include "base/bytes.h"

namespace pillarbox::mime {

// Decodes data lines in pieces of the caller's choosing. Borrows what it decodes.
class YencDecoder {
 public:
  explicit YencDecoder(Bytes lines) : in_(lines) {}

  size_t read(std::span<uint8_t> out);  // 0 is the end

 private:
  Bytes in_;
  size_t at_ = 0;
};

}  // namespace pillarbox::mime
