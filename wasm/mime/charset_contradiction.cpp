// SPDX-License-Identifier: Apache-2.0
#include "mime/charset_contradiction.h"

#include "base/find.h"
#include "mime/scan.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

constexpr unsigned kEnough = 6;

// What may stand right behind the last letter of a word in the windows charsets: … ’ ” – — ™ › and
// space, © « ® ² ³ ´ · ¹ ». The ISO charsets have controls there; but senders write windows-125x
// under their names.
bool closes_word(char octet) {
  constexpr std::string_view kClosing =
      "\x85\x92\x94\x96\x97\x99\x9b\xa0\xa9\xab\xae\xb2\xb3\xb4\xb7\xb9\xbb";
  return kClosing.find(octet) != std::string_view::npos;
}

// Behind the first octet of most of Latin in UTF-8, which is Ã, a letter that hardly ends a word.
bool closes_word_after_a_tilde(char octet) {
  constexpr std::string_view kClosing = "\x85\x92\x94\x96\x97\xa0\xbb";
  return kClosing.find(octet) != std::string_view::npos;
}

// Whether the octets from 0x80 to 0xBF are signs: with few exceptions, which are no lower-case
// letters that could follow a capital in its word.
bool has_signs_below_capitals(const Charset& label) {
  return label.half == &kWindows1252 || label.half == &kWindows1254 ||
         label.half == &kIso8859Part15;
}

// Whether the octets of one character of UTF-8 cannot stand beside each other in this charset.
bool is_impossible(std::string_view character, const Charset& label) {
  if (label.family != Family::single) return false;
  for (const char c : character.substr(1)) {
    if (character[0] == '\xc3' ? closes_word_after_a_tilde(c) : closes_word(c)) continue;
    if (has_signs_below_capitals(label)) return true;
    const char16_t reading = (*label.half)[static_cast<unsigned char>(c) - 0x80u];
    if (reading < 0xa0) return true;  // a control character
  }
  return false;
}

constexpr size_t length_by(char lead) {
  const auto octet = static_cast<unsigned char>(lead);
  return octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
}

}  // namespace

bool is_utf8_in_truth(std::string_view octets, const Charset& label, bool reads) {
  if (octets.find('\0') != std::string_view::npos) return false;
  if (family_of_escapes(octets) != Family::unknown) return false;
  if (octets.starts_with("\xef\xbb\xbf") || !reads) return true;
  unsigned points = 0;
  for (size_t at = find_high(octets, 0); at < octets.size() && points < kEnough;) {
    const size_t length = length_by(octets[at]);
    if (is_impossible(octets.substr(at, length), label)) return true;
    points += length == 2 ? 1 : length == 3 ? 3 : 6;
    at = find_high(octets, at + length);
  }
  return points >= kEnough;
}

Family family_of_escapes(std::string_view octets) {
  for (size_t at = find_octet(octets, '\x1b', 0); at < octets.size();
       at = find_octet(octets, '\x1b', at + 1)) {
    const std::string_view mark = octets.substr(at + 1, 3);
    if (mark == "$)C") return Family::iso2022kr;
    if (mark == "$)A" || mark == "$)G") return Family::iso2022cn;
    if (mark == "$(D") return Family::iso2022jp;
    const std::string_view begin = mark.substr(0, 2);
    if (begin == "$B" || begin == "$@" || begin == "(J" || begin == "(I") return Family::iso2022jp;
  }
  return Family::unknown;
}

}  // namespace pillarbox::mime
