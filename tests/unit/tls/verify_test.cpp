// SPDX-License-Identifier: Apache-2.0
// A matrix of good and bad servers, each over a whole handshake: which code, which words, and
// that nothing of what was queued to be sent reached the server.
#include "tls/verify.h"

#include <catch2/catch_test_macros.hpp>

#include "server.h"

namespace pillarbox::tls::test {
namespace {

struct Case {
  std::string name;
  Identity server;
  std::vector<Identity> chain;
  std::string anchors;
  std::string code;    // empty: believed
  std::string detail;  // part of it
  std::string host = "mail.example";
};

void check(const Case& c, int version) {
  INFO(c.name << (version == TLS1_2_VERSION ? ", TLS 1.2" : ", TLS 1.3"));
  Server server(
      {.identity = c.server, .chain = c.chain, .min_version = version, .max_version = version});
  Channel channel({.host = c.host, .anchors = c.anchors, .now_ms = kNow * 1000});
  channel.send(as_bytes("PASS secret\r\n"));
  converse(channel, server);
  REQUIRE(channel.certificate());
  if (c.code.empty()) {
    if (channel.failure()) INFO(name(channel.failure()->code) << ": " << channel.failure()->detail);
    CHECK_FALSE(channel.failure());
    CHECK(channel.established());
    CHECK(server.received == "PASS secret\r\n");
    return;
  }
  REQUIRE(channel.failure());
  INFO(channel.failure()->detail);
  CHECK(name(channel.failure()->code) == c.code);
  CHECK(channel.failure()->detail.find(c.detail) != std::string::npos);
  CHECK_FALSE(channel.established());
  CHECK(server.received.empty());
  // The server was told: an alert is what its last read failed with.
  CHECK(server.last_error == SSL_ERROR_SSL);
  CHECK(server.reason > SSL_AD_REASON_OFFSET);
}

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    check(c, TLS1_2_VERSION);
    check(c, TLS1_3_VERSION);
  }
}

Spec server_spec(const std::string& names = "DNS:mail.example") {
  return {.common_name = "mail.example", .extensions = server_extensions(names)};
}

}  // namespace

