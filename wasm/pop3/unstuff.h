// SPDX-License-Identifier: Apache-2.0
// The body of a multi-line reply (RFC 1939 §3): "." at the start of a line is doubled by the
// server, and a line of one "." ends the reply. A state machine over octets, so that it does not
// matter how they are cut into pieces.
//
// What ends a line is decided once, by the status line before it: after "+OK…CRLF" only CRLF does.
// A bare LF then is an octet of the message, and "LF . LF" inside it neither ends the message nor
// lets a sender smuggle in replies. After "+OK…LF" the server is one of those that write LF only.
//
// Only ".." loses a dot. A line that starts with a dot and something else came from a server that
// does not stuff, and is kept as it is.
#pragma once

#include "base/bytes.h"
#include "pop3/line_reader.h"

namespace pillarbox::pop3 {

class Unstuffer {
 public:
  explicit Unstuffer(LineEnd line_end) : line_end_(line_end) {}

  // Takes octets off the front of `octets` and appends the message's own to `message`. True when
  // the end was met; what follows it is left in `octets`.
  bool take(Bytes& octets, Buffer& message);

 private:
  enum class State {
    line_start,
    text,
    cr,      // text, and the last octet was CR
    dot,     // "." at the start of a line, not yet given out
    dot_cr,  // "." CR at the start of a line, not yet given out
  };

  bool step(uint8_t octet, Buffer& message);
  const uint8_t* skip_text(const uint8_t* from, const uint8_t* end, Buffer& message);

  LineEnd line_end_;
  State state_ = State::line_start;
};

}  // namespace pillarbox::pop3
