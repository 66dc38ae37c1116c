// SPDX-License-Identifier: Apache-2.0
// Gathers octets into lines, whatever pieces they arrive in.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace pillarbox::pop3 {

enum class LineEnd { crlf, lf };

struct Line {
  std::string text;  // without its end
  LineEnd end = LineEnd::crlf;
};

class LineReader {
 public:
  // Takes octets up to the end of one line off the front of `octets`. Nothing: all octets are
  // taken and the line goes on. A line that grows over limits::kReplyLineOctets sets too_long().
  std::optional<Line> take(Bytes& octets);

  bool too_long() const { return too_long_; }
  bool empty() const { return partial_.empty(); }

 private:
  std::string partial_;
  bool too_long_ = false;
};

}  // namespace pillarbox::pop3