TEST_CASE("servers that are believed") {
  const Identity root = make_root();
  const Identity ca = make_intermediate(root);
  const Identity ca2 = make_intermediate(ca, "Test CA 2");
  const std::string pem = to_pem({root});

  Spec rsa = server_spec();
  rsa.key = make_rsa(2048);
  Spec pss = server_spec();
  pss.key = make_rsa_pss();
  Spec ed25519 = server_spec();
  ed25519.key = make_ed25519();
  Spec p384 = server_spec();
  p384.key = own(EVP_EC_gen("P-384"));
  Spec bare = server_spec();
  bare.extensions = {{NID_subject_alt_name, "DNS:mail.example"}};
  const Identity self = issue(server_spec());

  // A root with the same name and another key, as after an authority's renewal.
  const Identity other_root = make_root();
  // An Ed25519 authority, and one without key identifiers.
  Spec ed_root_spec{.common_name = "Ed Root", .extensions = ca_extensions(), .digest = nullptr};
  ed_root_spec.key = make_ed25519();
  const Identity ed_root = issue(ed_root_spec);
  Spec by_ed = server_spec();
  by_ed.digest = nullptr;
  const Identity plain_root = issue(
      {.common_name = "Plain Root", .extensions = {{NID_basic_constraints, "critical,CA:TRUE"}}});

  // Name constraints that are kept.
  Spec constrained{.common_name = "Constrained CA", .extensions = ca_extensions()};
  constrained.extensions.push_back({NID_name_constraints, "critical,permitted;DNS:example"});
  const Identity constrained_ca = issue(constrained, &root);

  // clang-format off
  check({
      {"by the root", make_server(root), {}, pem, "", ""},
      {"by an intermediate", make_server(ca), {ca}, pem, "", ""},
      {"with the root in the chain", make_server(ca), {ca, root}, pem, "", ""},
      {"chain out of order", make_server(ca2), {root, ca, ca2}, pem, "", ""},
      {"superfluous certificates", make_server(ca), {make_root("A"), ca, make_root("B")}, pem, "", ""},
      {"another root of the same name", make_server(ca), {ca}, to_pem({other_root, root}), "", ""},
      {"anchors as asset", make_server(ca), {ca}, to_asset({other_root, root}), "", ""},
      {"asset without extensions", make_server(plain_root), {}, to_asset({plain_root}), "", ""},
      {"RSA-2048", issue(rsa, &root), {}, pem, "", ""},
      {"RSA-PSS", issue(pss, &root), {}, pem, "", ""},
      {"Ed25519", issue(ed25519, &root), {}, pem, "", ""},
      {"P-384", issue(p384, &root), {}, pem, "", ""},
      {"by an Ed25519 root", issue(by_ed, &ed_root), {}, to_asset({ed_root}), "", ""},
      {"names alone, no usage stated", issue(bare, &root), {}, pem, "", ""},
      {"self-signed, named as authority", self, {}, to_pem({self}), "", ""},
      {"intermediate named as authority", make_server(ca), {}, to_pem({ca}), "", ""},
      {"constraint kept", make_server(constrained_ca), {constrained_ca}, pem, "", ""},
      {"wildcard", make_server(root, "DNS:*.mail.example"), {}, pem, "", "", "pop.mail.example"},
      {"upper case", make_server(root, "DNS:MAIL.example"), {}, pem, "", "", "mail.EXAMPLE"},
      {"second name", make_server(root, "DNS:a.example,DNS:mail.example"), {}, pem, "", ""},
      {"closing dot", make_server(root), {}, pem, "", "", "mail.example."},
      {"A-label", make_server(root, "DNS:xn--bcher-kva.example"), {}, pem, "", "", "xn--bcher-kva.example"},
      {"IPv4", make_server(root, "IP:192.0.2.1"), {}, pem, "", "", "192.0.2.1"},
      {"IPv6", make_server(root, "IP:2001:db8::1"), {}, pem, "", "", "[2001:db8:0::1]"},
  });
  // clang-format on
}

