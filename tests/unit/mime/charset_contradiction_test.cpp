// SPDX-License-Identifier: Apache-2.0
// Labels that the octets contradict, and short texts that only seem to.
#include "mime/charset_contradiction.h"

#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "mime/charset.h"

using namespace pillarbox::mime;

namespace {

struct Row {
  std::string_view label;
  std::string_view octets;
  std::string_view text;
};

struct Decoded {
  std::string text;
  Defects defects;
};

Decoded decode(std::string_view octets, std::string_view label) {
  Decoded decoded;
  append_text(decoded.text, octets, label, {}, decoded.defects);
  return decoded;
}

}  // namespace

TEST_CASE("UTF-8 under another label is read as UTF-8, and the label is a defect") {
  // The octets are those of this file.
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"iso-8859-1", "Grüße"},
      {"iso-8859-1", "für"},
      {"iso-8859-1", "Österreich"},
      {"iso-8859-1", "él"},
      {"iso-8859-1", "20 °C"},
      {"iso-8859-1", "it’s"},
      {"iso-8859-1", "😀"},
      {"windows-1252", "“so”"},
      {"windows-1252", "€ 5"},
      {"iso-8859-15", "Córdoba"},
      {"iso-8859-9", "Türkçe"},
      {"windows-1254", "değil"},
      {"iso-8859-2", "Zażółć gęślą jaźń"},
      {"windows-1250", "Albánie"},
      {"windows-1257", "Armėnija"},
      {"windows-1251", "Привет"},
      {"koi8-r", "да"},
      {"ibm866", "мир"},
      {"iso-8859-5", "погода"},
      {"iso-8859-7", "Καλημέρα"},
      {"windows-1255", "שלום לך"},
      {"windows-1256", "السلام"},
      {"tis-620", "สวัสดี"},
      {"shift_jis", "こんにちは"},
      {"euc-jp", "日本"},
      {"iso-2022-jp", "日本語"},
      {"gb2312", "中文"},
      {"gb18030", "中文"},
      {"big5", "中文"},
      {"euc-kr", "한글"},
      {"iso-2022-kr", "한글"},
      {"hz-gb-2312", "中文"},
      {"utf-7", "é"},
      {"utf-16", "Grüße aus Köln"},
      {"utf-32", "Grüße"},
  };
  for (const auto& [label, text] : rows) {
    INFO(label << ": " << text);
    const Decoded decoded = decode(text, label);
    CHECK(decoded.text == text);
    CHECK(decoded.defects.has(Defect::wrong_charset));
  }
  const Decoded marked = decode("\xef\xbb\xbfso", "iso-8859-1");
  CHECK(marked.text == "so");
  CHECK(marked.defects.has(Defect::wrong_charset));
}

TEST_CASE("short text that is UTF-8 by accident stays what its label says") {
  const Row rows[] = {
      {"iso-8859-2", "SP\xd3\xa3KA", "SPÓŁKA"},
      {"windows-1250", "SP\xd3\xa3KA P\xd3\xa3ROCZNA", "SPÓŁKA PÓŁROCZNA"},
      {"iso-8859-1", "AMANH\xc3\x94", "AMANHÃ”"},
      {"iso-8859-1", "AMANH\xc3\x85 N\xc3O", "AMANHÃ… NÃO"},
      {"windows-1252", "NESCAF\xc9\xae", "NESCAFÉ®"},
      {"windows-1252", "\xd6\x92", "Ö’"},
      {"windows-1252", "JOS\xc9\x86", "JOSÉ†"},
      {"koi8-r", "20 \xcd\x9d", "20 м²"},
      {"iso-8859-1", "CAF\xc9\x94", "CAFÉ”"},
      {"windows-1254", "G\xd6R\xdc\x85", "GÖRÜ…"},
      {"windows-1257", "GEGU\xde\xc6", "GEGUŽĘ"},
      {"windows-1251", "\xdf\x85", "Я…"},
      {"koi8-r", "\xc5\xa3", "её"},
      {"iso-8859-7", "\xd4\xba", "ΤΊ"},
      {"windows-874", "\xc3\xb6\xe1\xb4\xa7", "รถแดง"},
      {"gbk", "\xd0\xa1\xd0\xb4", "小写"},
      {"gb2312", "\xcd\xa8", "通"},
      {"euc-jp", "\xc4\xa3", "庁"},
      {"shift_jis", "\xc4\xb0", "ﾄｰ"},
      {"iso-2022-jp", "\xc4\xb0", "ﾄｰ"},
  };
  for (const Row& row : rows) {
    INFO(row.label << ": " << row.text);
    const Decoded decoded = decode(row.octets, row.label);
    CHECK(decoded.text == row.text);
    CHECK(decoded.defects.list().empty());
  }
}

TEST_CASE("ISO 2022 escape sequences are read whatever the label is") {
  const Row rows[] = {
      {"x-klingon", "\x1b$BF|K\\\x1b(B", "日本"},
      {"x-klingon", "\x1b$)C\x0e\x47\x51\x0f.", "한."},
      {"x-klingon", "\x1b$)A\x0eVPND\x0f.", "中文."},
      {"x-klingon", "\x1b(I1\x1b(B", "ｱ"},
      {"", "\x1b$)C\x0e\x47\x51\x0f.", "한."},
      {"utf-8", "\x1b$BF|K\\\x1b(B", "日本"},
      {"shift_jis", "\x1b$BF|K\\\x1b(B", "日本"},
      {"iso-8859-1", "\x1b$@F|K\\\x1b(J", "日本"},
  };
  for (const Row& row : rows) {
    INFO(row.label << ": " << row.text);
    CHECK(decode(row.octets, row.label).text == row.text);
  }
  CHECK(decode("\x1b$BF|\x1b(B", "utf-8").defects.has(Defect::wrong_charset));
  CHECK(decode("\x1b$BF|\x1b(B", "").defects.list().empty());
  // The colours of a terminal.
  CHECK(decode("\x1b[31mred\x1b[0m", "utf-8").text == "\x1b[31mred\x1b[0m");
  CHECK(decode("\x1b[31mred\x1b[0m", "utf-8").defects.list().empty());
}

TEST_CASE("text without a label is what the rest of the mail is written in") {
  const auto hinted = [](std::string_view octets, std::string_view fallback) {
    Decoded decoded;
    append_text(decoded.text, octets, {}, fallback, decoded.defects);
    return decoded.text;
  };
  CHECK(hinted("\x93\xfa\x96\x7b", "iso-2022-jp") == "日本");
  CHECK(hinted("\xc6\xfc\xcb\xdc", "euc-jp") == "日本");
  CHECK(hinted("\xcf\xf0\xe8", "koi8-r") == "оПХ");
  CHECK(hinted("caf\xe9", "utf-16") == "café");
  CHECK(hinted("日本", "euc-jp") == "日本");
}
