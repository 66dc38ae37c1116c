// SPDX-License-Identifier: Apache-2.0
// The 7-bit charsets that shift between ASCII and one set of 94×94 characters. With the high bit
// set, those characters are EUC.
#include "mime/charset_decoders.h"

namespace pillarbox::mime {
namespace {

constexpr char high(char c) { return static_cast<char>(static_cast<unsigned char>(c) | 0x80u); }

// ISO 2022 with SO and SI, after the escape sequence that says which set SO is for.
std::string euc_of_iso2022(std::string_view octets, std::string_view designation) {
  std::string euc;
  bool shifted = false;
  for (size_t i = 0; i < octets.size(); ++i) {
    const char c = octets[i];
    if (octets.substr(i).starts_with(designation)) {
      i += designation.size() - 1;
    } else if (c == '\x0e') {
      shifted = true;
    } else if (c == '\x0f') {
      shifted = false;
    } else {
      if (c == '\n') shifted = false;
      euc += shifted && c > ' ' ? high(c) : c;
    }
  }
  return euc;
}

}  // namespace

bool decode_hz(std::string& to, std::string_view octets) {
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
  return decode_gb18030(to, euc);
}

bool decode_iso2022kr(std::string& to, std::string_view octets) {
  return decode_euc_kr(to, euc_of_iso2022(octets, "\x1b$)C"));
}

bool decode_iso2022cn(std::string& to, std::string_view octets) {
  return decode_gb18030(to, euc_of_iso2022(octets, "\x1b$)A"));
}

}  // namespace pillarbox::mime
