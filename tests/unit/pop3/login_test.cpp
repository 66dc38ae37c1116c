// SPDX-License-Identifier: Apache-2.0
// Logging in after STLS, without the handshake: that one is the session's (stls_test.cpp). The rest
// of logging in is in the transcripts.
#include "pop3/login.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <variant>

using namespace pillarbox;
using pop3::Login;

namespace {

// Feeds what the server says, and gives out what is said to it.
std::string hear(Login& login, pop3::Engine& engine, std::string_view octets,
                 Login::Step expected) {
  engine.receive(as_bytes(octets));
  auto event = engine.next_event();
  REQUIRE(event);
  const auto step = std::holds_alternative<pop3::Greeting>(*event)
                        ? login.on(std::get<pop3::Greeting>(*event), engine)
                        : login.on(std::get<pop3::Replied>(*event), engine);
  REQUIRE(step);
  CHECK(*step == expected);
  return std::string(as_text(engine.take_output()));
}

}  // namespace

TEST_CASE("what was offered before STLS is forgotten after it") {
  Login login(pop3::Security::stls, sasl::Auth::automatic, {"user", "secret"}, {}, "");
  pop3::Engine engine;
  using Step = Login::Step;
  // Greeting and CAPA in clear may be somebody else's words: a challenge, mechanisms, UTF8.
  CHECK(hear(login, engine, "+OK <1896.697170952@dbc.mtview.ca.us>\r\n", Step::wait) == "CAPA\r\n");
  CHECK(hear(login, engine, "+OK\r\nSTLS\r\nUTF8\r\nSASL SCRAM-SHA-256 PLAIN LOGIN\r\n.\r\n",
             Step::wait) == "STLS\r\n");
  CHECK(hear(login, engine, "+OK\r\n", Step::start_tls).empty());
  REQUIRE(login.secured(engine));
  CHECK(as_text(engine.take_output()) == "CAPA\r\n");

  SECTION("other mechanisms are offered now") {
    CHECK(hear(login, engine, "+OK\r\nSASL LOGIN\r\n.\r\n", Step::wait) == "USER user\r\n");
    CHECK(hear(login, engine, "-ERR\r\n", Step::wait) == "AUTH LOGIN\r\n");
  }
  SECTION("CAPA is refused now") {
    CHECK(hear(login, engine, "-ERR\r\n", Step::wait) == "USER user\r\n");
  }
}
