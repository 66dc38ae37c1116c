// SPDX-License-Identifier: Apache-2.0
#include "pop3/listing.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::pop3;
using namespace std::string_view_literals;

namespace {

std::string shown(std::string_view uidl, std::string_view list) {
  std::string out;
  for (const Entry& entry : join_listing(uidl, list)) {
    out += std::to_string(entry.number) + "=" + entry.uidl + "#" +
           std::to_string(entry.occurrence) + "/" + std::to_string(entry.octets) + " ";
  }
  return out;
}

}  // namespace

TEST_CASE("listings are joined by message number") {
  struct {
    std::string_view uidl, list, expected;
  } cases[] = {
      {"", "", ""},
      {"1 a\r\n2 b\r\n", "1 10\r\n2 20\r\n", "1=a#0/10 2=b#0/20 "},
      {"2 b\r\n1 a\r\n", "2 20\r\n1 10\r\n", "1=a#0/10 2=b#0/20 "},
      {"1 a\r\n9 b\r\n", "9 20\r\n", "1=a#0/0 9=b#0/20 "},
      {"1 a\n2 b\n", "1 10\n2 20\n", "1=a#0/10 2=b#0/20 "},
      {"1   a  \r\n", "1   10  \r\n", "1=a#0/10 "},
      {"+OK 1 a\r\n", "+OK 1 10\r\n", "1=a#0/10 "},
      {"1 with some spaces\r\n", "1 10 and words\r\n", "1=with some spaces#0/10 "},
      {"1 a\r\n2 a\r\n3 a\r\n", "", "1=a#0/0 2=a#1/0 3=a#2/0 "},
      {"1 a\r\n1 b\r\n", "", "1=a#0/0 "},
      {"1\r\nx y\r\n\r\n-1 z\r\n0 zero\r\n4294967296 big\r\n2 b\r\n", "", "0=zero#0/0 2=b#0/0 "},
      {"1 a\r\n", "1 -5\r\n", "1=a#0/0 "},
      {"1 a\r\n", "1 99999999999999999999\r\n", "1=a#0/0 "},
      {"1 a\r\n", "1 4294967400\r\n", "1=a#0/4294967400 "},
      {"1 a\r\n", "2 20\r\n", "1=a#0/0 "},
  };
  for (const auto& [uidl, list, expected] : cases) {
    INFO(uidl << list);
    CHECK(shown(uidl, list) == expected);
  }
}

TEST_CASE("UIDLs are opaque octets of any length") {
  const std::string uidl = std::string(300, 'x') + "\xff\x01\x80";
  const auto entries = join_listing("1 " + uidl + "\r\n", "");
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].uidl == uidl);
}

TEST_CASE("STAT counts, and its octets are passed over") {
  CHECK(parse_stat("2 320") == 2u);
  CHECK(parse_stat("2 -320") == 2u);
  CHECK(parse_stat("2 320 extra") == 2u);
  CHECK(parse_stat("0 0") == 0u);
  CHECK(parse_stat("7") == 7u);
  CHECK_FALSE(parse_stat("seven 1800662"));
  CHECK_FALSE(parse_stat(""));
  CHECK_FALSE(parse_stat("7x 1"));
}
