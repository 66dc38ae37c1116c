// SPDX-License-Identifier: Apache-2.0
#include "mime/charset_label.h"

#include <array>
#include <string>

#include "mime/text.h"

namespace pillarbox::mime {
namespace {

struct Label {
  std::string_view key;  // lower case, letters and digits only
  Charset charset;
};

constexpr Charset kAscii{Family::ascii};
constexpr Charset kUtf8{Family::utf8};
constexpr Charset kLatin{Family::windows1252};
constexpr Charset kShiftJis{Family::superset, "CP932", "SHIFT_JIS"};
constexpr Charset kKorean{Family::superset, "CP949", "UHC"};
constexpr Charset kChinese{Family::superset, "GB18030"};
constexpr Charset kBig5{Family::superset, "BIG5-HKSCS", "BIG5"};
constexpr Charset kTurkish{Family::superset, "WINDOWS-1254"};
constexpr Charset kThai{Family::superset, "TIS-620"};
constexpr Charset kIso2022Jp{Family::escapes, "ISO-2022-JP"};

constexpr auto kLabels = std::to_array<Label>({
    {"utf8", kUtf8},
    {"usascii", kAscii},
    {"ascii", kAscii},
    {"ansix341968", kAscii},
    {"iso646us", kAscii},
    {"unknown8bit", kAscii},
    {"unknown", kAscii},
    {"xunknown", kAscii},
    {"default", kAscii},
    {"binary", kAscii},
    {"8bit", kAscii},
    {"7bit", kAscii},
    {"iso88591", kLatin},
    {"latin1", kLatin},
    {"l1", kLatin},
    {"windows1252", kLatin},
    {"cp1252", kLatin},
    {"xcp1252", kLatin},
    {"ansi", kLatin},
    {"cp819", kLatin},
    {"ibm819", kLatin},
    {"iso885914", {Family::superset, "ISO-8859-14"}},
    {"iso885915", {Family::superset, "ISO-8859-15"}},
    {"latin9", {Family::superset, "ISO-8859-15"}},
    {"l9", {Family::superset, "ISO-8859-15"}},
    {"iso885916", {Family::superset, "ISO-8859-16"}},
    {"iso88592", {Family::superset, "ISO-8859-2"}},
    {"latin2", {Family::superset, "ISO-8859-2"}},
    {"l2", {Family::superset, "ISO-8859-2"}},
    {"iso88593", {Family::superset, "ISO-8859-3"}},
    {"latin3", {Family::superset, "ISO-8859-3"}},
    {"iso88594", {Family::superset, "ISO-8859-4"}},
    {"latin4", {Family::superset, "ISO-8859-4"}},
    {"iso88595", {Family::superset, "ISO-8859-5"}},
    {"cyrillic", {Family::superset, "ISO-8859-5"}},
    {"iso88596", {Family::superset, "ISO-8859-6"}},
    {"iso88596i", {Family::superset, "ISO-8859-6"}},
    {"iso88596e", {Family::superset, "ISO-8859-6"}},
    {"arabic", {Family::superset, "ISO-8859-6"}},
    {"asmo708", {Family::superset, "ISO-8859-6"}},
    {"iso88597", {Family::superset, "ISO-8859-7"}},
    {"greek", {Family::superset, "ISO-8859-7"}},
    {"iso88598", {Family::superset, "ISO-8859-8"}},
    {"iso88598i", {Family::superset, "ISO-8859-8"}},
    {"iso88598e", {Family::superset, "ISO-8859-8"}},
    {"hebrew", {Family::superset, "ISO-8859-8"}},
    {"iso88599", kTurkish},
    {"latin5", kTurkish},
    {"l5", kTurkish},
    {"windows1254", kTurkish},
    {"cp1254", kTurkish},
    {"iso885910", {Family::superset, "ISO-8859-10"}},
    {"latin6", {Family::superset, "ISO-8859-10"}},
    {"iso885911", kThai},
    {"windows874", kThai},
    {"cp874", kThai},
    {"dos874", kThai},
    {"tis620", kThai},
    {"iso885913", {Family::superset, "ISO-8859-13"}},
    {"windows1250", {Family::superset, "WINDOWS-1250"}},
    {"cp1250", {Family::superset, "WINDOWS-1250"}},
    {"windows1251", {Family::superset, "WINDOWS-1251"}},
    {"cp1251", {Family::superset, "WINDOWS-1251"}},
    {"windows1253", {Family::superset, "WINDOWS-1253"}},
    {"cp1253", {Family::superset, "WINDOWS-1253"}},
    {"windows1255", {Family::superset, "WINDOWS-1255"}},
    {"cp1255", {Family::superset, "WINDOWS-1255"}},
    {"windows1256", {Family::superset, "WINDOWS-1256"}},
    {"cp1256", {Family::superset, "WINDOWS-1256"}},
    {"windows1257", {Family::superset, "WINDOWS-1257"}},
    {"cp1257", {Family::superset, "WINDOWS-1257"}},
    {"windows1258", {Family::superset, "WINDOWS-1258"}},
    {"cp1258", {Family::superset, "WINDOWS-1258"}},
    {"koi8r", {Family::superset, "KOI8-R"}},
    {"koi8", {Family::superset, "KOI8-R"}},
    {"koi", {Family::superset, "KOI8-R"}},
    {"koi8u", {Family::superset, "KOI8-U"}},
    {"koi8ru", {Family::superset, "KOI8-U"}},
    {"ibm866", {Family::superset, "CP866"}},
    {"cp866", {Family::superset, "CP866"}},
    {"866", {Family::superset, "CP866"}},
    {"ibm437", {Family::superset, "CP437"}},
    {"cp437", {Family::superset, "CP437"}},
    {"ibm850", {Family::superset, "CP850"}},
    {"cp850", {Family::superset, "CP850"}},
    {"macintosh", {Family::macintosh}},
    {"macroman", {Family::macintosh}},
    {"xmacroman", {Family::macintosh}},
    {"mac", {Family::macintosh}},
    {"shiftjis", kShiftJis},
    {"sjis", kShiftJis},
    {"xsjis", kShiftJis},
    {"mskanji", kShiftJis},
    {"windows31j", kShiftJis},
    {"cp932", kShiftJis},
    {"ms932", kShiftJis},
    {"eucjp", {Family::superset, "EUC-JP"}},
    {"xeucjp", {Family::superset, "EUC-JP"}},
    {"iso2022jp", kIso2022Jp},
    {"iso2022jp1", kIso2022Jp},
    {"iso2022jp2", kIso2022Jp},
    {"iso2022jp3", kIso2022Jp},
    {"iso2022jpms", kIso2022Jp},
    {"cp50220", kIso2022Jp},
    {"cp50221", kIso2022Jp},
    {"csiso2022jp", kIso2022Jp},
    {"euckr", kKorean},
    {"cp949", kKorean},
    {"uhc", kKorean},
    {"windows949", kKorean},
    {"ksc5601", kKorean},
    {"ksc56011987", kKorean},
    {"ksc56011989", kKorean},
    {"korean", kKorean},
    {"iso2022kr", {Family::iso2022kr}},
    {"gb2312", kChinese},
    {"gb231280", kChinese},
    {"csgb2312", kChinese},
    {"euccn", kChinese},
    {"chinese", kChinese},
    {"gbk", kChinese},
    {"xgbk", kChinese},
    {"cp936", kChinese},
    {"ms936", kChinese},
    {"windows936", kChinese},
    {"gb18030", kChinese},
    {"hz", {Family::hz}},
    {"hzgb2312", {Family::hz}},
    {"big5", kBig5},
    {"bigfive", kBig5},
    {"cp950", kBig5},
    {"xxbig5", kBig5},
    {"cnbig5", kBig5},
    {"big5hkscs", kBig5},
    {"big5eten", kBig5},
    {"utf7", {Family::utf7}},
    {"unicode11utf7", {Family::utf7}},
    {"xunicode20utf7", {Family::utf7}},
    {"utf16", {Family::utf16}},
    {"ucs2", {Family::utf16}},
    {"iso10646ucs2", {Family::utf16}},
    {"unicode", {Family::utf16}},
    {"utf16le", {Family::utf16le}},
    {"utf16be", {Family::utf16be}},
    {"unicodefffe", {Family::utf16be}},
    {"utf32", {Family::escapes, "UTF-32"}},
    {"utf32le", {Family::escapes, "UTF-32LE"}},
    {"utf32be", {Family::escapes, "UTF-32BE"}},
    {"unicode11utf8", kUtf8},
    {"xunicode20utf8", kUtf8},
    {"utf8mb4", kUtf8},
});

// Longer than any label; what is longer is none.
constexpr size_t kLongestLabel = 40;

}  // namespace

Charset charset_of(std::string_view label) {
  std::string key;
  if (label.size() > kLongestLabel) return {};
  for (const char c : label) {
    if (is_alpha(c) || is_digit(c)) key += lower(c);
  }
  if (key.empty()) return kAscii;
  // Some write the year or the registration with it: ISO_8859-1:1987, csISOLatin1.
  if (key.starts_with("iso8859") && key.size() > 9 && key.find("198") != std::string::npos) {
    key.resize(key.find("198"));
  }
  if (key.starts_with("csisolatin")) key.replace(0, 5, "");
  for (const Label& known : kLabels) {
    if (known.key == key) return known.charset;
  }
  return {};
}

std::string codepage_label(uint32_t codepage) {
  if (codepage == 0) return {};
  if (codepage == 65001) return "utf-8";
  if (codepage == 28591) return "iso-8859-1";
  if (codepage == 20127) return "us-ascii";
  if (codepage >= 1250 && codepage <= 1258) return "windows-" + std::to_string(codepage);
  return "cp" + std::to_string(codepage);
}

}  // namespace pillarbox::mime
