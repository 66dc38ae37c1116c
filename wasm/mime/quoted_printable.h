// SPDX-License-Identifier: Apache-2.0
// RFC 2045 §6.7, read as robustly as its notes ask: lower-case digits, white space that gateways
// left at line ends, "=" that escapes nothing.
#pragma once

#include <cstddef>
#include <span>

#include "base/bytes.h"

namespace pillarbox::mime {

// Decodes in pieces of the caller's choosing. Borrows what it decodes. Line ends stay as they are.
class QuotedPrintableDecoder {
 public:
  explicit QuotedPrintableDecoder(Bytes encoded) : in_(encoded) {}

  // Fills `out` as far as there is something; 0 is the end.
  size_t read(std::span<uint8_t> out);

  bool broken() const { return broken_; }

 private:
  void begin_line();

  Bytes in_;
  size_t at_ = 0;
  size_t text_end_ = 0;     // of the current line, without what rule 3 strips
  size_t break_begin_ = 0;  // of its line end; where a soft line break has none, the next line
  size_t line_end_ = 0;
  bool broken_ = false;
};

}  // namespace pillarbox::mime
