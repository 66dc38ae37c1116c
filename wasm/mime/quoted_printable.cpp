// SPDX-License-Identifier: Apache-2.0
#include "mime/quoted_printable.h"

#include <algorithm>
#include <cstring>

#include "mime/scan.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// Copies in[from, to) as far as `out` has room; returns where it stopped.
size_t copy(Bytes in, size_t from, size_t to, std::span<uint8_t> out, size_t& written) {
  const size_t octets = std::min(to - from, out.size() - written);
  if (octets != 0) std::memcpy(out.data() + written, in.data() + from, octets);
  written += octets;
  return from + octets;
}

}  // namespace

size_t QuotedPrintableDecoder::read(std::span<uint8_t> out) {
  size_t written = 0;
  while (written < out.size()) {
    if (at_ == line_end_) {
      if (at_ == in_.size()) break;
      begin_line();
    }
    if (at_ < text_end_) {
      if (in_[at_] != '=') {
        const size_t run = find_octet(as_text(in_.first(text_end_)), '=', at_);
        at_ = copy(in_, at_, run, out, written);
        continue;
      }
      if (text_end_ - at_ >= 3) {
        const int first = hex_value(static_cast<char>(in_[at_ + 1]));
        const int second = hex_value(static_cast<char>(in_[at_ + 2]));
        if (first >= 0 && second >= 0) {
          out[written++] = static_cast<uint8_t>(first << 4 | second);
          at_ += 3;
          continue;
        }
      }
      // §6.7 note on robustness: the "=" and what follows are data as they stand.
      broken_ = true;
      out[written++] = in_[at_++];
    } else {
      if (at_ < break_begin_) at_ = break_begin_;
      at_ = copy(in_, at_, line_end_, out, written);
    }
  }
  return written;
}

void QuotedPrintableDecoder::begin_line() {
  size_t end = find_octet(as_text(in_), '\n', at_);
  line_end_ = end;
  if (end < in_.size()) {
    ++line_end_;
    if (end > at_ && in_[end - 1] == '\r') --end;
  }
  break_begin_ = end;
  // Rule 3: "any trailing white space on a line must be deleted".
  while (end > at_ && is_wsp(static_cast<char>(in_[end - 1]))) --end;
  if (end > at_ && in_[end - 1] == '=') {  // rule 5: a soft line break
    --end;
    break_begin_ = line_end_;
  }
  text_end_ = end;
}

}  // namespace pillarbox::mime
