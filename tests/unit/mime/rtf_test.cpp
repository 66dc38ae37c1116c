// SPDX-License-Identifier: Apache-2.0
#include "mime/rtf.h"

#include <catch2/catch_test_macros.hpp>

#include "base/limits.h"
#include "mime/rtf_compressed.h"

using namespace pillarbox;
using namespace pillarbox::mime;

TEST_CASE("[MS-OXRTFCP] §3: the examples") {
  constexpr uint8_t kSimple[] = {0x2d, 0,    0,    0,    0x2b, 0,    0,    0,    0x4c, 0x5a,
                                 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00,
                                 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a,
                                 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77,
                                 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
  Defects defects;
  CHECK(decompress_rtf(kSimple, defects) == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
  // What is copied is written while it is read.
  constexpr uint8_t kOverlap[] = {0x1a, 0,    0,    0,    0x1c, 0,    0,    0,    0x4c, 0x5a,
                                  0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20,
                                  0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0};
  CHECK(decompress_rtf(kOverlap, defects) == "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
  CHECK(defects.list().empty());
  for (size_t size = 0; size + 1 < sizeof kSimple; ++size) {
    Defects cut;
    decompress_rtf(Bytes(kSimple).first(size), cut);
    CHECK((cut.has(Defect::broken_tnef) || size >= sizeof kSimple - 4));
  }
}

TEST_CASE("compressed RTF grows no further than is shown") {
  // One letter, and then references to the one before, seventeen octets each; the header says that
  // there is no end to it.
  Buffer bomb = {0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 'L', 'Z', 'F', 'u', 0, 0, 0, 0, 0, '{'};
  bomb.insert(bomb.end(), 7, 'a');
  for (size_t place = 207 + 7; bomb.size() < limits::kShownOctets / 4;) {
    bomb.push_back(0xff);
    for (int i = 0; i < 8; ++i, place += 17) {
      bomb.push_back(static_cast<uint8_t>(place % 4096 >> 4));
      bomb.push_back(static_cast<uint8_t>((place % 4096 & 15) << 4 | 15));
    }
  }
  Defects defects;
  CHECK(decompress_rtf(bomb, defects).size() == limits::kShownOctets);
}

TEST_CASE("the words of RTF") {
  struct Row {
    std::string_view rtf, text;
  };
  const Row rows[] = {
      {"{\\rtf1 words}", "words"},
      {"{\\rtf1 a\\par b\\tab c\\line d}", "a\nb\tc\nd"},
      {"{\\rtf1 {\\b bold} and {\\i{\\ul both}}}", "bold and both"},
      {"{\\rtf1\r\nline\r\nends are none}", "lineends are none"},
      {"{\\rtf1 \\{a\\\\b\\}}", "{a\\b}"},
      {"{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8}", "При"},
      {"{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa}", "日"},
      {"{\\rtf1\\'e9}", "é"},
      {"{\\rtf1 \\u8364?5}", "€5"},
      {"{\\rtf1\\uc2 \\u8364\\'3f?5}", "€5"},
      {"{\\rtf1\\uc0 \\u-10179 \\u-8704 }", "😀"},
      {"{\\rtf1\\u-10179?}", ""},
      {"{\\rtf1 a\\~b\\_c\\emdash d}",
       "a\xc2\xa0"
       "b\xe2\x80\x91"
       "c—d"},
      {"{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\info{\\title no}}{\\*\\unknown no}yes}", "yes"},
      {"{\\rtf1{\\pict\\bin5 }}}}}}yes}", "yes"},
      {"{\\rtf1 cut {\\b sho", "cut sho"},
      {"{\\rtf1 too}many}}}braces", "toomanybraces"},
      {"{\\rtf1 end\\", "end"},
      {"{\\rtf1 end\\'e", "ende"},
      {"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.rtf);
    const RtfBody read = read_rtf(row.rtf);
    CHECK(read.kind == RtfBody::Kind::text);
    CHECK(read.body == row.text);
  }
}

TEST_CASE("[MS-OXRTFEX]: the HTML in RTF") {
  const RtfBody read = read_rtf(
      "{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf \\par\\htmlrtf0 a "
      "{\\*\\htmltag84 &lt;}\\htmlrtf <\\htmlrtf0 b{\\*\\mhtmltag84 <i>}{\\*\\htmltag72 </p>}}");
  CHECK(read.kind == RtfBody::Kind::html);
  CHECK(read.body == "<p>a &lt;b</p>");
}

TEST_CASE("groups beyond all measure are walked through") {
  const std::string rtf = "{\\rtf1 " + std::string(1'000'000, '{') + "deep" +
                          std::string(1'000'000, '}') + " and back}";
  CHECK(read_rtf(rtf).body == "deep and back");
}
