// SPDX-License-Identifier: Apache-2.0
#include "pop3/capabilities.h"

#include <catch2/catch_test_macros.hpp>

#include "base/limits.h"

using namespace pillarbox;
using namespace pillarbox::pop3;

TEST_CASE("capabilities, in any case, known and unknown") {
  const auto found = parse_capabilities(
      "CAPA\r\ntop\r\nUidl\r\nSASL plain Login\r\nPIPELINING\r\nX-SOMETHING else\r\n\r\n"
      "LOGIN-DELAY 300 USER\r\nEXPIRE 0\r\nIMPLEMENTATION  Example POP3 v1 \r\nUSER\r\nSTLS");
  CHECK(found.known);
  CHECK(found.top);
  CHECK(found.uidl);
  CHECK(found.user);
  CHECK(found.stls);
  CHECK(found.pipelining);
  CHECK(found.sasl == std::vector<std::string>{"PLAIN", "LOGIN"});
  CHECK(found.login_delay_seconds == 300u);
  CHECK(found.expire_days == 0u);
  CHECK(found.implementation == "Example POP3 v1 ");
}

TEST_CASE("capabilities that say nonsense say nothing") {
  const auto found = parse_capabilities("LOGIN-DELAY soon\r\nEXPIRE NEVER\r\nSASL\r\nSTLSX\r\n");
  CHECK_FALSE(found.login_delay_seconds);
  CHECK_FALSE(found.expire_days);
  CHECK(found.sasl.empty());
  CHECK_FALSE(found.stls);
}

TEST_CASE("a flood of capabilities is cut off") {
  std::string lines;
  for (size_t i = 0; i < limits::kCapabilityLines; ++i) lines += "X\r\n";
  CHECK_FALSE(parse_capabilities(lines + "STLS\r\n").stls);
  CHECK(parse_capabilities(lines.substr(3) + "STLS\r\n").stls);
}
