// SPDX-License-Identifier: Apache-2.0
#include "pop3/unstuff.h"

#include "base/find.h"

namespace pillarbox::pop3 {

bool Unstuffer::take(Bytes& octets, Buffer& message) {
  const uint8_t* at = octets.data();
  const uint8_t* const end = at + octets.size();
  bool ended = false;
  while (at != end && !ended) {
    if (state_ == State::text) {
      at = skip_text(at, end, message);
    } else {
      ended = step(*at++, message);
    }
  }
  octets = octets.last(static_cast<size_t>(end - at));
  return ended;
}

// Only a dot can end a message or be stuffed, and dots are rare (base64 has none): copy whole runs
// up to the next one, and learn from the octets before it whether it starts a line.
const uint8_t* Unstuffer::skip_text(const uint8_t* from, const uint8_t* end, Buffer& message) {
  const uint8_t* to = from + find_octet(as_text(Bytes(from, end)), '.', 0);
  append(message, Bytes(from, to));
  if (to == from) {
    // A dot inside a line, right here.
    message.push_back('.');
    return to + 1;
  }
  if (to[-1] == '\r') {
    state_ = State::cr;
  } else if (to[-1] == '\n' && (line_end_ == LineEnd::lf || (to - from >= 2 && to[-2] == '\r'))) {
    state_ = State::line_start;
  }
  return to;
}

bool Unstuffer::step(uint8_t octet, Buffer& message) {
  switch (state_) {
    case State::line_start:
      if (octet == '.') {
        state_ = State::dot;
        return false;
      }
      break;
    case State::dot:
      if (octet == '\r') {
        state_ = State::dot_cr;
        return false;
      }
      if (octet == '\n' && line_end_ == LineEnd::lf) return true;
      message.push_back('.');
      if (octet == '.') {
        state_ = State::text;
        return false;
      }
      break;
    case State::dot_cr:
      if (octet == '\n') return true;
      message.push_back('.');
      message.push_back('\r');
      state_ = State::cr;
      break;
    case State::cr:
      if (octet == '\n') {
        message.push_back(octet);
        state_ = State::line_start;
        return false;
      }
      break;
    case State::text:
      break;
  }
  message.push_back(octet);
  if (octet == '\r') {
    state_ = State::cr;
  } else if (octet == '\n' && line_end_ == LineEnd::lf) {
    state_ = State::line_start;
  } else {
    state_ = State::text;
  }
  return false;
}

}  // namespace pillarbox::pop3
