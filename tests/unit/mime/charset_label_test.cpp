// SPDX-License-Identifier: Apache-2.0
// Labels of mail that the web has not, or not so. Those of the web are compared with Chromium's in
// tests/mime/text_decoder.test.ts.
#include "mime/charset_label.h"

#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "mime/charset_hint.h"

using namespace pillarbox::mime;

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

void check_same(const Pair& pair) {
  INFO(pair.first << " is " << pair.second);
  CHECK(charset_of(pair.second).family != Family::unknown);
  CHECK(charset_of(pair.first) == charset_of(pair.second));
}

}  // namespace

TEST_CASE("labels of mailers") {
  const Pair pairs[] = {
      {"cp932", "shift_jis"},
      {"ms932", "shift_jis"},
      {"x-sjis", "shift_jis"},
      {"x-ms-cp932", "shift_jis"},
      {"eucjp-ms", "euc-jp"},
      {"eucJP-win", "euc-jp"},
      {"cp51932", "euc-jp"},
      {"ujis", "euc-jp"},
      {"x-iso-2022-jp", "iso-2022-jp"},
      {"iso-2022-jp-ms", "iso-2022-jp"},
      {"iso-2022-jp-2", "iso-2022-jp"},
      {"cp50220", "iso-2022-jp"},
      {"ks_c_5601-1987", "euc-kr"},
      {"cp949", "euc-kr"},
      {"x-windows-949", "euc-kr"},
      {"cp936", "gbk"},
      {"x-gb18030", "gb18030"},
      {"cp950", "big5"},
      {"hz", "hz-gb-2312"},
      {"x-mac-cyrillic", "maccyrillic"},
      {"x-mac-ce", "x-mac-centraleurroman"},
      {"cp10029", "x-mac-ce"},
      {"win-1251", "windows-1251"},
      {"Windows 1252", "windows-1252"},
      {"x-windows-1250", "windows-1250"},
      {"windows-28592", "iso-8859-2"},
      {"x-koi8-r", "koi8-r"},
      {"utf8mb4", "utf-8"},
      {"ISO-UTF-8", "utf-8"},
      {"ucs-4", "utf-32"},
      {"cp65001", "utf-8"},
      {"x-unknown", "unknown-8bit"},
      {"", "unknown-8bit"},
  };
  for (const Pair& pair : pairs) check_same(pair);
}

TEST_CASE("labels that quoting has damaged") {
  const Pair pairs[] = {
      {"=3D\"iso-8859-2\"", "iso-8859-2"},
      {"3D\"iso-8859-2\"", "iso-8859-2"},
      {"3Diso-8859-2", "iso-8859-2"},
      {"=3Dutf-8", "utf-8"},
      {"'utf-8'", "utf-8"},
      {"\"utf-8", "utf-8"},
      {"\"koi8-r\"; format=flowed", "koi8-r"},
      {"windows-1251;", "windows-1251"},
      {"charset=windows-1251", "windows-1251"},
      {"charset=3D\"big5\"", "big5"},
      {"utf-8=20", "utf-8"},
      {"<utf-8>", "utf-8"},
      {"=?utf-8?=", "utf-8"},
      {"us-ascii (Plain text)", "us-ascii"},
      {"ISO_8859-1:1987", "iso-8859-1"},
      {" utf-8 ", "utf-8"},
      {"\"\"", "unknown-8bit"},
  };
  for (const Pair& pair : pairs) check_same(pair);
}

TEST_CASE("what is no label is none") {
  for (const std::string_view label : {"x-klingon", "iso-8859-17", "windows-9999", "utf-9", "8",
                                       "jp", "xx", "3d3d", "cs", "l", "iso", "shift_jis euc-jp"}) {
    INFO(label);
    CHECK(charset_of(label).family == Family::unknown);
  }
  CHECK(charset_of(std::string(1000, 'x')).family == Family::unknown);
  CHECK(codepage_label(0).empty());
  CHECK(charset_of(codepage_label(1251)) == charset_of("windows-1251"));
  CHECK(charset_of(codepage_label(10007)) == charset_of("x-mac-cyrillic"));
}

TEST_CASE("labels that say nothing leave it to the rest of the mail") {
  for (const std::string_view label :
       {"", "unknown-8bit", "x-unknown", "default", "binary", "x-user-defined", "x-klingon"}) {
    INFO(label);
    CHECK(needs_charset_hint(label));
  }
  for (const std::string_view label : {"us-ascii", "utf-8", "iso-8859-1", "=3D\"koi8-r\""}) {
    INFO(label);
    CHECK(!needs_charset_hint(label));
  }
}
