// SPDX-License-Identifier: Apache-2.0
#include "mime/charset_contradiction.h"

#include "base/find.h"
#include "mime/scan.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

constexpr unsigned kEnough = 6;

// What an octet above 127 means. Text that is windows-125x often has the name of an ISO charset,
// which has controls there.
char16_t reading(const UpperHalf& half, char octet) {
  const size_t at = static_cast<unsigned char>(octet) - size_t{0x80};
  return half[at] >= 0x80 && half[at] < 0xa0 ? kWindows1252[at] : half[at];
}

constexpr bool contains(std::u16string_view set, char16_t c) {
  return set.find(c) != std::u16string_view::npos;
}

// Quotes, dashes and the like, which may stand right behind the last letter of a word.
bool closes_word(char16_t c) { return contains(u"…‘’“”–—™›†‡•\u00a0\u00ad©«®²³´·¹»", c); }

// No letter: a sign, an accent alone, a line of a table, or nothing at all.
bool is_sign(char16_t c) {
  if (c < 0xc0) return c != u'ª' && c != u'º';
  return c == u'×' || c == u'÷' || (c >= 0x2c6 && c <= 0x2dd) || (c >= 0x2000 && c < 0x2c00) ||
         c == 0xfffd;
}

bool is_latin_capital(char16_t c) {
  if (c >= 0xc0 && c <= 0xde) return c != u'×';
  const bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
  return c >= 0x100 && c <= 0x21b && (c % 2 == 1) == odd;
}

// Whether the octets of the character of UTF-8 at [at, end) cannot be what this charset says. Its
// first octet is a capital letter in most of them, the others are lower-case letters or signs.
bool is_impossible(std::string_view octets, size_t at, size_t end, const UpperHalf& half) {
  const char16_t first = reading(half, octets[at]);
  // No word goes on with a capital: fÃ¼r, pĹ‚yta.
  if (at > 0 && octets[at - 1] >= 'a' && octets[at - 1] <= 'z' && is_latin_capital(first)) {
    return true;
  }
  const bool letter_follows = end < octets.size() && is_alpha(octets[end]);
  for (const char octet : octets.substr(at + 1, end - at - 1)) {
    const char16_t c = reading(half, octet);
    if (first == u'Ã') {
      // With it begin nearly all of Latin's letters in UTF-8. It ends words: AMANHÃ”.
      if (letter_follows || !contains(u"…‘’“”–—\u00a0»", c)) return true;
    } else if (is_sign(c) && !closes_word(c)) {
      return true;
    }
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
    const size_t end = at + length;
    if (label.family == Family::single && is_impossible(octets, at, end, *label.half)) return true;
    points += length == 2 ? 1 : length == 3 ? 3 : 6;
    at = find_high(octets, end);
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
