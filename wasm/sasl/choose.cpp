// SPDX-License-Identifier: Apache-2.0
#include "sasl/choose.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sasl/login.h"
#include "sasl/plain.h"

namespace pillarbox::sasl {
namespace {

constexpr std::array<std::pair<std::string_view, Auth>, 10> kNames = {{
    {"auto", Auth::automatic},
    {"user", Auth::user},
    {"apop", Auth::apop},
    {"plain", Auth::plain},
    {"login", Auth::login},
    {"cram-md5", Auth::cram_md5},
    {"scram-sha-1", Auth::scram_sha_1},
    {"scram-sha-256", Auth::scram_sha_256},
    {"xoauth2", Auth::xoauth2},
    {"oauthbearer", Auth::oauthbearer},
}};

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<Auth> auth_named(std::string_view name) {
  for (const auto& [known, auth] : kNames) {
    if (known == name) return auth;
  }
  return std::nullopt;
}

std::vector<Auth> choose(Auth wanted, const std::vector<std::string>& offered) {
  if (wanted != Auth::automatic) return {wanted};
  std::vector<Auth> attempts;
  if (contains(offered, "PLAIN")) attempts.push_back(Auth::plain);
  // Always there as the last word: servers refuse AUTH PLAIN while USER and PASS work, and
  // servers without CAPA have nothing else.
  attempts.push_back(Auth::user);
  if (contains(offered, "LOGIN")) attempts.push_back(Auth::login);
  return attempts;
}

std::unique_ptr<Mechanism> make_mechanism(Auth attempt, const Credentials& credentials) {
  switch (attempt) {
    case Auth::plain:
      return make_plain(credentials);
    case Auth::login:
      return make_login(credentials);
    default:
      return nullptr;
  }
}

}  // namespace pillarbox::sasl
