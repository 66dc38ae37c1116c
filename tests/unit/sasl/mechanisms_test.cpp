// SPDX-License-Identifier: Apache-2.0
// Each mechanism against the example of its RFC.
#include <catch2/catch_test_macros.hpp>

#include "sasl/apop.h"
#include "sasl/bearer.h"
#include "sasl/cram_md5.h"
#include "sasl/digest.h"
#include "sasl/scram.h"

using namespace pillarbox::sasl;
using namespace std::string_literals;

TEST_CASE("APOP is RFC 1939 §7's example") {
  const std::string challenge = "<1896.697170952@dbc.mtview.ca.us>";
  CHECK(apop_challenge("POP3 server ready " + challenge) == challenge);
  CHECK(apop_argument({"mrose", "tanstaaf"}, challenge) ==
        "mrose c4c9334bac560ecc979e58001b3e22fb");
}

TEST_CASE("a challenge that is no msg-id is none") {
  for (const std::string& greeting :
       {"ready", "<timestamp>", "<a@b", "a@b>", "<@b>", "<a@>", "<a@b@c>", "<a b@c>", "<a@b c>",
        "<a..b@c>", "<.a@b>", "<a@b.>", "<\x80@b>", "<a@\x01>", "<a@[1.2.3.4>", "<a@[x]>"}) {
    INFO(greeting);
    CHECK_FALSE(apop_challenge(greeting));
  }
  CHECK(apop_challenge("<1.2@[192.0.2.1]> ready") == "<1.2@[192.0.2.1]>");
}

TEST_CASE("CRAM-MD5 is RFC 2195 §2's example") {
  auto cram = make_cram_md5({"tim", "tanstaaftanstaaf"});
  CHECK_FALSE(cram->initial_response());
  CHECK(cram->respond("<1896.697170952@postoffice.reston.mci.net>") ==
        "tim b913a602c7eda7a495b4e6e7334d3890");
  CHECK_FALSE(cram->respond("again"));
}

TEST_CASE("SCRAM-SHA-1 is RFC 5802 §5's example") {
  auto scram = make_scram(Hash::sha1, {"user", "pencil"}, "fyko+d2lbbFgONRv9qkxdawL");
  CHECK(scram->initial_response() == "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
  CHECK(scram->respond("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096") ==
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
  CHECK_FALSE(scram->completed());
  CHECK(scram->respond("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=") == "");
  CHECK(scram->completed());
}

TEST_CASE("SCRAM-SHA-256 is RFC 7677 §3's example") {
  auto scram = make_scram(Hash::sha256, {"user", "pencil"}, "rOprNGfwEbeRWgbNEkqO");
  CHECK(scram->respond("") == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  CHECK(scram->respond("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                       "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096") ==
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  CHECK(scram->respond("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=") == "");
  CHECK(scram->completed());
}

TEST_CASE("SCRAM does not believe a server that cannot prove itself") {
  const std::string nonce = "rOprNGfwEbeRWgbNEkqO";
  const std::string salt = ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  for (const std::string& first :
       {""s, "r=" + nonce + salt, "r=other" + salt, "r=" + nonce + "x,s=,i=4096",
        "r=" + nonce + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1",
        "r=" + nonce + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4000000000",
        "r=" + nonce + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096x", "e=other-error"s,
        "m=x,r=" + nonce + salt}) {
    INFO(first);
    auto scram = make_scram(Hash::sha256, {"user", "pencil"}, nonce);
    scram->initial_response();
    CHECK_FALSE(scram->respond(first));
    CHECK_FALSE(scram->completed());
  }
  for (const std::string& last : {"v=AAAA", "v=", "e=invalid-proof", ""}) {
    INFO(last);
    auto scram = make_scram(Hash::sha256, {"user", "pencil"}, nonce);
    scram->initial_response();
    CHECK(scram->respond("r=" + nonce + "x" + salt));
    CHECK_FALSE(scram->respond(last));
    CHECK_FALSE(scram->completed());
  }
}

TEST_CASE("SCRAM writes commas and equals signs of a name so that they survive") {
  auto scram = make_scram(Hash::sha256, {"a,b=c", "x"}, "nonce");
  CHECK(scram->initial_response() == "n,,n=a=2Cb=3Dc,r=nonce");
}

TEST_CASE("XOAUTH2 and OAUTHBEARER give the token on a line of its own and answer the error") {
  auto xoauth2 = make_xoauth2({"someuser@example.com", "vF9dft4qmT"});
  CHECK_FALSE(xoauth2->initial_response());
  CHECK(xoauth2->respond("") ==
        "user=someuser@example.com\x01"
        "auth=Bearer vF9dft4qmT\x01\x01");
  CHECK(xoauth2->respond("{\"status\":\"401\"}") == "");

  auto bearer = make_oauthbearer({"user@example.com", "vF9dft4qmT"});
  CHECK_FALSE(bearer->initial_response());
  CHECK(bearer->respond("") ==
        "n,a=user@example.com,\x01"
        "auth=Bearer vF9dft4qmT\x01\x01");
  CHECK(bearer->respond("{\"status\":\"invalid_token\"}") == "\x01");
}

TEST_CASE("nonces are fresh") {
  CHECK(random_nonce().size() == 24);
  CHECK(random_nonce() != random_nonce());
}
