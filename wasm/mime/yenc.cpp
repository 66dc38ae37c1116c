// SPDX-License-Identifier: Apache-2.0
#include "mime/yenc.h"

namespace pillarbox::mime {

size_t YencDecoder::read(std::span<uint8_t> out) {
  size_t written = 0;
  while (written < out.size() && at_ < in_.size()) {
    uint8_t octet = in_[at_++];
    if (octet == '\r' || octet == '\n') continue;
    if (octet == '=') {
      if (at_ == in_.size()) break;
      octet = static_cast<uint8_t>(in_[at_++] - 64);
    }
    out[written++] = static_cast<uint8_t>(octet - 42);
  }
  return written;
}

}  // namespace pillarbox::mime