TEST_CASE("servers that are not believed") {
  const Identity root = make_root();
  const Identity ca = make_intermediate(root);
  const std::string pem = to_pem({root});

  Spec expired = server_spec();
  expired.not_after = kNow - 1;
  Spec early = server_spec();
  early.not_before = kNow + 1;
  Spec old_ca{.common_name = "Old CA", .extensions = ca_extensions()};
  old_ca.not_after = kNow - kDay;
  const Identity expired_ca = issue(old_ca, &root);
  Spec old_root = old_ca;
  old_root.common_name = "Old Root";
  const Identity expired_root = issue(old_root);

  Spec no_ca{.common_name = "Not a CA",
             .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                            {NID_subject_key_identifier, "hash"}}};
  const Identity not_a_ca = issue(no_ca, &root);
  no_ca.extensions.clear();
  const Identity v3_without_constraints = issue(no_ca, &root);
  Spec no_cert_sign{.common_name = "May not sign",
                    .extensions = {{NID_basic_constraints, "critical,CA:TRUE"},
                                   {NID_key_usage, "critical,digitalSignature"}}};
  const Identity may_not_sign = issue(no_cert_sign, &root);
  Spec short_path{.common_name = "Short", .extensions = ca_extensions()};
  short_path.extensions[0].value = "critical,CA:TRUE,pathlen:0";
  const Identity path_zero = issue(short_path, &root);
  const Identity below = make_intermediate(path_zero, "Below");

  Spec constrained{.common_name = "Constrained CA", .extensions = ca_extensions()};
  constrained.extensions.push_back({NID_name_constraints, "critical,permitted;DNS:elsewhere.test"});
  const Identity critical = issue(constrained, &root);
  constrained.extensions.back().value = "excluded;DNS:example";
  const Identity uncritical = issue(constrained, &root);

  Spec client_only = server_spec();
  client_only.extensions[2].value = "clientAuth";
  Spec client_ca{.common_name = "Client CA", .extensions = ca_extensions()};
  client_ca.extensions.push_back({NID_ext_key_usage, "clientAuth"});
  const Identity for_clients = issue(client_ca, &root);
  Spec may_only_encrypt = server_spec();
  may_only_encrypt.key = make_rsa(2048);
  may_only_encrypt.extensions[1].value = "critical,keyEncipherment";
  Spec unknown = server_spec();
  unknown.extensions.push_back({NID_netscape_comment, "critical,what is this"});
  Spec sha1 = server_spec();
  sha1.digest = EVP_sha1();
  Spec weak_ca{.common_name = "Weak CA", .extensions = ca_extensions()};
  weak_ca.digest = EVP_sha1();
  const Identity sha1_ca = issue(weak_ca, &root);
  Spec rsa1024 = server_spec();
  rsa1024.key = make_rsa(1024);
  // Signed by a key that is not the authority's of that name.
  const Identity impostor = make_root();

  // clang-format off
  check({
      {"expired", issue(expired, &root), {}, pem, "tls.expired", "expired"},
      {"not yet valid", issue(early, &root), {}, pem, "tls.expired", "not yet valid"},
      {"expired intermediate", make_server(expired_ca), {expired_ca}, pem, "tls.expired", "Old CA"},
      {"expired root", make_server(expired_root), {}, to_asset({expired_root}), "tls.expired", "Old Root"},
      {"other host", make_server(root, "DNS:other.example"), {}, pem, "tls.wrong-host", ""},
      {"CN only", make_server(root, ""), {}, pem, "tls.wrong-host", ""},
      {"wildcard over two labels", make_server(root, "DNS:*.mail.example"), {}, pem, "tls.wrong-host", "", "a.b.mail.example"},
      {"wildcard for its own parent", make_server(root, "DNS:*.mail.example"), {}, pem, "tls.wrong-host", ""},
      {"wildcard in the middle", make_server(root, "DNS:mail.*.example"), {}, pem, "tls.wrong-host", "", "mail.a.example"},
      {"wildcard as part of a label", make_server(root, "DNS:m*.example"), {}, pem, "tls.wrong-host", ""},
      {"wildcard after part of a label", make_server(root, "DNS:*il.example"), {}, pem, "tls.wrong-host", ""},
      {"wildcard for a top-level domain", make_server(root, "DNS:*.test"), {}, pem, "tls.wrong-host", "", "mail.test"},
      {"bare wildcard", make_server(root, "DNS:*"), {}, pem, "tls.wrong-host", "", "localhost"},
      {"leading dot", make_server(root, "DNS:.example"), {}, pem, "tls.wrong-host", ""},
      {"name as URI", make_server(root, "URI:https://mail.example"), {}, pem, "tls.wrong-host", ""},
      {"IP as DNS name", make_server(root, "DNS:192.0.2.1"), {}, pem, "tls.wrong-host", "", "192.0.2.1"},
      {"IP by wildcard", make_server(root, "DNS:*.0.2.1"), {}, pem, "tls.wrong-host", "", "192.0.2.1"},
      {"other IP", make_server(root, "IP:192.0.2.2"), {}, pem, "tls.wrong-host", "", "192.0.2.1"},
      {"DNS name for an IP", make_server(root, "IP:192.0.2.1"), {}, pem, "tls.wrong-host", ""},
      {"self-signed", issue(server_spec()), {}, pem, "tls.untrusted", "self"},
      {"unknown authority", make_server(make_root("Other Root")), {}, pem, "tls.untrusted", "Other Root"},
      {"unknown root in the chain", make_server(impostor), {impostor}, to_pem({make_root("X")}), "tls.untrusted", "self"},
      {"key of an impostor", make_server(impostor), {}, pem, "tls.untrusted", ""},
      {"missing intermediate", make_server(ca), {}, pem, "tls.untrusted", "no intermediate certificate: the issuer of its own, CN=Test CA, is missing"},
      {"gap in the chain", make_server(below), {below}, pem, "tls.untrusted", "CN=Short, is missing"},
      {"intermediate without CA flag", make_server(not_a_ca), {not_a_ca}, pem, "tls.untrusted", ""},
      {"intermediate without constraints", make_server(v3_without_constraints), {v3_without_constraints}, pem, "tls.untrusted", ""},
      {"intermediate that may not sign", make_server(may_not_sign), {may_not_sign}, pem, "tls.untrusted", ""},
      {"path too long", make_server(below), {below, path_zero}, pem, "tls.untrusted", "path length"},
      {"name not permitted", make_server(critical), {critical}, pem, "tls.untrusted", "permitted subtree"},
      {"name excluded", make_server(uncritical), {uncritical}, pem, "tls.untrusted", "excluded subtree"},
      {"for clients only", issue(client_only, &root), {}, pem, "tls.untrusted", "purpose"},
      {"by an authority for clients", make_server(for_clients), {for_clients}, pem, "tls.untrusted", "purpose"},
      {"unknown critical extension", issue(unknown, &root), {}, pem, "tls.untrusted", "critical extension"},
      {"SHA-1 signature", issue(sha1, &root), {}, pem, "tls.untrusted", "too weak"},
      {"SHA-1 in the intermediate", make_server(sha1_ca), {sha1_ca}, pem, "tls.untrusted", "too weak"},
      {"RSA-1024", issue(rsa1024, &root), {}, pem, "tls.untrusted", "key too weak"},
      {"key that may only encrypt", issue(may_only_encrypt, &root), {}, pem, "tls.untrusted", "allow its key to sign"},
  });
  // clang-format on
}

