// SPDX-License-Identifier: Apache-2.0
#include "mime/uuencode.h"

#include <algorithm>
#include <cstring>

namespace pillarbox::mime {
namespace {

// Space and "`" are both 0.
constexpr uint32_t value_of(uint8_t c) { return (c - 0x20u) & 63; }

}  // namespace

bool is_uuencoded(std::string_view line) {
  if (line.empty()) return false;
  for (const char c : line) {
    if (c < ' ' || c > '`') return false;
  }
  const size_t octets = value_of(static_cast<uint8_t>(line[0]));
  const size_t characters = 1 + (octets + 2) / 3 * 4;
  if (line.size() > characters + 2) return false;
  // What is missing at the end must have been spaces, of which there are few in a row.
  return line.size() + 4 >= characters || octets == 0;
}

size_t UuDecoder::read(std::span<uint8_t> out) {
  size_t written = 0;
  while (written < out.size()) {
    if (line_at_ == line_size_) {
      if (at_ == in_.size()) break;
      decode_line();
      continue;
    }
    const size_t octets = std::min(line_size_ - line_at_, out.size() - written);
    std::memcpy(out.data() + written, line_.data() + line_at_, octets);
    written += octets;
    line_at_ += octets;
  }
  return written;
}

void UuDecoder::decode_line() {
  const void* feed = std::memchr(in_.data() + at_, '\n', in_.size() - at_);
  size_t end = in_.size();
  size_t next = end;
  if (feed != nullptr) {
    end = static_cast<size_t>(static_cast<const uint8_t*>(feed) - in_.data());
    next = end + 1;
    if (end > at_ && in_[end - 1] == '\r') --end;
  }
  line_at_ = 0;
  line_size_ = 0;
  if (end > at_) {
    const size_t octets = value_of(in_[at_]);
    const Bytes characters = in_.subspan(at_ + 1, end - at_ - 1);
    const auto value = [&](size_t i) {
      return i < characters.size() ? value_of(characters[i]) : 0;
    };
    for (size_t i = 0; line_size_ < octets; i += 4) {
      const uint32_t bits = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
      for (int shift = 16; shift >= 0 && line_size_ < octets; shift -= 8) {
        line_[line_size_++] = static_cast<uint8_t>(bits >> shift);
      }
    }
  }
  at_ = next;
}

}  // namespace pillarbox::mime
