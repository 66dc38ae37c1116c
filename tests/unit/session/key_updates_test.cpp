// SPDX-License-Identifier: Apache-2.0
// Octets of TLS that say nothing are silence.
#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <variant>

#include "session/session.h"
#include "tls/fixture.h"

using namespace pillarbox;
using tls::test::Fixture;
using tls::test::Server;

TEST_CASE("key updates without an end are silence") {
  Fixture f;
  f.only(TLS1_3_VERSION);
  Server server(f.options);
  session::Config config;
  config.host = f.config().host;
  config.credentials = {"user", "secret"};
  const std::string_view anchors = f.config().anchors;
  config.anchors = Buffer(anchors.begin(), anchors.end());
  session::Session session(std::move(config));

  int64_t now = f.config().now_ms;
  std::string ended;
  // What the server is told, and why the session ended if it did.
  const auto take = [&](const session::Output& output) {
    server.receive(output.send);
    for (const session::Event& event : output.events) {
      if (const auto* failed = std::get_if<session::Failed>(&event)) {
        ended = name(failed->failure.code);
      }
    }
  };
  const auto listen = [&] {
    for (Buffer said = server.take(); !said.empty(); said = server.take()) {
      take(session.receive(said, now));
    }
  };
  take(session.start(now));
  listen();
  now += 15'000;
  server.send("+OK\r\n");
  listen();
  REQUIRE(server.received == "CAPA\r\n");

  // RFC 8446 §4.6.3: each is one record, and asks for nothing.
  for (int second = 0; second < 60 && ended.empty(); ++second) {
    now += 1000;
    SSL_key_update(server.ssl(), SSL_KEY_UPDATE_NOT_REQUESTED);
    SSL_do_handshake(server.ssl());
    listen();
    take(session.tick(now));
  }
  CHECK(ended == "protocol.timeout");
}
