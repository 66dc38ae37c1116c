// SPDX-License-Identifier: Apache-2.0
#include "mime/charset_label.h"

#include <array>
#include <string>

#include "mime/text.h"

namespace pillarbox::mime {
namespace {

struct Known {
  Charset charset;
  std::string_view keys;  // see key_of; between spaces
};

constexpr Charset single(const UpperHalf& half) { return {Family::single, &half}; }

constexpr auto kKnown = std::to_array<Known>({
    {{Family::utf8}, "utf8 utf8mb4 unicode11utf8 unicode20utf8 cp65001"},
    {{Family::none}, "unknown8bit unknown default binary 8bit 7bit userdefined"},
    {{Family::ascii}, "usascii ascii ansix341968 iso646us isoir6 cp367 cp20127"},
    {single(kWindows1252), "cp1252 iso88591 latin1 l1 isoir100 cp819 cp28591 ansi western"},
    {single(kWindows1250), "cp1250"},
    {single(kWindows1251), "cp1251"},
    {single(kWindows1253), "cp1253"},
    {single(kWindows1254), "cp1254 iso88599 latin5 l5 isoir148 cp28599"},
    {single(kWindows1255), "cp1255"},
    {single(kWindows1256), "cp1256"},
    {single(kWindows1257), "cp1257"},
    {single(kWindows1258), "cp1258"},
    {single(kWindows874), "cp874 dos874 iso885911 tis620 cp28601"},
    {single(kIso8859Part2), "iso88592 latin2 l2 isoir101 cp28592"},
    {single(kIso8859Part3), "iso88593 latin3 l3 isoir109 cp28593"},
    {single(kIso8859Part4), "iso88594 latin4 l4 isoir110 cp28594"},
    {single(kIso8859Part5), "iso88595 cyrillic latincyrillic isoir144 cp28595"},
    {single(kIso8859Part6),
     "iso88596 iso88596e iso88596i arabic latinarabic asmo708 ecma114 isoir127 "
     "cp28596"},
    {single(kIso8859Part7),
     "iso88597 greek greek8 latingreek ecma118 elot928 suneugreek isoir126 cp28597"},
    {single(kIso8859Part8),
     "iso88598 iso88598e iso88598i hebrew latinhebrew visual logical isoir138 "
     "cp28598 cp38598"},
    {single(kIso8859Part10), "iso885910 latin6 l6 isoir157"},
    {single(kIso8859Part13), "iso885913 cp28603"},
    {single(kIso8859Part14), "iso885914 latin8 l8"},
    {single(kIso8859Part15), "iso885915 latin9 l9 cp28605"},
    {single(kIso8859Part16), "iso885916 latin10 l10"},
    {single(kKoi8R), "koi8r koi8 koi cp20866"},
    {single(kKoi8U), "koi8u koi8ru cp21866"},
    {single(kIbm866), "cp866 866"},
    {single(kIbm437), "cp437"},
    {single(kIbm850), "cp850 cp858"},
    {single(kIbm852), "cp852"},
    {single(kMacintosh), "macintosh mac macroman cp10000"},
    {single(kMacCyrillic), "maccyrillic macukrainian cp10007 cp10017"},
    {single(kMacCentralEurope), "macce maccentraleurope maccentraleurroman cp10029"},
    {{Family::shift_jis}, "shiftjis sjis mskanji cp31j cp932 cp943"},
    {{Family::euc_jp},
     "eucjp eucjpms eucjpwin eucpkdfmtjapanese extendedunixcodepackedformatforjapanese ujis "
     "cp51932 "
     "cp20932"},
    {{Family::iso2022jp},
     "iso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jp2004 iso2022jpms jis7 cp50220 cp50221 "
     "cp50222"},
    {{Family::euc_kr},
     "euckr cp949 uhc ksc5601 ksc56011987 ksc56011989 ksc56011992 korean isoir149 cp51949"},
    {{Family::iso2022kr}, "iso2022kr cp50225"},
    {{Family::gb18030},
     "gb18030 gb2312 gb231280 iso58gb231280 isoir58 euccn chinese gbk cp936 cp51936 cp54936"},
    {{Family::iso2022cn}, "iso2022cn iso2022cnext cp50227"},
    {{Family::hz}, "hz hzgb2312 cp52936"},
    {{Family::big5}, "big5 bigfive big5hkscs big5eten cnbig5 cp950 cp951"},
    {{Family::utf7}, "utf7 unicode11utf7 unicode20utf7 cp65000"},
    {{Family::utf16}, "utf16 ucs2 iso10646ucs2 unicode unicodefeff"},
    {{Family::utf16le}, "utf16le cp1200"},
    {{Family::utf16be}, "utf16be unicodefffe cp1201"},
    {{Family::utf32}, "utf32 ucs4 iso10646ucs4"},
    {{Family::utf32le}, "utf32le cp12000"},
    {{Family::utf32be}, "utf32be cp12001"},
});

// No label is longer.
constexpr size_t kLongestLabel = 60;

// Two are the most that a label has; the rest is for damage. A header may have very many labels.
constexpr int kMostPrefixes = 3;

Charset known(std::string_view key) {
  for (const auto& [charset, keys] : kKnown) {
    for (size_t at = keys.find(key); at != std::string_view::npos; at = keys.find(key, at + 1)) {
      const size_t end = at + key.size();
      if ((at == 0 || keys[at - 1] == ' ') && (end == keys.size() || keys[end] == ' ')) {
        return charset;
      }
    }
  }
  return {};
}

// The label itself: behind what quoting left of "=" and quotes (=3D"iso-8859-2"), before another
// parameter (utf-8; format=flowed) and before the year of the standard (ISO_8859-1:1987).
std::string_view bare(std::string_view label) {
  constexpr std::string_view kMarks = "=\"':;,<>()?*";  // no space: "windows 1252"
  for (;;) {
    label = trim(label);
    if (label.empty()) return {};
    const std::string_view token = trim(label.substr(0, label.find_first_of(kMarks)));
    if (token.empty()) {
      label.remove_prefix(1);
      continue;
    }
    if (!iequals(token, "3d") && !iequals(token, "charset")) return token;
    label.remove_prefix(token.size());
  }
}

// Lower case, letters and digits only; all names of a code page as "cp" and its number.
std::string key_of(std::string_view label) {
  std::string key;
  for (const char c : label) {
    if (is_alpha(c) || is_digit(c)) key += lower(c);
  }
  for (const std::string_view name :
       {"windows", "windowscp", "win", "codepage", "ibm", "ms", "mscp"}) {
    if (key.size() > name.size() && key.starts_with(name) && is_digit(key[name.size()])) {
      return "cp" + key.substr(name.size());
    }
  }
  return key;
}

}  // namespace

Charset charset_of(std::string_view label) {
  label = bare(label);
  if (label.size() > kLongestLabel) return {};
  std::string key = key_of(label);
  if (key.empty()) return {Family::none};
  for (int prefixes = 0; prefixes <= kMostPrefixes; ++prefixes) {
    if (const Charset found = known(key); found.family != Family::unknown) return found;
    // x-sjis, x-x-big5, csShiftJIS, csISOLatin1, 3Diso-8859-2.
    size_t prefix = 0;
    for (const std::string_view begin : {"x", "cs", "iso", "3d"}) {
      if (key.starts_with(begin) && key.size() > begin.size()) prefix = begin.size();
    }
    if (prefix == 0) break;
    key = key_of(key.substr(prefix));
  }
  return {};
}

std::string codepage_label(uint32_t codepage) {
  return codepage == 0 ? std::string() : "cp" + std::to_string(codepage);
}

}  // namespace pillarbox::mime
