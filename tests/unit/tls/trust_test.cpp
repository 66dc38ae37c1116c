// SPDX-License-Identifier: Apache-2.0
#include "tls/trust.h"

#include <catch2/catch_test_macros.hpp>

#include "server.h"

namespace pillarbox::tls::test {
namespace {

Spec self_signed(Key key, int64_t not_after = kNow + 30 * kDay) {
  Spec spec{.common_name = "mail.example", .extensions = server_extensions("DNS:mail.example")};
  spec.key = std::move(key);
  spec.not_after = not_after;
  return spec;
}

std::string pin_text(const Identity& identity) { return format_pin(*pin_of(identity.cert.get())); }

struct Outcome {
  std::string code;  // empty: established
  std::string detail;
  std::string received;  // by the server
  bool pinned = false;
};

Outcome try_pin(const Identity& identity, const std::string& pin, const std::string& anchors,
                int version) {
  Server server({.identity = identity, .min_version = version, .max_version = version});
  Channel channel({.host = "mail.example", .pin = pin, .anchors = anchors, .now_ms = kNow * 1000});
  channel.send(as_bytes("PASS secret\r\n"));
  converse(channel, server);
  Outcome outcome{.received = server.received};
  if (channel.failure()) {
    outcome.code = name(channel.failure()->code);
    outcome.detail = channel.failure()->detail;
  } else {
    outcome.pinned = channel.connection().pinned;
  }
  return outcome;
}

}  // namespace

TEST_CASE("a pinned key is trusted whatever is around it") {
  const Key key = make_p256();
  const Identity first = issue(self_signed(key));
  const std::string pin = pin_text(first);
  Spec other_name = self_signed(key);
  other_name.common_name = "nas.local";
  other_name.extensions.pop_back();
  const Identity root = make_root();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    for (const Identity& identity :
         {first, issue(self_signed(key)), issue(self_signed(key, kNow - kDay)), issue(other_name),
          issue(self_signed(key), &root)}) {
      const Outcome outcome = try_pin(identity, pin, "", version);
      INFO(outcome.detail);
      CHECK(outcome.code.empty());
      CHECK(outcome.pinned);
      CHECK(outcome.received == "PASS secret\r\n");
    }
  }
}

TEST_CASE("another key is refused even if an authority vouches for it") {
  const Identity root = make_root();
  const Identity vouched = make_server(root);
  const std::string expected = pin_text(issue(self_signed(make_p256())));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const Outcome outcome = try_pin(vouched, expected, to_pem({root}), version);
    CHECK(outcome.code == "tls.pin-mismatch");
    CHECK(outcome.detail.find(expected) != std::string::npos);
    CHECK(outcome.detail.find(pin_text(vouched)) != std::string::npos);
    CHECK(outcome.received.empty());
    // The pin of the authority's key does not stand for what it signs.
    CHECK(try_pin(vouched, pin_text(root), to_pem({root}), version).code == "tls.pin-mismatch");
  }
}

TEST_CASE("a pinned key must still be proven and strong") {
  Spec weak = self_signed(make_rsa(1024));
  const Identity identity = issue(weak);
  const Outcome outcome = try_pin(identity, pin_text(identity), "", TLS1_2_VERSION);
  CHECK(outcome.code == "tls.untrusted");
  CHECK(outcome.received.empty());
}

TEST_CASE("the pin in a certificate's description is the one that is taken") {
  Spec spec = self_signed(make_rsa(2048));
  for (const Identity& each : {issue(spec), issue(self_signed(make_p256()))}) {
    Server server({.identity = each});
    const std::string anchors = to_pem({each});
    Channel channel({.host = "mail.example", .anchors = anchors, .now_ms = kNow * 1000});
    converse(channel, server);
    REQUIRE(channel.certificate());
    CHECK(channel.certificate()->spki_pin == pin_text(each));
    CHECK(is_valid_pin(channel.certificate()->spki_pin));
  }
}

TEST_CASE("only the one spelling of a pin is a pin") {
  const std::string pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  CHECK(parse_pin(pin));
  CHECK(format_pin(*parse_pin(pin)) == pin);
  CHECK(is_valid_pin(pin));
  for (const std::string& wrong : {
           std::string(),
           std::string("sha256/"),
           std::string("sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
           std::string("SHA256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
           std::string("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
           std::string("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"),
           std::string("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=="),
           std::string("sha256/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU="),
           std::string("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV="),
           std::string("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF=="),
           std::string("sha256/ 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF="),
           std::string("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"),
           pin + ";" + pin,
       }) {
    INFO(wrong);
    CHECK_FALSE(is_valid_pin(wrong));
    if (wrong.empty()) continue;  // no pin at all
    Channel channel({.host = "mail.example", .pin = wrong, .now_ms = kNow * 1000});
    REQUIRE(channel.failure());
    CHECK(name(channel.failure()->code) == "internal");
    CHECK(channel.take_ciphertext().empty());
  }
}

}  // namespace pillarbox::tls::test