TEST_CASE("a cross-signed intermediate that leads nowhere is passed by") {
  const Identity root = make_root();
  const Identity unknown = make_root("Unknown Root");
  // One name and key, two issuers.
  Spec cross{.common_name = "Cross CA", .extensions = ca_extensions()};
  const Identity known_way = issue(cross, &root);
  const Identity dead_end = issue(cross, &unknown);
  const Identity server = make_server(known_way);
  // clang-format off
  check({
      {"good way first", server, {known_way, dead_end}, to_pem({root}), "", ""},
      {"dead end first", server, {dead_end, known_way}, to_pem({root}), "", ""},
      {"dead end with its root", server, {dead_end, unknown, known_way}, to_pem({root}), "", ""},
      {"only the dead end", server, {dead_end}, to_pem({root}), "tls.untrusted", "Unknown Root"},
      {"two dead ends", server, {dead_end, unknown, dead_end}, to_pem({root}), "tls.untrusted", ""},
  });
  // clang-format on
}

TEST_CASE("anchors that cannot be read fail the handshake") {
  const Identity root = make_root();
  const std::string pem = to_pem({root});
  const std::string asset = to_asset({root});
  std::string broken = pem;
  broken[pem.size() / 2] = '!';
  for (const std::string& anchors :
       {std::string(), std::string("nonsense"), broken, pem + broken, std::string("PBXROOT1"),
        asset.substr(0, asset.size() - 1), asset + "x", asset + std::string(4, '\0')}) {
    check({{"anchors: " + anchors.substr(0, 20), make_server(root), {}, anchors, "internal", ""}});
  }
}

TEST_CASE("dates that this build's time_t cannot hold are refused") {
  const Identity root = make_root();
  const Identity server = make_server(root);
  const std::string pem = to_pem({root});
  const Expectation before_1970{
      .host = *parse_host("mail.example"), .pin = {}, .anchors = pem, .now = -1};
  const Verdict verdict = verify(server.cert.get(), nullptr, before_1970);
  REQUIRE(verdict.failure);
  CHECK(name(verdict.failure->code) == "tls.expired");
}

}  // namespace pillarbox::tls::test
