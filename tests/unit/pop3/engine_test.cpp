// SPDX-License-Identifier: Apache-2.0
#include "pop3/engine.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox;
using namespace pillarbox::pop3;

namespace {

Engine in_transaction() {
  Engine engine;
  engine.receive(as_bytes("+OK\r\n"));
  REQUIRE(std::holds_alternative<Greeting>(*engine.next_event()));
  engine.enter(State::transaction);
  return engine;
}

}  // namespace

TEST_CASE("a message waits for a clean status line behind it") {
  Engine engine = in_transaction();
  engine.send({.verb = Verb::retr, .number = 1});
  engine.send({.verb = Verb::noop});
  engine.receive(as_bytes("+OK\r\nmail\r\n.\r\n"));
  CHECK_FALSE(engine.next_event());
  CHECK(engine.is_holding());
  engine.receive(as_bytes("+OK\r\n"));
  const auto event = engine.next_event();
  REQUIRE(event);
  const auto* received = std::get_if<Received>(&*event);
  REQUIRE(received);
  CHECK(as_text(received->message) == "mail\r\n");
  CHECK(received->command.number == 1);
  CHECK_FALSE(engine.is_holding());
}

TEST_CASE("octets behind the +OK to STLS are an injection") {
  for (const std::string_view answer : {"+OK\r\n+OK injected\r\n", "+OK\r\n\x16", "-ERR\r\nx"}) {
    Engine engine;
    engine.receive(as_bytes("+OK\r\n"));
    engine.next_event();
    engine.send({.verb = Verb::stls});
    engine.receive(as_bytes(answer));
    const auto event = engine.next_event();
    REQUIRE(event);
    const auto* failure = std::get_if<Failure>(&*event);
    REQUIRE(failure);
    CHECK(failure->code == Code::tls_stls_injection);
    CHECK_FALSE(engine.next_event());
  }
}

TEST_CASE("unanswered commands and their octets are counted") {
  Engine engine = in_transaction();
  engine.send({.verb = Verb::retr, .number = 10});
  engine.send({.verb = Verb::dele, .number = 9});
  CHECK(engine.unanswered() == 2);
  CHECK(engine.unanswered_octets() == std::string_view("RETR 10\r\nDELE 9\r\n").size());
  CHECK(as_text(engine.take_output()) == "RETR 10\r\nDELE 9\r\n");
  engine.receive(as_bytes("-ERR\r\n+OK\r\n"));
  CHECK(engine.unanswered() == 0);
  CHECK(engine.unanswered_octets() == 0);
}

TEST_CASE("what the server may not say ends the session") {
  struct {
    std::string_view said;
    Code expected;
  } cases[] = {
      {"+OK nobody asked\r\n", Code::protocol_malformed},
      {"hello\r\n", Code::protocol_malformed},
      {"+ challenge\r\n", Code::protocol_malformed},
  };
  for (const auto& [said, expected] : cases) {
    INFO(said);
    Engine engine = in_transaction();
    if (said.starts_with("+ ")) engine.send({.verb = Verb::noop});
    engine.receive(as_bytes(said));
    const auto event = engine.next_event();
    REQUIRE(event);
    REQUIRE(std::holds_alternative<Failure>(*event));
    CHECK(std::get<Failure>(*event).code == expected);
    // Nothing is read after the end.
    engine.receive(as_bytes("+OK\r\n"));
    CHECK_FALSE(engine.next_event());
  }
}
