// SPDX-License-Identifier: Apache-2.0
// The channel as a function of bytes: whole conversations with a real server in memory.
#include "tls/channel.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "fixture.h"

namespace pillarbox::tls::test {

TEST_CASE("plaintext goes both ways") {
  for (const int version : kVersions) {
    Fixture f;
    f.only(version);
    Server server(f.options);
    Channel channel(f.config());
    converse(channel, server);
    REQUIRE(channel.established());
    REQUIRE(channel.certificate());
    const Connection connection = channel.connection();
    CHECK(connection.protocol == (version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3"));
    CHECK(connection.cipher == (version == TLS1_2_VERSION
                                    ? "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
                                    : "TLS_CHACHA20_POLY1305_SHA256"));
    CHECK_FALSE(connection.group.empty());
    CHECK_FALSE(connection.pinned);
    CHECK_FALSE(connection.resumed);
    CHECK(connection.certificate.subject == "CN=mail.example");
    CHECK(connection.certificate.issuer == "CN=Test Root");
    CHECK(connection.certificate.names == std::vector<std::string>{"mail.example"});
    CHECK(connection.certificate.not_before == kNow - 30 * kDay);
    CHECK(connection.certificate.not_after == kNow + 30 * kDay);
    CHECK(connection.certificate.sha256.size() == 32 * 3 - 1);

    channel.send(as_bytes("STAT\r\n"));
    server.send("+OK ready\r\n");
    CHECK(converse(channel, server) == "+OK ready\r\n");
    CHECK(server.received == "STAT\r\n");

    // More than one record, and more than one frame holds.
    const std::string large(300'000, 'x');
    server.send(large);
    CHECK(converse(channel, server, 65536) == large);
    channel.send(as_bytes(large));
    converse(channel, server);
    CHECK(server.received == "STAT\r\n" + large);
  }
}

TEST_CASE("every way of cutting the stream gives the same") {
  for (const int version : kVersions) {
    for (const size_t piece : {size_t{1}, size_t{2}, size_t{5}, size_t{1000}, SIZE_MAX}) {
      INFO(version << " in pieces of " << piece);
      Fixture f;
      f.only(version);
      Server server(f.options);
      Channel channel(f.config());
      channel.send(as_bytes("CAPA\r\n"));
      CHECK(converse(channel, server, piece).empty());
      REQUIRE(channel.established());
      CHECK(server.received == "CAPA\r\n");
      server.send("+OK\r\n");
      server.send(std::string(40'000, 'y'));
      CHECK(converse(channel, server, piece) == "+OK\r\n" + std::string(40'000, 'y'));
      SSL_shutdown(server.ssl());
      CHECK(converse(channel, server, piece).empty());
      CHECK(channel.peer_closed());
      CHECK_FALSE(channel.failure());
    }
  }
}

TEST_CASE("what is agreed when the server chooses") {
  struct Choice {
    int version;
    const char* ciphers;
    const char* groups;
    const char* cipher;
    const char* group;
  };
  for (const Choice& c : {
           Choice{TLS1_3_VERSION, "TLS_AES_128_GCM_SHA256", "X25519", "TLS_AES_128_GCM_SHA256",
                  "x25519"},
           Choice{TLS1_3_VERSION, "TLS_AES_256_GCM_SHA384", "P-256", "TLS_AES_256_GCM_SHA384",
                  "secp256r1"},
           Choice{TLS1_3_VERSION, "TLS_CHACHA20_POLY1305_SHA256", "P-384",
                  "TLS_CHACHA20_POLY1305_SHA256", "secp384r1"},
           Choice{TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256", "P-256",
                  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "secp256r1"},
           Choice{TLS1_2_VERSION, "ECDHE-ECDSA-AES256-GCM-SHA384", "X25519",
                  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "x25519"},
       }) {
    INFO(c.cipher << " " << c.group);
    Fixture f;
    f.only(c.version);
    f.options.groups = c.groups;
    (c.version == TLS1_3_VERSION ? f.options.ciphersuites : f.options.ciphers) = c.ciphers;
    Server server(f.options);
    Channel channel(f.config());
    channel.send(as_bytes("hello"));
    converse(channel, server);
    REQUIRE(channel.established());
    CHECK(server.received == "hello");
    CHECK(channel.connection().cipher == c.cipher);
    CHECK(channel.connection().group == c.group);
  }
}

TEST_CASE("a stream that ends without close_notify is truncated") {
  Fixture f;
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  f.only(version);
  Server server(f.options);
  Channel channel(f.config());
  converse(channel, server);
  server.send("+OK 120 octets\r\n");
  const Buffer record = server.take();
  SECTION("between records") { CHECK(channel.receive(record).size() == 16); }
  SECTION("in a record") { CHECK(channel.receive(Bytes(record).first(record.size() - 1)).empty()); }
  channel.end_of_stream();
  CHECK(channel.truncated());
  CHECK_FALSE(channel.peer_closed());
  CHECK_FALSE(channel.failure());
}

TEST_CASE("close_notify, the server's first and ours first") {
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  Fixture f;
  f.only(version);
  Server server(f.options);
  Channel channel(f.config());
  converse(channel, server);
  SECTION("the server's first") {
    server.send("+OK bye\r\n");
    SSL_shutdown(server.ssl());
    CHECK(converse(channel, server) == "+OK bye\r\n");
    CHECK(channel.peer_closed());
    channel.close();
    converse(channel, server);
  }
  SECTION("ours first") {
    channel.close();
    channel.close();
    channel.send(as_bytes("too late"));
    server.receive(channel.take_ciphertext());
    // RFC 8446 §6.1: closing one's own side does not stop the other.
    if (version == TLS1_3_VERSION) {
      server.send("+OK bye\r\n");
      CHECK(as_text(channel.receive(server.take())) == "+OK bye\r\n");
    }
    SSL_shutdown(server.ssl());
    converse(channel, server);
  }
  CHECK((SSL_get_shutdown(server.ssl()) & SSL_RECEIVED_SHUTDOWN) != 0);
  CHECK(channel.peer_closed());
  channel.end_of_stream();
  CHECK_FALSE(channel.truncated());
  CHECK_FALSE(channel.failure());
  CHECK(server.received.empty());
  // Nothing is believed after the end.
  CHECK(channel.receive(as_bytes("+OK more\r\n")).empty());
  CHECK_FALSE(channel.failure());
}

TEST_CASE("closing in the handshake sends nothing of what waits") {
  Fixture f;
  Server server(f.options);
  Channel channel(f.config());
  channel.send(as_bytes("PASS secret\r\n"));
  channel.close();
  converse(channel, server);
  CHECK(server.received.empty());
}

TEST_CASE("the server changes its keys") {
  Fixture f;
  f.only(TLS1_3_VERSION);
  Server server(f.options);
  Channel channel(f.config());
  converse(channel, server);
  for (const int kind : {SSL_KEY_UPDATE_NOT_REQUESTED, SSL_KEY_UPDATE_REQUESTED}) {
    REQUIRE(SSL_key_update(server.ssl(), kind) == 1);
    server.send("+OK\r\n");
    CHECK(converse(channel, server, 1) == "+OK\r\n");
    // Ours have changed too if that was asked for: the server can still read us.
    channel.send(as_bytes("NOOP\r\n"));
    converse(channel, server);
  }
  CHECK(server.received == "NOOP\r\nNOOP\r\n");
  CHECK_FALSE(channel.failure());
}

TEST_CASE("the server asks to renegotiate and is refused") {
  Fixture f;
  f.only(TLS1_2_VERSION);
  Server server(f.options);
  Channel channel(f.config());
  converse(channel, server);
  REQUIRE(SSL_renegotiate(server.ssl()) == 1);
  SSL_do_handshake(server.ssl());
  const Buffer request = server.take();
  CHECK(channel.receive(request).empty());
  CHECK_FALSE(channel.failure());
  // The refusal is the warning no_renegotiation, which OpenSSL's server takes as the end.
  server.receive(channel.take_ciphertext());
  CHECK(server.reason == SSL_R_NO_RENEGOTIATION);
  CHECK(channel.take_ciphertext().empty());
}

TEST_CASE("a certificate message of more than one record") {
  Fixture f;
  Spec spec{.common_name = "mail.example"};
  std::string names = "DNS:mail.example";
  for (int i = 0; i < 900; ++i) names += ",DNS:host-" + std::to_string(i) + ".mail.example";
  spec.extensions = server_extensions(names);
  f.options.identity = issue(spec, &f.root);
  for (const int version : kVersions) {
    f.only(version);
    Server server(f.options);
    Channel channel(f.config());
    converse(channel, server, 1000);
    REQUIRE(channel.established());
    CHECK(channel.certificate()->names.size() == 901);
  }
}

TEST_CASE("the server's name is sent, an address never") {
  Fixture f;
  for (const auto& [host, sent] : {std::pair{"mail.example", "mail.example"},
                                   {"mail.example.", "mail.example"},
                                   {"192.0.2.1", ""},
                                   {"[2001:db8::1]", ""},
                                   {"2001:db8::1", ""}}) {
    INFO(host);
    Server server(f.options);
    Config config = f.config();
    config.host = host;
    Channel channel(config);
    converse(channel, server);
    const char* name = SSL_get_servername(server.ssl(), TLSEXT_NAMETYPE_host_name);
    CHECK(std::string(name != nullptr ? name : "") == sent);
  }
}

}  // namespace pillarbox::tls::test
