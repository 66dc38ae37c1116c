// SPDX-License-Identifier: Apache-2.0
#include "pop3/line_reader.h"

#include <cstring>
#include <utility>

#include "base/limits.h"

namespace pillarbox::pop3 {

std::optional<Line> LineReader::take(Bytes& octets) {
  if (octets.empty()) return std::nullopt;
  const void* found = std::memchr(octets.data(), '\n', octets.size());
  const size_t length =
      found ? static_cast<size_t>(static_cast<const uint8_t*>(found) - octets.data())
            : octets.size();
  if (partial_.size() + length > limits::kReplyLineOctets) {
    too_long_ = true;
    octets = {};
    return std::nullopt;
  }
  partial_ += as_text(octets.first(length));
  if (!found) {
    octets = {};
    return std::nullopt;
  }
  octets = octets.subspan(length + 1);
  Line line;
  line.end = partial_.ends_with('\r') ? LineEnd::crlf : LineEnd::lf;
  if (line.end == LineEnd::crlf) partial_.pop_back();
  line.text = std::exchange(partial_, {});
  return line;
}

}  // namespace pillarbox::pop3
