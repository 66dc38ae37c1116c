// SPDX-License-Identifier: Apache-2.0
// Between the +OK to STLS and the TLS handshake: transcripts cannot hold it, since a handshake is
// different every time. Quirks 42 and 43 of the field notes.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <variant>

#include "session/session.h"

using namespace pillarbox;

namespace {

constexpr int64_t kNow = 1'800'000'000'000;

session::Session begun() {
  session::Config config;
  config.host = "localhost";
  config.security = pop3::Security::stls;
  config.credentials = {"user", "secret"};
  return session::Session(std::move(config));
}

std::string hear(session::Session& session, std::string_view octets, std::string& said) {
  const session::Output output = session.receive(as_bytes(octets), kNow);
  said += as_text(output.send);
  for (const session::Event& event : output.events) {
    if (const auto* failed = std::get_if<session::Failed>(&event)) {
      return std::string(name(failed->failure.code));
    }
  }
  return "";
}

}  // namespace

TEST_CASE("quirk 42: nothing that came before the handshake is read as if TLS protected it") {
  for (const std::string_view smuggled : {"+OK\r\n", "+OK\r\n.\r\n+OK logged in\r\n", "x"}) {
    for (const bool in_one_piece : {true, false}) {
      INFO(smuggled << (in_one_piece ? " in one piece" : " by itself"));
      session::Session session = begun();
      std::string said;
      (void)session.start(kNow);
      CHECK(hear(session, "+OK\r\n", said).empty());
      CHECK(hear(session, "+OK\r\nSTLS\r\n.\r\n", said).empty());
      CHECK(said == "CAPA\r\nSTLS\r\n");
      std::string code;
      if (in_one_piece) {
        code = hear(session, "+OK\r\n" + std::string(smuggled), said);
      } else {
        CHECK(hear(session, "+OK\r\n", said).empty());
        code = hear(session, smuggled, said);
      }
      CHECK(code == "tls.stls-injection");
      CHECK(said.find("secret") == std::string::npos);
      CHECK(said.find("USER") == std::string::npos);
    }
  }
}

TEST_CASE("quirk 43: the deadline of the opening covers the handshake") {
  session::Session session = begun();
  std::string said;
  (void)session.start(kNow);
  (void)hear(session, "+OK\r\n", said);
  (void)hear(session, "+OK\r\nSTLS\r\n.\r\n", said);
  const session::Output output = session.receive(as_bytes("+OK\r\n"), kNow + 20'000);
  REQUIRE(output.deadline);
  CHECK(*output.deadline == kNow + 30'000);
  const session::Output late = session.tick(*output.deadline);
  CHECK(late.close);
  REQUIRE(!late.events.empty());
  const auto* failed = std::get_if<session::Failed>(&late.events.back());
  REQUIRE(failed);
  CHECK(failed->failure.code == Code::protocol_timeout);
}
