// SPDX-License-Identifier: Apache-2.0
// Un-stuffing gives the same message and the same rest however the octets are cut.
#include <algorithm>
#include <cstdlib>

#include "pop3/unstuff.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const auto line_end = data[0] & 1 ? pop3::LineEnd::lf : pop3::LineEnd::crlf;
  const size_t piece = 1 + data[1] % 16;
  const Bytes body = Bytes(data, size).subspan(2);

  pop3::Unstuffer whole(line_end);
  Buffer message;
  Bytes rest = body;
  const bool ended = whole.take(rest, message);

  pop3::Unstuffer pieces(line_end);
  Buffer again;
  bool ended_again = false;
  size_t taken = 0;
  while (taken < body.size() && !ended_again) {
    const Bytes given = body.subspan(taken, std::min(piece, body.size() - taken));
    Bytes left = given;
    ended_again = pieces.take(left, again);
    taken += given.size() - left.size();
  }
  if (ended != ended_again || message != again || body.size() - taken != rest.size()) std::abort();
  return 0;
}
