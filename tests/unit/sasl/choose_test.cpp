// SPDX-License-Identifier: Apache-2.0
#include "sasl/choose.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::sasl;
using namespace std::string_literals;

TEST_CASE("attempts are what the server offers, best first, and USER as the last word") {
  using Attempts = std::vector<Auth>;
  const auto encrypted = [](std::vector<std::string> mechanisms) {
    return Offer{.mechanisms = std::move(mechanisms), .encrypted = true, .apop = false};
  };
  CHECK(choose(Auth::automatic, encrypted({})) == Attempts{Auth::user});
  CHECK(choose(Auth::automatic, encrypted({"PLAIN", "LOGIN"})) ==
        Attempts{Auth::plain, Auth::user, Auth::login});
  CHECK(choose(Auth::automatic, encrypted({"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"})) ==
        Attempts{Auth::scram_sha_256, Auth::scram_sha_1, Auth::plain, Auth::user});
  CHECK(choose(Auth::automatic, encrypted({"CRAM-MD5"})) == Attempts{Auth::user});
  CHECK(choose(Auth::login, encrypted({"PLAIN"})) == Attempts{Auth::login});
}

TEST_CASE("in clear, the password is no fallback where the server can do without it") {
  using Attempts = std::vector<Auth>;
  CHECK(choose(Auth::automatic, {.mechanisms = {"PLAIN", "SCRAM-SHA-256"}}) ==
        Attempts{Auth::scram_sha_256});
  CHECK(choose(Auth::automatic, {.mechanisms = {"PLAIN"}}) == Attempts{Auth::plain, Auth::user});
}

TEST_CASE("APOP is tried by itself inside TLS only") {
  using Attempts = std::vector<Auth>;
  CHECK(choose(Auth::automatic, {.mechanisms = {}, .encrypted = true, .apop = true}) ==
        Attempts{Auth::user, Auth::apop});
  CHECK(choose(Auth::automatic, {.mechanisms = {}, .encrypted = false, .apop = true}) ==
        Attempts{Auth::user});
}

TEST_CASE("the names are those of the command line") {
  CHECK(auth_named("auto") == Auth::automatic);
  CHECK(auth_named("scram-sha-256") == Auth::scram_sha_256);
  CHECK_FALSE(auth_named("PLAIN"));
  CHECK_FALSE(auth_named(""));
}

TEST_CASE("PLAIN is RFC 4616's example, with or without an initial response") {
  auto plain = make_mechanism(Auth::plain, {"tim", "tanstaaftanstaaf"});
  REQUIRE(plain);
  CHECK(plain->name() == "PLAIN");
  CHECK(plain->initial_response() == "\0tim\0tanstaaftanstaaf"s);
  CHECK(plain->respond("") == "\0tim\0tanstaaftanstaaf"s);
}

TEST_CASE("LOGIN gives the name, then the password, then no more") {
  auto login = make_mechanism(Auth::login, {"tim", "secret"});
  REQUIRE(login);
  CHECK_FALSE(login->initial_response());
  CHECK(login->respond("VXNlcm5hbWU6") == "tim");
  CHECK(login->respond("anything") == "secret");
  CHECK_FALSE(login->respond("and more"));
}
