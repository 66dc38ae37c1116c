// SPDX-License-Identifier: Apache-2.0
// The one place that decides how to log in: what the person asked for, what the server offers,
// and what is safe on this connection, turned into an order of attempts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sasl/mechanism.h"

namespace pillarbox::sasl {

enum class Auth {
  automatic,
  user,  // USER and PASS (RFC 1939 §7)
  apop,
  plain,
  login,
  cram_md5,
  scram_sha_1,
  scram_sha_256,
  xoauth2,
  oauthbearer,
};

// The name of the contract ("auto", "user", "cram-md5"…); nothing if there is no such name.
std::optional<Auth> auth_named(std::string_view name);

// And back.
std::string_view auth_name(Auth auth);

// What the connection and the server allow.
struct Offer {
  std::vector<std::string> mechanisms;  // of the SASL capability, upper case
  bool encrypted = false;
  bool apop = false;  // the greeting held a challenge
};

// Attempts in order, best first. A mechanism the person chose is the only one tried, offered or
// not. Where the connection is in clear and the server can do without the password, the password
// is not sent as a fallback.
std::vector<Auth> choose(Auth wanted, const Offer& offer);

// The mechanism of an attempt; null for `user` and `apop`, which are commands of their own, and
// where the platform has no random numbers.
std::unique_ptr<Mechanism> make_mechanism(Auth attempt, const Credentials& credentials);

}  // namespace pillarbox::sasl
