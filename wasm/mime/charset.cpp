// SPDX-License-Identifier: Apache-2.0
#include "mime/charset.h"

#include <algorithm>

#include "mime/charset_decoders.h"
#include "mime/charset_label.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

// ISO 2022 designations that begin Japanese text: ESC $ B, ESC $ @, ESC ( J.
bool looks_like_iso2022jp(std::string_view octets) {
  for (size_t at = octets.find('\x1b'); at != std::string_view::npos;
       at = octets.find('\x1b', at + 1)) {
    const std::string_view mark = octets.substr(at + 1, 2);
    if (mark == "$B" || mark == "$@" || mark == "(J") return true;
  }
  return false;
}

// Text of whose charset nothing is known, or nothing that can be believed.
void append_by_octets(std::string& to, std::string_view octets, std::string_view fallback) {
  if (octets.find('\x1b') != std::string_view::npos && looks_like_iso2022jp(octets)) {
    decode_by_iconv(to, octets, {Family::escapes, "ISO-2022-JP"});
    return;
  }
  if (is_utf8(octets)) {
    to += octets;
    return;
  }
  const Charset hint = charset_of(fallback);
  if (hint.family == Family::superset) {
    decode_by_iconv(to, octets, hint);
    return;
  }
  decode_windows1252(to, octets);
}

void append_utf8(std::string& to, std::string_view octets, Defects& defects) {
  if (octets.starts_with("\xef\xbb\xbf")) octets.remove_prefix(3);
  const size_t before = to.size();
  if (append_valid_utf8(to, octets)) return;
  defects.add(Defect::wrong_charset);
  // Text that calls itself UTF-8 and has not one character of it is windows-1252 from a sender
  // that changed the label alone. One right character says that the rest is damage.
  const std::string_view result = std::string_view(to).substr(before);
  size_t broken = 0;
  size_t right = 0;
  for (size_t i = 0; i < result.size(); ++i) {
    const auto octet = static_cast<unsigned char>(result[i]);
    if (octet < 0xc0) continue;
    if (result.substr(i, 3) == "\xef\xbf\xbd") {
      ++broken;
    } else {
      ++right;
    }
  }
  if (right == 0 && broken > 0) {
    to.resize(before);
    decode_windows1252(to, octets);
  }
}

void append_decoded(std::string& to, std::string_view octets, const Charset& charset,
                    std::string_view fallback, Defects& defects) {
  switch (charset.family) {
    case Family::unknown:
      defects.add(Defect::unknown_charset);
      append_by_octets(to, octets, fallback);
      return;
    case Family::ascii:
      append_by_octets(to, octets, fallback);
      return;
    case Family::utf8:
      append_utf8(to, octets, defects);
      return;
    case Family::utf7:
      if (!decode_utf7(to, octets)) defects.add(Defect::wrong_charset);
      return;
    case Family::utf16:
      decode_utf16(to, octets, ByteOrder::unknown);
      return;
    case Family::utf16be:
      decode_utf16(to, octets, ByteOrder::big);
      return;
    case Family::utf16le:
      decode_utf16(to, octets, ByteOrder::little);
      return;
    case Family::windows1252:
      decode_windows1252(to, octets);
      return;
    case Family::macintosh:
      decode_macintosh(to, octets);
      return;
    case Family::hz:
      decode_hz(to, octets);
      return;
    case Family::iso2022kr:
      decode_iso2022kr(to, octets);
      return;
    case Family::superset:
    case Family::escapes:
      if (!decode_by_iconv(to, octets, charset)) defects.add(Defect::wrong_charset);
      return;
  }
}

bool has_ascii_below_128(Family family) {
  switch (family) {
    case Family::utf7:
    case Family::utf16:
    case Family::utf16be:
    case Family::utf16le:
    case Family::iso2022kr:
    case Family::hz:
    case Family::escapes:
      return false;
    default:
      return true;
  }
}

}  // namespace

void append_text(std::string& to, std::string_view octets, std::string_view label,
                 std::string_view fallback, Defects& defects) {
  const Charset charset = charset_of(label);
  const size_t before = to.size();
  if (has_ascii_below_128(charset.family) && is_ascii(octets) &&
      (charset.family != Family::ascii || octets.find('\x1b') == std::string_view::npos)) {
    if (charset.family == Family::unknown) defects.add(Defect::unknown_charset);
    to += octets;
  } else {
    append_decoded(to, octets, charset, fallback, defects);
  }
  // RFC 5322 §4: NUL occurs in old mail and means nothing.
  if (to.find('\0', before) != std::string::npos) {
    defects.add(Defect::nul_octets);
    to.erase(std::remove(to.begin() + static_cast<std::ptrdiff_t>(before), to.end(), '\0'),
             to.end());
  }
}

bool is_opaque_charset(std::string_view label) {
  return !has_ascii_below_128(charset_of(label).family);
}

}  // namespace pillarbox::mime
