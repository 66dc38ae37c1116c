// SPDX-License-Identifier: Apache-2.0
#include "mime/utf8.h"

#include "mime/scan.h"
#include "mime/utf8_writer.h"

namespace pillarbox::mime {
namespace {

// Octets of the ASCII run at the start of `text`.
size_t ascii_run(std::string_view text) { return find_high(text, 0); }

struct Sequence {
  size_t octets;  // of the character, or of the maximal broken subpart
  bool valid;
  bool cut;  // broken only because the text ends
};

// Reads the sequence that starts at text[0], which is not ASCII. Unicode 15 table 3-7.
Sequence sequence(std::string_view text) {
  const auto octet = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = octet(0);
  size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xbf;
  if (first >= 0xc2 && first <= 0xdf) {
    length = 2;
  } else if (first >= 0xe0 && first <= 0xef) {
    length = 3;
    if (first == 0xe0) low = 0xa0;
    if (first == 0xed) high = 0x9f;
  } else if (first >= 0xf0 && first <= 0xf4) {
    length = 4;
    if (first == 0xf0) low = 0x90;
    if (first == 0xf4) high = 0x8f;
  } else {
    return {1, false, false};
  }
  for (size_t i = 1; i < length; ++i) {
    if (i == text.size()) return {i, false, true};
    if (octet(i) < low || octet(i) > high) return {i, false, false};
    low = 0x80;
    high = 0xbf;
  }
  return {length, true, false};
}

}  // namespace

bool is_ascii(std::string_view text) { return ascii_run(text) == text.size(); }

bool is_utf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(ascii_run(text));
    if (text.empty()) return true;
    const Sequence next = sequence(text);
    if (!next.valid) return false;
    text.remove_prefix(next.octets);
  }
}

void append_code_point(std::string& to, uint32_t code_point) {
  char octets[4];
  to.append(octets, write_code_point(octets, code_point));
}

bool append_valid_utf8(std::string& to, std::string_view text) {
  bool valid = true;
  size_t done = 0;  // everything before it is appended
  size_t at = 0;
  for (;;) {
    at += ascii_run(text.substr(at));
    if (at == text.size()) break;
    const Sequence next = sequence(text.substr(at));
    if (!next.valid) {
      to += text.substr(done, at - done);
      append_code_point(to, 0xfffd);
      done = at + next.octets;
      valid = false;
    }
    at += next.octets;
  }
  to += text.substr(done);
  return valid;
}

std::string_view beginning(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  text = text.substr(0, most);
  text.remove_suffix(incomplete_tail(text));
  return text;
}

size_t incomplete_tail(std::string_view text) {
  const size_t most = text.size() < 3 ? text.size() : 3;
  for (size_t back = 1; back <= most; ++back) {
    const auto octet = static_cast<unsigned char>(text[text.size() - back]);
    if (octet < 0x80) return 0;
    if (octet >= 0xc0) return sequence(text.substr(text.size() - back)).cut ? back : 0;
  }
  return 0;
}

}  // namespace pillarbox::mime
