// SPDX-License-Identifier: Apache-2.0
// The East Asian charsets that write ASCII as it is and most other characters in two octets, as
// WHATWG Encoding §10 to §13 reads them. What they say of a broken pair is the same everywhere: it
// is one U+FFFD, and a second octet that is ASCII stands for itself.
#include <algorithm>
#include <array>

#include "mime/charset_decoders.h"
#include "mime/charset_tables.h"
#include "mime/scan.h"
#include "mime/text.h"
#include "mime/utf8_writer.h"

namespace pillarbox::mime {
namespace {

struct Character {
  uint32_t code_point;  // 0 for none
  size_t octets;
  uint32_t mark = 0;  // a second code point
};

constexpr uint8_t octet(std::string_view text, size_t at) { return static_cast<uint8_t>(text[at]); }

constexpr bool is_between(uint8_t octet, uint8_t low, uint8_t high) {
  return octet >= low && octet <= high;
}

constexpr Character kBroken{0, 1};

constexpr size_t kCells = 94;  // in a row of the Japanese sets

// How much of a pair without a meaning is to be skipped.
Character pair(uint32_t code_point, uint8_t trail) {
  return {code_point, code_point == 0 && trail < 0x80 ? size_t{1} : size_t{2}};
}

// Returns the number of octets that were read.
size_t append(Utf8Writer& to, const Character& character, bool& valid) {
  if (character.code_point == 0) valid = false;
  to.put(character.code_point == 0 ? 0xfffd : character.code_point);
  if (character.mark != 0) to.put(character.mark);
  return character.octets;
}

// kRead reads the character at the beginning of a text that begins with an octet above 127.
template <auto kRead>
bool decode(std::string& text, std::string_view octets) {
  Utf8Writer to(text);
  bool valid = true;
  for (size_t at = 0; at < octets.size();) {
    if (is_high(octets[at])) {
      at += append(to, kRead(octets.substr(at)), valid);
      continue;
    }
    if (at + 1 < octets.size() && is_high(octets[at + 1])) {
      to.put(static_cast<uint32_t>(octets[at++]));  // a lone one is not worth the search
      continue;
    }
    const size_t end = find_high(octets, at);
    to.put_ascii(octets.substr(at, end - at));
    at = end;
  }
  return valid;
}

// The trails of Shift_JIS, GBK and Big5 leave out 0x7F, or more.
constexpr size_t trail_number(uint8_t trail, uint8_t upper) {
  return trail < 0x7f ? trail - size_t{0x40} : size_t{trail} - upper;
}

Character shift_jis(std::string_view text) {
  const uint8_t lead = octet(text, 0);
  if (lead == 0x80) return {0x80, 1};
  if (is_between(lead, 0xa1, 0xdf)) return {0xff61u - 0xa1u + lead, 1};
  if (text.size() < 2 || lead == 0xa0 || lead > 0xfc) return kBroken;
  const uint8_t trail = octet(text, 1);
  if (!is_between(trail, 0x40, 0xfc) || trail == 0x7f) return pair(0, trail);
  const size_t row = lead - (lead < 0xa0 ? size_t{0x81} : size_t{0xc1});
  return pair(kJis0208.at(row * 188 + trail_number(trail, 0x41)), trail);
}

// NOTE: eucJP-ms (Unix mailers of the 2000s) has IBM's extensions from 8F F3 F3 on, where the
// standard has nothing.
constexpr size_t kFirstIbmExtension = 82 * kCells + 82;
constexpr auto kIbmExtensions = std::to_array<char16_t>(
    {0x2170, 0x2171, 0x2172, 0x2173, 0x2174, 0x2175, 0x2176, 0x2177, 0x2178, 0x2179, 0x2160, 0x2161,
     0x2162, 0x2163, 0x2164, 0x2165, 0x2166, 0x2167, 0x2168, 0x2169, 0xff07, 0xff02, 0x3231, 0x2116,
     0x2121, 0x70bb, 0x4efc, 0x50f4, 0x51ec, 0x5307, 0x5324, 0xfa0e, 0x548a, 0x5759, 0xfa0f, 0xfa10,
     0x589e, 0x5bec, 0x5cf5, 0x5d53, 0xfa11, 0x5fb7, 0x6085, 0x6120, 0x654e, 0x663b, 0x6665, 0xfa12,
     0xf929, 0x6801, 0xfa13, 0xfa14, 0x6a6b, 0x6ae2, 0x6df8, 0x6df2, 0x7028, 0xfa15, 0xfa16, 0x7501,
     0x7682, 0x769e, 0xfa17, 0x7930, 0xfa18, 0xfa19, 0xfa1a, 0xfa1b, 0x7ae7, 0xfa1c, 0xfa1d, 0x7da0,
     0x7dd6, 0xfa1e, 0x8362, 0xfa1f, 0x85b0, 0xfa20, 0xfa21, 0x8807, 0xfa22, 0x8b7f, 0x8cf4, 0x8d76,
     0xfa23, 0xfa24, 0xfa25, 0x90de, 0xfa26, 0x9115, 0xfa27, 0xfa28, 0x9592, 0xf9dc, 0xfa29, 0x973b,
     0x974d, 0x9751, 0xfa2a, 0xfa2b, 0xfa2c, 0x999e, 0x9ad9, 0x9b72, 0xfa2d, 0x9ed1});

uint32_t jis0212_or_ibm(size_t pointer) {
  if (pointer < kFirstIbmExtension || pointer - kFirstIbmExtension >= kIbmExtensions.size()) {
    return kJis0212.at(pointer);
  }
  return kIbmExtensions[pointer - kFirstIbmExtension];
}

Character euc_jp(std::string_view text) {
  const uint8_t lead = octet(text, 0);
  const bool is_lead = lead == 0x8e || lead == 0x8f || is_between(lead, 0xa1, 0xfe);
  if (text.size() < 2 || !is_lead) return kBroken;
  const uint8_t trail = octet(text, 1);
  if (lead == 0x8e && is_between(trail, 0xa1, 0xdf)) return {0xff61u - 0xa1u + trail, 2};
  if (lead == 0x8e || !is_between(trail, 0xa1, 0xfe)) return pair(0, trail);
  if (lead != 0x8f) {
    return {kJis0208.at((lead - size_t{0xa1}) * kCells + trail - 0xa1), 2};
  }
  if (text.size() < 3) return {0, 2};
  const uint8_t third = octet(text, 2);
  if (!is_between(third, 0xa1, 0xfe)) return {0, third < 0x80 ? size_t{2} : size_t{3}};
  return {jis0212_or_ibm((trail - size_t{0xa1}) * kCells + third - 0xa1), 3};
}

Character euc_kr(std::string_view text) {
  const uint8_t lead = octet(text, 0);
  if (text.size() < 2 || !is_between(lead, 0x81, 0xfe)) return kBroken;
  const uint8_t trail = octet(text, 1);
  if (!is_between(trail, 0x41, 0xfe)) return pair(0, trail);
  return pair(kEucKr.at((lead - size_t{0x81}) * 190 + trail - 0x41), trail);
}

// Of a character in four octets, by its number among them.
uint32_t gb18030_of_four(uint32_t pointer) {
  if (pointer >= 189000) return pointer <= 1237575 ? pointer - 189000 + 0x10000 : 0;
  if (pointer > 39419) return 0;
  const auto after =
      std::upper_bound(kGb18030Runs.begin(), kGb18030Runs.end(), pointer,
                       [](uint32_t wanted, const Gb18030Run& run) { return wanted < run.pointer; });
  const Gb18030Run& run = *(after - 1);
  return pointer - run.pointer + run.code_point;
}

Character gb18030(std::string_view text) {
  const uint8_t lead = octet(text, 0);
  if (lead == 0x80) return {0x20ac, 1};
  if (text.size() < 2 || lead == 0xff) return kBroken;
  const uint8_t second = octet(text, 1);
  if (is_between(second, 0x30, 0x39)) {
    if (text.size() < 3) return {0, 2};
    const uint8_t third = octet(text, 2);
    if (!is_between(third, 0x81, 0xfe)) return kBroken;
    if (text.size() < 4) return {0, 3};
    const uint8_t fourth = octet(text, 3);
    if (!is_between(fourth, 0x30, 0x39)) return kBroken;
    const uint32_t number = ((lead - 0x81u) * 10 + second - 0x30u) * 126 + third - 0x81u;
    return {gb18030_of_four(number * 10 + fourth - 0x30u), 4};
  }
  if (!is_between(second, 0x40, 0xfe) || second == 0x7f) return pair(0, second);
  return pair(kGb18030.at((lead - size_t{0x81}) * 190 + trail_number(second, 0x41)), second);
}

Character big5(std::string_view text) {
  const uint8_t lead = octet(text, 0);
  if (text.size() < 2 || !is_between(lead, 0x81, 0xfe)) return kBroken;
  const uint8_t trail = octet(text, 1);
  if (!is_between(trail, 0x40, 0x7e) && !is_between(trail, 0xa1, 0xfe)) return pair(0, trail);
  const size_t pointer = (lead - size_t{0x81}) * 157 + trail_number(trail, 0x62);
  // The only pairs that mean two: a letter and a mark on it.
  if (pointer == 1133) return {0xca, 2, 0x304};
  if (pointer == 1135) return {0xca, 2, 0x30c};
  if (pointer == 1164) return {0xea, 2, 0x304};
  if (pointer == 1166) return {0xea, 2, 0x30c};
  const bool supplementary = (kBig5Supplementary[pointer / 8] >> pointer % 8 & 1) != 0;
  return pair(kBig5.at(pointer) + (supplementary ? 0x20000 : 0), trail);
}

}  // namespace

bool decode_shift_jis(std::string& to, std::string_view octets) {
  return decode<shift_jis>(to, octets);
}

size_t append_shift_jis_character(Utf8Writer& to, std::string_view octets, bool& valid) {
  return append(to, shift_jis(octets), valid);
}

bool decode_euc_jp(std::string& to, std::string_view octets) { return decode<euc_jp>(to, octets); }

bool decode_euc_kr(std::string& to, std::string_view octets) { return decode<euc_kr>(to, octets); }

bool decode_gb18030(std::string& to, std::string_view octets) {
  return decode<gb18030>(to, octets);
}

bool decode_big5(std::string& to, std::string_view octets) { return decode<big5>(to, octets); }

}  // namespace pillarbox::mime
