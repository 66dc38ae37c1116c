// SPDX-License-Identifier: Apache-2.0
#include "sasl/apop.h"

#include <algorithm>

#include "sasl/digest.h"
#include "sasl/wipe.h"

namespace pillarbox::sasl {
namespace {

// RFC 5322 §3.2.3: dot-atom-text, dots between atoms only.
bool is_dot_atom(std::string_view text) {
  constexpr std::string_view kSpecials = "()<>[]:;@\\,\"";
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  return text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return c > ' ' && c < 0x7f && kSpecials.find(c) == std::string_view::npos;
         });
}

}  // namespace

std::optional<std::string> apop_challenge(std::string_view greeting) {
  const size_t from = greeting.find('<');
  if (from == std::string_view::npos) return std::nullopt;
  const size_t to = greeting.find('>', from);
  if (to == std::string_view::npos) return std::nullopt;
  const std::string_view id = greeting.substr(from + 1, to - from - 1);
  const size_t at = id.find('@');
  if (at == std::string_view::npos || !is_dot_atom(id.substr(0, at))) return std::nullopt;
  std::string_view right = id.substr(at + 1);
  // NOTE: domain literals are seen in the greetings of servers that do not know their name.
  if (right.size() > 2 && right.starts_with('[') && right.ends_with(']')) {
    right = right.substr(1, right.size() - 2);
    if (right.find_first_not_of("0123456789abcdefABCDEF.:") != std::string_view::npos) {
      return std::nullopt;
    }
  } else if (!is_dot_atom(right)) {
    return std::nullopt;
  }
  return std::string(greeting.substr(from, to - from + 1));
}

std::string apop_argument(const Credentials& credentials, std::string_view challenge) {
  std::string secret(challenge);
  secret.reserve(challenge.size() + credentials.password.size());
  secret += credentials.password;
  std::string argument = credentials.user + " " + hex(digest(Hash::md5, secret));
  wipe(secret);
  return argument;
}

}  // namespace pillarbox::sasl
