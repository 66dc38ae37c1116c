// SPDX-License-Identifier: Apache-2.0
// Japanese as it is sent, beyond what the browser's TextDecoder reads too.
#include <catch2/catch_test_macros.hpp>

#include "mime/charset.h"

using namespace pillarbox::mime;

namespace {

using namespace std::string_view_literals;

std::string decode(std::string_view octets, std::string_view label) {
  std::string out;
  Defects defects;
  append_text(out, octets, label, {}, defects);
  return out;
}

}  // namespace

TEST_CASE("NEC row 13, what NEC selected and IBM's extensions") {
  CHECK(decode("\x87\x40\x87\x8a\xfb\xfc\xfa\x5c", "shift_jis") == "①㈱髙纊");
  CHECK(decode("\xee\xe0\xed\x40", "shift_jis") == "髙纊");
  CHECK(decode("\xad\xa1\xad\xea\xfc\xe2\xf9\xa1", "cp51932") == "①㈱髙纊");
  CHECK(decode("\x8f\xf4\xfb\x8f\xf4\xab\x8f\xb0\xa1", "eucjp-ms") == "髙㈱丂");
  CHECK(decode("\x1b$B-!-j|by!\x1b(B.", "iso-2022-jp") == "①㈱髙纊.");
}

TEST_CASE("an unknown pair is one sign, and shifts nothing behind it") {
  CHECK(decode("\x85\x9f\x93\xfa\x96\x7b", "shift_jis") == "\ufffd日本");
  CHECK(decode("\xa9\xa1\xc6\xfc\xcb\xdc", "euc-jp") == "\ufffd日本");
  CHECK(decode("\x1b$B)!F|K\\\x1b(B", "iso-2022-jp") == "\ufffd日本");
  CHECK(decode("\xc9\xa1\xc7\xd1", "euc-kr") == "\ufffd한");
  CHECK(decode("\x81\xfe\xa4\xa4", "big5") == "\ufffd中");
  CHECK(decode("\x85\"a\"", "shift_jis") == "\ufffd\"a\"");
}

TEST_CASE("ISO-2022-JP with all that mailers write under its name") {
  // Encoded words that are joined.
  CHECK(decode("\x1b$BF|\x1b(B\x1b$BK\\\x1b(B", "iso-2022-jp") == "日本");
  // A line ends in ASCII, even if nothing says so; a lone octet does not swallow its end.
  CHECK(decode("\x1b$BF|K\\\r\nok", "iso-2022-jp") == "日本\r\nok");
  CHECK(decode("\x1b$BF|K\r\nok", "iso-2022-jp") == "日\ufffd\r\nok");
  CHECK(decode("\x1b(I1\x1b(B1 \x0e\x31\x0f\x31", "iso-2022-jp") == "ｱ1 ｱ1");
  CHECK(decode("\xb1\xb2", "iso-2022-jp") == "ｱｲ");
  CHECK(decode("\x93\xfa\x96\x7b", "iso-2022-jp") == "日本");
  CHECK(decode("\x1b$(D0!\x1b(B", "iso-2022-jp-1") == "丂");
  CHECK(decode("\x1b$AVPND\x1b$(CGQ\x1b(B", "iso-2022-jp-2") == "中文한");
  CHECK(decode("\x1b.A\x1bNi \x1b.F\x1bNa", "iso-2022-jp-2") == "é α");
  CHECK(decode("\x1b&@\x1b$BF|\x1b(B", "iso-2022-jp") == "日");
  CHECK(decode("\x1b(J\\~\x1b(B\\~", "iso-2022-jp") == "¥‾\\~");
  CHECK(decode("\x1b(XF|", "iso-2022-jp") == "\ufffd(XF|");
}

TEST_CASE("UTF-32") {
  CHECK(decode("\0\0\xfe\xff\0\0\0a\0\1\xf6\0"sv, "utf-32") == "a😀");
  CHECK(decode("\xff\xfe\0\0a\0\0\0\0\xf6\1\0"sv, "utf-32") == "a😀");
  CHECK(decode("\0\0\0a\0\0\x65\xe5"sv, "utf-32") == "a日");
  CHECK(decode("a\0\0\0\xe5\x65\0\0"sv, "utf-32") == "a日");
  CHECK(decode("a\0\0\0"sv, "utf-32le") == "a");
  CHECK(decode("\0\0\0a"sv, "utf-32be") == "a");
  CHECK(decode("\0\0\xd8\0\0\x11\0\0\0"sv, "utf-32be") == "\ufffd\ufffd\ufffd");
}

TEST_CASE("DOS and the Macintosh, where the web has nothing") {
  CHECK(decode("caf\x82 \x9b", "ibm437") == "café ¢");
  CHECK(decode("caf\x82 \x9b", "cp850") == "café ø");
  CHECK(decode("\x88\xa2\xbe", "cp852") == "łóż");
  CHECK(decode("\xb8\x97\xfd", "x-mac-ce") == "łóż");
}
