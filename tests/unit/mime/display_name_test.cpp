// SPDX-License-Identifier: Apache-2.0
// Names that no RFC allows, of senders who do not quote and of those who encode all of it: one
// person stays one, and nothing of the name is lost.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "mime/address.h"

using namespace pillarbox::mime;

namespace {

std::string read(std::string_view value) {
  Defects defects;
  std::string out;
  for (const Address& address : parse_addresses(value, {}, defects)) {
    if (!out.empty()) out += " & ";
    out += address.name + '|' + address.address;
  }
  return out;
}

struct Row {
  std::string_view in;
  std::string_view out;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(read(row.in) == row.out);
  }
}

}  // namespace

TEST_CASE("display names: commas that nobody has quoted") {
  check({
      {"Doe, John <j@x.test>", "Doe, John|j@x.test"},
      {"Doe,John <j@x.test>", "Doe,John|j@x.test"},
      {"Doe, John, PhD <j@x.test>, Roe, Jane <r@x.test>",
       "Doe, John, PhD|j@x.test & Roe, Jane|r@x.test"},
      {"a@x.test, Doe, John <j@x.test>, b@x.test", "|a@x.test & Doe, John|j@x.test & |b@x.test"},
      {"\"Doe\", John <j@x.test>", "Doe, John|j@x.test"},
      {"=?utf-8?Q?M=C3=BCller?=, Jörg <j@x.test>", "Müller, Jörg|j@x.test"},
      {"\"Doe, John <j@x.test>", "Doe, John|j@x.test"},
      {"Doe, <j@x.test>", "Doe|j@x.test"},
      {", Doe, John <j@x.test>,", "Doe, John|j@x.test"},
      {"Marks &amp; Co <m@x.test>", "Marks &amp; Co|m@x.test"},
      {"Doe, John <j@x.test>; Roe, Jane <r@x.test>", "Doe, John|j@x.test & Roe, Jane|r@x.test"},
      {"Team: Doe, John <j@x.test>, r@x.test;, Al <a@x.test>",
       "Doe, John|j@x.test & |r@x.test & Al|a@x.test"},
      // Without a "<" these are people of one's own host (RFC 5321 §2.3.5), each on their own.
      {"root, admin", "root| & admin|"},
      {"root, j@x.test", "root| & |j@x.test"},
      {"root; j@x.test, Doe, John <j@x.test>", "root| & |j@x.test & Doe, John|j@x.test"},
      {"Team: root, admin;, Al <a@x.test>", "root| & admin| & Al|a@x.test"},
  });
}

TEST_CASE("display names: nothing before the address is lost") {
  check({
      {"Info: Support <i@x.test>", "Info: Support|i@x.test"},
      {"Re:Info <i@x.test>", "Re:Info|i@x.test"},
      {"10:30 Meeting, Al <a@x.test>", "10:30 Meeting, Al|a@x.test"},
      {"Team A: a@x.test, Bob <b@x.test>;", "|a@x.test & Bob|b@x.test"},
      {"Team A: Bob <b@x.test>;", "Bob|b@x.test"},
      {"Team A: a@x.test, Bob <b@x.test>", "|a@x.test & Bob|b@x.test"},
      {"undisclosed-recipients:", ""},
      {"undisclosed-recipients:, Bob <b@x.test>", "Bob|b@x.test"},
      {"Al <The Best> <a@x.test>", "Al <The Best>|a@x.test"},
      {"Al <The Best <a@x.test>", "Al <The Best|a@x.test"},
      {"Al <al> <Straße 3§", "Al <Straße 3§>|al"},
      {"a@y.test <a@x.test>", "a@y.test|a@x.test"},
      {"Al, a@y.test <a@x.test>", "Al, a@y.test|a@x.test"},
      {"Al <a@x.test> <b@x.test>", "Al|a@x.test"},
      {"Al (Jack <a@x.test>", "Al (Jack|a@x.test"},
      {"Al :-( <a@x.test>", "Al :-(|a@x.test"},
      {"Al (Jack) Doe <a@x.test>", "Al Doe|a@x.test"},
      {"\"Al\" \"The Best\" Doe <a@x.test>", "Al The Best Doe|a@x.test"},
      {"Al > Doe <a@x.test>", "Al > Doe|a@x.test"},
      {"[list: one] Al <a@x.test>", "[list: one] Al|a@x.test"},
  });
}

TEST_CASE("display names: encoded words that hold the address too") {
  check({
      {"=?UTF-8?Q?\"Sari=5FToko_B=C3=BCcher_Impuls?= =?UTF-8?Q?e\"_<sari@example.org>?=",
       "Sari_Toko Bücher Impulse|sari@example.org"},
      {"=?utf-8?Q?Sari_=3Csari=40example.org=3E?=", "Sari|sari@example.org"},
      {"=?utf-8?B?U2FyaSA8c2FyaUBleGFtcGxlLm9yZz4=?=", "Sari|sari@example.org"},
      {"=?utf-8?Q?sari=40example.org?=", "|sari@example.org"},
      {"=?utf-8?Q?Doe,_J=C3=B6rg_<j@x.test>?=", "Doe, Jörg|j@x.test"},
      {"=?utf-8?Q?A_<a@x.test>,_B_<b@x.test>?=", "A|a@x.test & B|b@x.test"},
      {"=?utf-8?Q?A_<a@x.test>?=, =?utf-8?Q?B_<b@x.test>?=", "A|a@x.test & B|b@x.test"},
      {"\"=?utf-8?Q?B=C3=B6b_<b@x.test>?=\"", "Böb|b@x.test"},
      {"=?utf-8?Q?J=C3=B6rg?=@x.test", "|Jörg@x.test"},
      {"=?utf-8?Q?J=C3=B6rg?= <j@x.test>", "Jörg|j@x.test"},
      // An address stands behind it: what is encoded is a name, whatever it looks like.
      {"=?utf-8?Q?boss=40bank.test?= <j@x.test>", "boss@bank.test|j@x.test"},
      {"=?utf-8?Q?Boss_<boss@bank.test>?= <j@x.test>", "Boss <boss@bank.test>|j@x.test"},
      {"=?utf-8?Q?boss@bank.test?= <j@x.test>", "boss@bank.test|j@x.test"},
      {"=?utf-8?Q?boss@bank.test?= j@x.test", "boss@bank.test|j@x.test"},
      // And a word that comes out of a word is not decoded once more.
      {"=?utf-8?Q?=3D=3Futf-8=3FQ=3F=3D61=40x.test=3F=3D?=", "|=?utf-8?Q?=61@x.test?="},
      {"=?utf-8?Q?J=C3=B6rg?=", "Jörg|"},
  });
}
