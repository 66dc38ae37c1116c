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

// Attempts in order, best first. `offered` are the names of the SASL capability; a mechanism the
// person chose is tried even when it is not offered. Empty if there is nothing to try.
std::vector<Auth> choose(Auth wanted, const std::vector<std::string>& offered);

// The mechanism of an attempt; null for `user` and `apop`, which are commands of their own, and
// for what is not built in.
std::unique_ptr<Mechanism> make_mechanism(Auth attempt, const Credentials& credentials);

}  // namespace pillarbox::sasl
