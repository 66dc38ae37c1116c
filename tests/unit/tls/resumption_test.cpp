// SPDX-License-Identifier: Apache-2.0
// Tickets make the second handshake short, and must never make it more trusting than the first.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "server.h"
#include "tls/trust.h"

namespace pillarbox::tls::test {
namespace {

struct Fixture {
  explicit Fixture(int version)
      : server({.identity = make_server(ca),
                .chain = {ca},
                .min_version = version,
                .max_version = version}) {}

  Config config(const Ticket* ticket = nullptr) const {
    return {.host = "mail.example", .anchors = anchors, .now_ms = kNow * 1000, .ticket = ticket};
  }

  // A whole visit; the server sends something, since tickets come before it.
  Ticket visit(const Config& config, bool resumed) {
    server.connect();
    Channel channel(config);
    converse(channel, server);
    if (channel.failure()) FAIL(channel.failure()->detail);
    REQUIRE(channel.established());
    CHECK(channel.connection().resumed == resumed);
    CHECK(SSL_session_reused(server.ssl()) == (resumed ? 1 : 0));
    CHECK(channel.connection().certificate.subject == "CN=mail.example");
    CHECK(channel.connection().certificate.spki_pin.starts_with("sha256/"));
    channel.send(as_bytes("QUIT\r\n"));
    server.send("+OK\r\n");
    CHECK(converse(channel, server) == "+OK\r\n");
    CHECK(server.received == "QUIT\r\n");
    return channel.ticket();
  }

  Identity root = make_root();
  Identity ca = make_intermediate(root);
  std::string anchors = to_pem({root});
  Server server;
};

constexpr int kVersions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

}  // namespace

TEST_CASE("a ticket makes the next handshake short, again and again") {
  for (const int version : kVersions) {
    Fixture f(version);
    Ticket ticket = f.visit(f.config(), false);
    for (int i = 0; i < 3; ++i) {
      INFO(version << ", visit " << i);
      REQUIRE(ticket);
      ticket = f.visit(f.config(&ticket), true);
    }
  }
}

TEST_CASE("a ticket is not offered where a full handshake would fail") {
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  Fixture f(version);
  const Ticket ticket = f.visit(f.config(), false);
  REQUIRE(ticket);
  Config config = f.config(&ticket);
  std::string code;
  SECTION("expired since") {
    config.now_ms = (kNow + 31 * kDay) * 1000;
    code = "tls.expired";
  }
  SECTION("pinned to another key since") {
    config.pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    code = "tls.pin-mismatch";
  }
  const std::string others = to_pem({make_root("Another Root")});
  SECTION("authority gone since") {
    config.anchors = others;
    code = "tls.untrusted";
  }
  SECTION("another host") {
    config.host = "other.example";
    code = "tls.wrong-host";
  }
  f.server.connect();
  Channel channel(config);
  channel.send(as_bytes("PASS secret\r\n"));
  converse(channel, f.server);
  REQUIRE(channel.failure());
  CHECK(name(channel.failure()->code) == code);
  CHECK(f.server.received.empty());
}

TEST_CASE("a ticket that the server does not know leads to a full handshake") {
  for (const int version : kVersions) {
    Fixture f(version);
    const Ticket ticket = f.visit(f.config(), false);
    Fixture other(version);
    Config config = other.config(&ticket);
    // The ticket's certificate is believed, so it is offered; the other server declines.
    const std::string both = f.anchors + other.anchors;
    config.anchors = both;
    other.visit(config, false);
  }
}

TEST_CASE("there is no ticket before there is a session") {
  Fixture f(TLS1_3_VERSION);
  Channel channel(f.config());
  CHECK_FALSE(channel.ticket());
}

}  // namespace pillarbox::tls::test
