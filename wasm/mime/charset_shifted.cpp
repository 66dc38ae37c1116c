// SPDX-License-Identifier: Apache-2.0
// Two 7-bit charsets that shift between ASCII and a set of 94×94 characters. With the high bit
// set, those characters are EUC, which iconv knows in every C library.
#include "mime/charset_decoders.h"

namespace pillarbox::mime {
namespace {

constexpr char high(char c) { return static_cast<char>(static_cast<unsigned char>(c) | 0x80u); }

}  // namespace

void decode_hz(std::string& to, std::string_view octets) {
  std::string euc;
  bool shifted = false;
  for (size_t i = 0; i < octets.size(); ++i) {
    const char c = octets[i];
    if (c == '~' && i + 1 < octets.size()) {
      const char next = octets[i + 1];
      if (next == '{' || next == '}' || next == '~' || next == '\n') {
        if (next == '{') shifted = true;
        if (next == '}') shifted = false;
        if (next == '~') euc += '~';
        ++i;
        continue;
      }
    }
    if (c == '\n') shifted = false;  // RFC 1843: a line ends in ASCII
    euc += shifted && c > ' ' ? high(c) : c;
  }
  decode_by_iconv(to, euc, {Family::superset, "GB18030"});
}

void decode_iso2022kr(std::string& to, std::string_view octets) {
  std::string euc;
  bool shifted = false;
  for (size_t i = 0; i < octets.size(); ++i) {
    const char c = octets[i];
    if (octets.substr(i, 4) == "\x1b$)C") {
      i += 3;
    } else if (c == '\x0e') {
      shifted = true;
    } else if (c == '\x0f') {
      shifted = false;
    } else {
      if (c == '\n') shifted = false;
      euc += shifted && c > ' ' ? high(c) : c;
    }
  }
  decode_by_iconv(to, euc, {Family::superset, "CP949", "EUC-KR"});
}

}  // namespace pillarbox::mime
