// SPDX-License-Identifier: Apache-2.0
// RFC 2045 §6.8, read as mail has it: line ends anywhere, stray characters, padding that is
// missing or doubled, several encodings one behind the other, footers of mailing lists at the end.
#pragma once

#include <cstddef>
#include <span>

#include "base/bytes.h"

namespace pillarbox::mime {

// Decodes groups of four characters up to the first that is not of the alphabet, or until `out` is
// nearly full: four groups at a time, and one at a time. Returns how many groups were decoded; what
// lies behind them in `out` may have changed.
size_t decode_base64_blocks(Bytes in, std::span<uint8_t> out);
namespace scalar {
size_t decode_base64_groups(Bytes in, std::span<uint8_t> out);
}

// Decodes in pieces of the caller's choosing. Borrows what it decodes.
class Base64Decoder {
 public:
  explicit Base64Decoder(Bytes encoded) : in_(encoded) {}

  // Fills `out` as far as there is something; 0 is the end (for an `out` of 4 octets or more).
  size_t read(std::span<uint8_t> out);

  // Whether what has been read so far had something other than base64 in it, or was cut short.
  bool broken() const { return broken_; }

 private:
  void decode_blocks(std::span<uint8_t> out, size_t& written);
  bool another_encoding_follows();
  void flush(std::span<uint8_t> out, size_t& written);

  Bytes in_;
  size_t at_ = 0;
  size_t known_ = 0;    // up to here another_encoding_follows() has looked and found it clean
  uint32_t bits_ = 0;   // the characters of an unfinished group of four
  unsigned count_ = 0;  // how many
  bool broken_ = false;
  bool ended_ = false;
};

}  // namespace pillarbox::mime
