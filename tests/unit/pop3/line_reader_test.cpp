// SPDX-License-Identifier: Apache-2.0
#include "pop3/line_reader.h"

#include <catch2/catch_test_macros.hpp>

#include "base/limits.h"

using namespace pillarbox;
using namespace pillarbox::pop3;

TEST_CASE("lines come out whole, with how they ended") {
  LineReader reader;
  Bytes octets = as_bytes("+O");
  CHECK_FALSE(reader.take(octets));
  CHECK(octets.empty());
  octets = as_bytes("K\r\nsecond\nthird\r");
  auto line = reader.take(octets);
  REQUIRE(line);
  CHECK(line->text == "+OK");
  CHECK(line->end == LineEnd::crlf);
  line = reader.take(octets);
  REQUIRE(line);
  CHECK(line->text == "second");
  CHECK(line->end == LineEnd::lf);
  CHECK_FALSE(reader.take(octets));
  octets = as_bytes("\n");
  line = reader.take(octets);
  REQUIRE(line);
  CHECK(line->text == "third");
  CHECK(line->end == LineEnd::crlf);
}

TEST_CASE("a line without an end stops at the limit") {
  LineReader reader;
  const std::string piece(limits::kReplyLineOctets, 'x');
  Bytes octets = as_bytes(piece);
  CHECK_FALSE(reader.take(octets));
  CHECK_FALSE(reader.too_long());
  octets = as_bytes("x");
  CHECK_FALSE(reader.take(octets));
  CHECK(reader.too_long());
}
