// SPDX-License-Identifier: Apache-2.0
#include "sasl/choose.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sasl/bearer.h"
#include "sasl/cram_md5.h"
#include "sasl/login.h"
#include "sasl/plain.h"
#include "sasl/scram.h"

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

std::string_view auth_name(Auth auth) {
  for (const auto& [name, known] : kNames) {
    if (known == auth) return name;
  }
  return {};
}

std::vector<Auth> choose(Auth wanted, const Offer& offer) {
  if (wanted != Auth::automatic) return {wanted};
  const std::vector<std::string>& offered = offer.mechanisms;
  std::vector<Auth> attempts;
  if (contains(offered, "SCRAM-SHA-256")) attempts.push_back(Auth::scram_sha_256);
  if (contains(offered, "SCRAM-SHA-1")) attempts.push_back(Auth::scram_sha_1);
  if (!offer.encrypted && !attempts.empty()) return attempts;
  if (contains(offered, "PLAIN")) attempts.push_back(Auth::plain);
  // Always there as the last word but one: servers refuse AUTH PLAIN while USER and PASS work, and
  // servers without CAPA have nothing else.
  attempts.push_back(Auth::user);
  if (contains(offered, "LOGIN")) attempts.push_back(Auth::login);
  // MD5 is no protection by itself: only inside TLS, for servers that have nothing else.
  if (offer.encrypted && offer.apop) attempts.push_back(Auth::apop);
  return attempts;
}

std::unique_ptr<Mechanism> make_mechanism(Auth attempt, const Credentials& credentials) {
  switch (attempt) {
    case Auth::plain:
      return make_plain(credentials);
    case Auth::login:
      return make_login(credentials);
    case Auth::cram_md5:
      return make_cram_md5(credentials);
    case Auth::scram_sha_1:
      return make_scram(Hash::sha1, credentials, random_nonce());
    case Auth::scram_sha_256:
      return make_scram(Hash::sha256, credentials, random_nonce());
    case Auth::xoauth2:
      return make_xoauth2(credentials);
    case Auth::oauthbearer:
      return make_oauthbearer(credentials);
    case Auth::automatic:
    case Auth::user:
    case Auth::apop:
      break;
  }
  return nullptr;
}

}  // namespace pillarbox::sasl
