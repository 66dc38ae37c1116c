// SPDX-License-Identifier: Apache-2.0
#include "pop3/command.h"

#include <catch2/catch_test_macros.hpp>

#include "pop3/state.h"

using namespace pillarbox::pop3;
using namespace std::string_view_literals;

TEST_CASE("commands as they are sent and as they are shown") {
  struct {
    Command command;
    std::string_view line, shown;
  } cases[] = {
      {{.verb = Verb::capa}, "CAPA\r\n", "CAPA"},
      {{.verb = Verb::retr, .number = 12}, "RETR 12\r\n", "RETR 12"},
      {{.verb = Verb::user, .argument = "sari"}, "USER sari\r\n", "USER sari"},
      {{.verb = Verb::pass, .argument = "two words"}, "PASS two words\r\n", "PASS ****"},
      {{.verb = Verb::apop, .argument = "sari c4c9"}, "APOP sari c4c9\r\n", "APOP ****"},
      {{.verb = Verb::auth, .argument = "PLAIN AGEAYg=="},
       "AUTH PLAIN AGEAYg==\r\n",
       "AUTH PLAIN ****"},
      {{.verb = Verb::auth, .argument = "LOGIN"}, "AUTH LOGIN\r\n", "AUTH LOGIN"},
      {{.verb = Verb::response, .argument = "c2VjcmV0"}, "c2VjcmV0\r\n", "****"},
      {{.verb = Verb::response}, "\r\n", "****"},
  };
  for (const auto& [command, line, shown] : cases) {
    INFO(shown);
    CHECK(command.line() == line);
    CHECK(command.log_text() == shown);
  }
}

TEST_CASE("an argument that would be two commands is told") {
  CHECK(is_safe_argument("sari@tokobatik.example"));
  CHECK(is_safe_argument("päss wörd"));
  CHECK_FALSE(is_safe_argument("a\r\nDELE 1"));
  CHECK_FALSE(is_safe_argument("a\n"));
  CHECK_FALSE(is_safe_argument("a\0b"sv));
}

TEST_CASE("the RFCs say which command belongs to which state") {
  CHECK(is_allowed(Verb::stls, State::authorization));
  CHECK_FALSE(is_allowed(Verb::stls, State::transaction));
  CHECK(is_allowed(Verb::dele, State::transaction));
  CHECK_FALSE(is_allowed(Verb::dele, State::authorization));
  CHECK(is_allowed(Verb::quit, State::authorization));
  CHECK_FALSE(is_allowed(Verb::dele, State::update));
  CHECK_FALSE(is_allowed(Verb::quit, State::update));
}
