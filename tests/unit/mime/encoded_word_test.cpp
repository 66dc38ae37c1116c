// SPDX-License-Identifier: Apache-2.0
#include "mime/encoded_word.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::mime;

namespace {

struct Row {
  std::string_view in;
  std::string_view out;
};

std::string decode(std::string_view text, std::string_view fallback = {}) {
  Defects defects;
  return decode_header_text(text, fallback, defects);
}

}  // namespace

TEST_CASE("RFC 2047 §8: the examples") {
  const Row rows[] = {
      {"=?US-ASCII?Q?Keith_Moore?=", "Keith Moore"},
      {"=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld Jørn Simonsen"},
      {"=?ISO-8859-1?Q?Andr=E9?= Pirard", "André Pirard"},
      {"=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= "
       "=?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
       "If you can read this you understand the example."},
      {"(=?ISO-8859-1?Q?a?=)", "(a)"},
      {"(=?ISO-8859-1?Q?a?= b)", "(a b)"},
      {"(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"},
      {"(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)"},
      {"(=?ISO-8859-1?Q?a_b?=)", "(a b)"},
      {"(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(decode(row.in) == row.out);
  }
}

TEST_CASE("words as senders break them") {
  const Row rows[] = {
      {"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"},     // a character in two words
      {"=?utf-8?B?Y2Fmw?= =?utf-8?B?6k=?=", "café"},      // base64 cut anywhere
      {"=?UTF-8?b?4pyT?= =?utf-8?q?=E2=9C=93?=", "✓✓"},   // both encodings, one charset
      {"=?utf-8?Q?caf=C3=A9 au lait?=", "café au lait"},  // spaces inside
      {"Re:=?utf-8?Q?_caf=C3=A9?=!", "Re: café!"},        // inside another word
      {"\"=?utf-8?Q?caf=C3=A9?=\"", "\"café\""},          // inside quotes
      {"=?utf-8*en?Q?caf=C3=A9?=", "café"},               // RFC 2231 §5
      {"=?utf-8?Q?what?\?=", "what?"},                    // "?" left as it is
      {"=?utf-8?Q?caf=C3=A9", "café"},                    // cut short
      {"=?utf-8?Q?a =?utf-8?Q?b?=", "a b"},               // cut short by another
      {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},             // no such encoding
      {"=?utf-8?Q?=3d=3D=zz?=",
       "=="
       "=zz"},                           // lower case, not hexadecimal
      {"=?utf-8?Q?\?=", ""},             // empty
      {"=?utf-8?Q?a=0D=0Ab?=", "a  b"},  // an encoded line end is none
      {"a =? b ?= c", "a =? b ?= c"},
      {"=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語"},
      {"=?no-such-charset?Q?caf=C3=A9?=", "café"},
      {"=?utf-8?Q?caf=E9?=", "café"},  // the label lies
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(decode(row.in) == row.out);
  }
}

TEST_CASE("words in base64 without padding") {
  const Row rows[] = {
      {"=?utf-8?B?YQ?=", "a"},
      {"=?utf-8?B?YQ?= b", "a b"},
      {"=?utf-8?B?YQ?= =?utf-8?B?Yg?=", "ab"},
      {"=?utf-8?B?YQ?==?utf-8?B?Yg?=", "ab"},
      {"=?utf-8?B?YWI?= =?utf-8?B?Y2Q?= =?utf-8?B?ZWY?=", "abcdef"},
      {"=?utf-8?B?YQ?= =?utf-8?B?YmNk?= =?utf-8?B?ZQ==?=", "abcde"},
      {"=?utf-8?B?w6k?= =?utf-8?B?w6k?=", "éé"},
      {"=?utf-8?B?Y8M?= =?utf-8?B?qWQ?=", "céd"},  // and a character in two words
      {"=?iso-8859-1?B?6Q?= =?iso-8859-1?B?6Q?=", "éé"},
      {"=?utf-8?B?YQ?= =?utf-8?Q?b?= =?utf-8?B?Yw?=", "abc"},
      {"=?utf-8?B?YQ?= =?iso-8859-1?B?6Q?=", "aé"},
      {"=?utf-8?B?YQ==YmM=?= =?utf-8?B?ZA?=", "abcd"},
      // Cut anywhere: a word of one character more than groups of four cannot end there, nor one
      // whose last character says more than whole octets do, nor one of which the padding does not
      // fit.
      {"=?utf-8?B?Y2Fmw?= =?utf-8?B?6k=?=", "café"},
      {"=?utf-8?B?Y2?= =?utf-8?B?Fm?=", "caf"},
      {"=?utf-8?B?Y2F?= =?utf-8?B?mw6k=?=", "café"},
      {"=?utf-8?B?Y2?= =?utf-8?B?Fmw?= =?utf-8?B?6k=?=", "café"},
      {"=?utf-8?B?w6?= =?utf-8?B?k=?=", "é"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(decode(row.in) == row.out);
  }
}

TEST_CASE("raw octets: UTF-8, else the charset of the mail, else windows-1252") {
  CHECK(decode("caf\xc3\xa9") == "café");
  CHECK(decode("caf\xe9") == "café");
  CHECK(decode("\xcf\xf0\xe8\xe2\xe5\xf2", "windows-1251") == "Привет");
  CHECK(decode("\x1b$BF|K\\8l\x1b(B") == "日本語");
  Defects defects;
  decode_header_text("caf\xe9", {}, defects);
  CHECK(defects.has(Defect::raw_octets_in_header));
}

TEST_CASE("unfolding") {
  CHECK(unfold("a\r\n b") == "a b");
  CHECK(unfold("a\n\tb") == "a\tb");
  CHECK(unfold("a\r\r\n b") == "a b");
  CHECK(unfold("a\r\nb") == "a b");
  CHECK(unfold("a\rb") == "a b");
  CHECK(unfold("a\r\n") == "a");
}
