// SPDX-License-Identifier: Apache-2.0
// Servers that do not do what TLS asks of them, and what somebody between can do.

#include <array>
#include <catch2/catch_test_macros.hpp>

#include "fixture.h"

namespace pillarbox::tls::test {

TEST_CASE("what is not agreed to") {
  Fixture f;
  SECTION("TLS 1.1") {
    f.options.min_version = TLS1_VERSION;
    f.options.max_version = TLS1_1_VERSION;
  }
  SECTION("CBC") {
    f.only(TLS1_2_VERSION);
    f.options.ciphers = "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0";
  }
  SECTION("groups that have none in common") {
    f.only(TLS1_3_VERSION);
    f.options.groups = "P-521";
  }
  SECTION("static RSA") {
    f.only(TLS1_2_VERSION);
    Spec spec{.common_name = "mail.example", .extensions = server_extensions("DNS:mail.example")};
    spec.key = make_rsa(2048);
    f.options.identity = issue(spec, &f.root);
    f.options.ciphers = "AES128-GCM-SHA256";
  }
  Server server(f.options);
  Channel channel(f.config());
  channel.send(as_bytes("PASS secret\r\n"));
  converse(channel, server);
  CHECK(code_of(channel) == "tls.protocol");
  CHECK_FALSE(channel.established());
  CHECK(server.received.empty());
}

TEST_CASE("a server that answers with TLS 1.1 all the same") {
  // A ServerHello of version 3.2 (RFC 5246 §7.4.1.3) with an empty session id.
  Buffer hello = {22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2};
  hello.resize(hello.size() + 32, 7);
  append(hello, Bytes(std::array<uint8_t, 4>{0, 0xC0, 0x09, 0}));
  Fixture f;
  Channel channel(f.config());
  channel.take_ciphertext();
  channel.receive(hello);
  CHECK(code_of(channel) == "tls.protocol");
  REQUIRE(channel.failure());
  CHECK(channel.failure()->detail.find("1.2") != std::string::npos);
  // Alert, fatal, protocol_version.
  const Buffer alert = channel.take_ciphertext();
  REQUIRE(alert.size() == 7);
  CHECK(alert[0] == 21);
  CHECK(alert[5] == 2);
  CHECK(alert[6] == 70);
}

TEST_CASE("a server that does not speak TLS") {
  for (const std::string_view greeting :
       {"+OK POP3 ready\r\n", "-ERR go away\r\n", "HTTP/1.1 400 Bad Request\r\n", "\r\n", "+"}) {
    Fixture f;
    Channel channel(f.config());
    channel.send(as_bytes("PASS secret\r\n"));
    const Buffer hello = channel.take_ciphertext();
    CHECK(as_text(hello).find("secret") == std::string_view::npos);
    channel.receive(as_bytes(greeting));
    // OpenSSL waits for five octets before it judges.
    if (greeting.size() < 5) channel.receive(as_bytes("+OK ready\r\n"));
    INFO(greeting);
    CHECK(code_of(channel) == "tls.protocol");
    REQUIRE(channel.failure());
    CHECK(channel.failure()->detail.find("does not speak TLS") != std::string::npos);
  }
}

TEST_CASE("garbage after a good beginning") {
  Fixture f;
  for (const int version : kVersions) {
    f.only(version);
    Server server(f.options);
    Channel channel(f.config());
    channel.send(as_bytes("PASS secret\r\n"));
    server.receive(channel.take_ciphertext());
    Buffer flight = server.take();
    // Beyond the header of the first record; every such octet is under a MAC or a signature.
    for (size_t i = 60; i < flight.size(); ++i) flight[i] = static_cast<uint8_t>(flight[i] * 7 + 3);
    channel.receive(flight);
    CHECK(code_of(channel) == "tls.protocol");
    CHECK_FALSE(channel.take_ciphertext().empty());
    server.receive(channel.take_ciphertext());
    CHECK(server.received.empty());
  }
}

TEST_CASE("any octet of the handshake changed in transit ends it") {
  for (const int version : kVersions) {
    Fixture f;
    f.only(version);
    size_t length = 0;
    {
      Server server(f.options);
      Channel channel(f.config());
      server.receive(channel.take_ciphertext());
      length = server.take().size();
    }
    for (size_t at = 0; at < length; at += 13) {
      INFO(version << ", octet " << at);
      Server server(f.options);
      Channel channel(f.config());
      channel.send(as_bytes("PASS secret\r\n"));
      server.receive(channel.take_ciphertext());
      Buffer flight = server.take();
      if (at >= flight.size()) continue;  // signatures differ in length
      flight[at] ^= 0x10;
      channel.receive(flight);
      converse(channel, server);
      channel.end_of_stream();
      // Record versions are ignored (RFC 8446 §5.1: "MUST be ignored for all purposes").
      if (!channel.failure()) continue;
      CHECK_FALSE(channel.established());
      CHECK(server.received.empty());
    }
  }
}

TEST_CASE("the server hangs up in the handshake") {
  for (const int version : kVersions) {
    for (const size_t after : {size_t{0}, size_t{3}, size_t{90}, size_t{500}}) {
      Fixture f;
      f.only(version);
      Server server(f.options);
      Channel channel(f.config());
      channel.send(as_bytes("PASS secret\r\n"));
      server.receive(channel.take_ciphertext());
      const Buffer flight = server.take();
      REQUIRE(flight.size() > after);
      channel.receive(Bytes(flight).first(after));
      channel.end_of_stream();
      CHECK(code_of(channel) == "protocol.closed");
      CHECK_FALSE(channel.truncated());
    }
  }
}

TEST_CASE("an alert of the server is told in its words") {
  Fixture f;
  Channel channel(f.config());
  channel.take_ciphertext();
  channel.receive(Bytes(std::array<uint8_t, 7>{21, 3, 3, 0, 2, 2, 112}));
  CHECK(code_of(channel) == "tls.protocol");
  REQUIRE(channel.failure());
  CHECK(channel.failure()->detail.find("unrecognized name") != std::string::npos);
}

TEST_CASE("a certificate message beyond all measure") {
  Fixture f;
  for (int i = 0; i < 300; ++i) f.options.chain.push_back(f.root);
  for (const int version : kVersions) {
    f.only(version);
    Server server(f.options);
    Channel channel(f.config());
    converse(channel, server);
    CHECK(code_of(channel) == "tls.protocol");
  }
}

TEST_CASE("a malformed host fails before anything is sent") {
  for (const std::string& host : {std::string(),
                                  std::string("."),
                                  std::string(".example"),
                                  std::string("a..b"),
                                  std::string("mail.example.."),
                                  std::string("-a.example"),
                                  std::string("a b"),
                                  std::string("bücher.example"),
                                  std::string("1.2.3"),
                                  std::string("1.2.3.4.5"),
                                  std::string("127.1"),
                                  std::string("0177.0.0.1"),
                                  std::string("256.0.0.1"),
                                  std::string("a.1"),
                                  std::string("::1::"),
                                  std::string("[::1"),
                                  std::string("fe80::1%eth0"),
                                  std::string("*.example"),
                                  std::string("mail.example:995"),
                                  std::string(64, 'a'),
                                  std::string("mail\0.example", 13)}) {
    INFO(host);
    CHECK_FALSE(is_valid_host(host));
    Channel channel({.host = host, .anchors = "", .now_ms = kNow * 1000});
    CHECK(code_of(channel) == "tls.wrong-host");
    CHECK(channel.take_ciphertext().empty());
    channel.send(as_bytes("x"));
    CHECK(channel.receive(as_bytes("+OK\r\n")).empty());
    channel.close();
    channel.end_of_stream();
    CHECK(channel.take_ciphertext().empty());
  }
  CHECK(is_valid_host("mail.example"));
  CHECK(is_valid_host("xn--bcher-kva.example"));
  CHECK(is_valid_host("localhost"));
  CHECK(is_valid_host("::1"));
}

}  // namespace pillarbox::tls::test
