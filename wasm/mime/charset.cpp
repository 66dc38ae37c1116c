// SPDX-License-Identifier: Apache-2.0
#include "mime/charset.h"

#include <algorithm>

#include "mime/charset_contradiction.h"
#include "mime/charset_decoders.h"
#include "mime/charset_label.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

bool has_ascii_below_128(Family family) {
  switch (family) {
    case Family::utf7:
    case Family::utf16:
    case Family::utf16be:
    case Family::utf16le:
    case Family::utf32:
    case Family::utf32be:
    case Family::utf32le:
    case Family::iso2022jp:
    case Family::iso2022kr:
    case Family::iso2022cn:
    case Family::hz:
      return false;
    default:
      return true;
  }
}

// Whether a label says more than the octets do.
bool promises(Family family) {
  return family != Family::unknown && family != Family::none && family != Family::ascii;
}

constexpr Charset kWindowsLatin{Family::single, &kWindows1252};

bool decode(std::string& to, std::string_view octets, const Charset& charset) {
  switch (charset.family) {
    case Family::unknown:
    case Family::none:
    case Family::ascii:
    case Family::utf8:
      return append_valid_utf8(to, octets);
    case Family::utf7:
      return decode_utf7(to, octets);
    case Family::utf16:
      return decode_utf16(to, octets, ByteOrder::unknown);
    case Family::utf16be:
      return decode_utf16(to, octets, ByteOrder::big);
    case Family::utf16le:
      return decode_utf16(to, octets, ByteOrder::little);
    case Family::utf32:
      return decode_utf32(to, octets, ByteOrder::unknown);
    case Family::utf32be:
      return decode_utf32(to, octets, ByteOrder::big);
    case Family::utf32le:
      return decode_utf32(to, octets, ByteOrder::little);
    case Family::single:
      return decode_single(to, octets, *charset.half);
    case Family::shift_jis:
      return decode_shift_jis(to, octets);
    case Family::euc_jp:
      return decode_euc_jp(to, octets);
    case Family::iso2022jp:
      return decode_iso2022jp(to, octets);
    case Family::euc_kr:
      return decode_euc_kr(to, octets);
    case Family::iso2022kr:
      return decode_iso2022kr(to, octets);
    case Family::big5:
      return decode_big5(to, octets);
    case Family::gb18030:
      return decode_gb18030(to, octets);
    case Family::iso2022cn:
      return decode_iso2022cn(to, octets);
    case Family::hz:
      break;
  }
  return decode_hz(to, octets);
}

// Text of whose charset nothing is known, or nothing that can be believed.
void append_by_octets(std::string& to, std::string_view octets, std::string_view fallback) {
  if (const Family escaped = family_of_escapes(octets); escaped != Family::unknown) {
    decode(to, octets, {escaped});
    return;
  }
  if (is_utf8(octets)) {
    to += octets;
    return;
  }
  const Charset hint = charset_of(fallback);
  const bool helps = promises(hint.family) && hint.family != Family::utf8 &&
                     (has_ascii_below_128(hint.family) || hint.family == Family::iso2022jp);
  decode(to, octets, helps ? hint : kWindowsLatin);
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
    decode(to, octets, kWindowsLatin);
  }
}

// Text whose label promises a charset other than UTF-8.
void append_labelled(std::string& to, std::string_view octets, const Charset& charset,
                     Defects& defects) {
  const size_t before = to.size();
  const bool reads = decode(to, octets, charset);
  if (!is_ascii(octets) && is_utf8(octets) && is_utf8_in_truth(octets, charset, reads)) {
    to.resize(before);
    defects.add(Defect::wrong_charset);
    append_utf8(to, octets, defects);
    return;
  }
  if (!reads) defects.add(Defect::wrong_charset);
}

// ASCII under a label of which it is a part.
void append_ascii(std::string& to, std::string_view octets, Family family, Defects& defects) {
  const Family escaped = family_of_escapes(octets);
  if (escaped == Family::unknown) {
    to += octets;
    return;
  }
  if (promises(family)) defects.add(Defect::wrong_charset);
  decode(to, octets, {escaped});
}

}  // namespace

void append_text(std::string& to, std::string_view octets, std::string_view label,
                 std::string_view fallback, Defects& defects) {
  const Charset charset = charset_of(label);
  const size_t before = to.size();
  if (charset.family == Family::unknown) defects.add(Defect::unknown_charset);
  if (has_ascii_below_128(charset.family) && is_ascii(octets)) {
    append_ascii(to, octets, charset.family, defects);
  } else if (!promises(charset.family)) {
    append_by_octets(to, octets, fallback);
  } else if (charset.family == Family::utf8) {
    append_utf8(to, octets, defects);
  } else {
    append_labelled(to, octets, charset, defects);
  }
  // RFC 5322 §4: NUL occurs in old mail and means nothing.
  if (to.find('\0', before) != std::string::npos) {
    defects.add(Defect::nul_octets);
    to.erase(std::remove(to.begin() + static_cast<std::ptrdiff_t>(before), to.end(), '\0'),
             to.end());
  }
}

}  // namespace pillarbox::mime
