// SPDX-License-Identifier: Apache-2.0
// The same text in many charsets.
#include "mime/charset.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::mime;

namespace {

struct Row {
  std::string_view label;
  std::string_view octets;
  std::string_view text;
};

using namespace std::string_view_literals;

std::string decode(std::string_view octets, std::string_view label,
                   std::string_view fallback = {}) {
  std::string out;
  Defects defects;
  append_text(out, octets, label, fallback, defects);
  return out;
}

}  // namespace

TEST_CASE("charsets") {
  const Row rows[] = {
      {"utf-8", "caf\xc3\xa9", "café"},
      {"UTF8",
       "\xef\xbb\xbf"
       "a",
       "a"},
      {"us-ascii", "caf\xe9", "café"},
      {"iso-8859-1",
       "\x93"
       "a\x94 \x80",
       "“a” €"},
      {"ISO_8859-1:1987", "caf\xe9", "café"},
      {"csISOLatin1", "caf\xe9", "café"},
      {"latin1", "caf\xe9", "café"},
      {"windows-1252", "\x81\x99", "\xc2\x81™"},
      {"iso-8859-2", "\xb3\xf3\xbf", "łóż"},
      {"iso-8859-15", "\xa4", "€"},
      {"iso-8859-5", "\xbf\xe0\xd8", "При"},
      {"iso-8859-7", "\xe1\xe2", "αβ"},
      {"iso-8859-8-i", "\xf9\xec", "של"},
      {"iso-8859-9", "\xfe\x80", "ş€"},
      {"windows-1250", "\x9e\xb3", "žł"},
      {"windows-1251", "\xcf\xf0\xe8", "При"},
      {"cp1253", "\xe1", "α"},
      {"windows-1255", "\xf9", "ש"},
      {"windows-1256", "\xe3", "م"},
      {"windows-1257", "\xe0", "ą"},
      {"windows-874", "\xa1", "ก"},
      {"tis-620", "\xa1", "ก"},
      {"koi8-r", "\xf0\xd2\xc9", "При"},
      {"koi8-u", "\xa4", "є"},
      {"ibm866", "\x8f\xe0\xa8", "При"},
      {"macintosh", "caf\x8e \xa5", "café •"},
      {"shift_jis", "\x93\xfa\x96\x7b", "日本"},
      {"windows-31j", "\x87\x40", "①"},
      {"euc-jp", "\xc6\xfc\xcb\xdc", "日本"},
      {"iso-2022-jp", "\x1b$BF|K\\\x1b(B.", "日本."},
      {"gb2312", "\xd6\xd0\xce\xc4", "中文"},
      {"gbk", "\xd6\xd0", "中"},
      {"gbk", "\x80 5", "€ 5"},
      {"gb18030", "\x81\x30\x84\x36", "¥"},
      {"hz-gb-2312", "~{VPND~}.", "中文."},
      {"big5", "\xa4\xa4\xa4\xe5", "中文"},
      {"euc-kr", "\xc7\xd1\xb1\xdb", "한글"},
      {"ks_c_5601-1987", "\x8c\x63", "똠"},
      {"iso-2022-kr", "\x1b$)C\x0e\x47\x51\x31\x5b\x0f.", "한글."},
      {"utf-7", "Hi Mom -+Jjo--!", "Hi Mom -☺-!"},
      {"utf-7", "1 +- 1 = 2 +ZeVnLIqe", "1 + 1 = 2 日本語"},
      {"utf-16le", "a\0\x3d\xd8\x00\xde"sv, "a😀"},
      {"utf-16be", "\0a\xd8\x3d\xde\x00"sv, "a😀"},
      {"utf-16",
       "\xff\xfe"
       "a\0"sv,
       "a"},
      {"utf-16", "\xfe\xff\0a"sv, "a"},
      {"utf-16", "a\0b\0"sv, "ab"},
      {"utf-16", "\0a\0b"sv, "ab"},
      {"utf-16le",
       "\x3d\xd8"
       "a\0"sv,
       "\xef\xbf\xbd"
       "a"},  // a lone surrogate
  };
  for (const Row& row : rows) {
    INFO(row.label);
    CHECK(decode(row.octets, row.label) == row.text);
  }
}

TEST_CASE("text that is not what it says") {
  CHECK(decode("caf\xe9", "utf-8") == "café");
  CHECK(decode("\xc3\xa9 caf\xe9", "utf-8") == "é caf\xef\xbf\xbd");
  CHECK(decode("caf\xc3\xa9", "us-ascii") == "café");
  CHECK(decode("caf\xc3\xa9", "x-no-such") == "café");
  CHECK(decode("\x1b$BF|K\\\x1b(B", "") == "日本");
  CHECK(decode("\xcf\xf0\xe8", "", "windows-1251") == "При");
  CHECK(decode("\x93\xfa\x96", "shift_jis") == "日\xef\xbf\xbd");
  CHECK(decode("a\0b"sv, "us-ascii") == "ab");
  CHECK(decode("\xed\xa0\x80", "utf-8").find("\xed\xa0\x80") == std::string::npos);
}

TEST_CASE("what is wrong with a charset is said") {
  const auto defect = [](std::string_view octets, std::string_view label) {
    std::string out;
    Defects defects;
    append_text(out, octets, label, {}, defects);
    return defects.list().empty() ? "none"sv : name(defects.list().front());
  };
  CHECK(defect("a", "utf-8") == "none");
  CHECK(defect("a", "x-no-such") == "unknown-charset");
  CHECK(defect("\xff", "utf-8") == "wrong-charset");
  CHECK(defect("a\0"sv, "utf-8") == "nul-octets");
}
