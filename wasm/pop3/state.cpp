// SPDX-License-Identifier: Apache-2.0
#include "pop3/state.h"

#include <array>

namespace pillarbox::pop3 {
namespace {

struct Rule {
  Verb verb;
  bool authorization;
  bool transaction;
};

constexpr std::array<Rule, 18> kRules = {{
    {Verb::capa, true, true},       // RFC 2449 §5
    {Verb::stls, true, false},      // RFC 2595 §4
    {Verb::user, true, false},      // RFC 1939 §7
    {Verb::pass, true, false},      // RFC 1939 §7
    {Verb::apop, true, false},      // RFC 1939 §7
    {Verb::auth, true, false},      // RFC 5034 §4
    {Verb::response, true, false},  // RFC 5034 §4
    {Verb::stat, false, true},      // RFC 1939 §5
    {Verb::uidl, false, true},      // RFC 1939 §7
    {Verb::list, false, true},      // RFC 1939 §5
    {Verb::retr, false, true},      // RFC 1939 §5
    {Verb::dele, false, true},      // RFC 1939 §5
    {Verb::top, false, true},       // RFC 1939 §7
    {Verb::noop, false, true},      // RFC 1939 §5
    {Verb::rset, false, true},      // RFC 1939 §5
    {Verb::utf8, true, false},      // RFC 6856 §2
    {Verb::lang, true, true},       // RFC 6856 §3
    {Verb::quit, true, true},       // RFC 1939 §4, §6
}};

}  // namespace

bool is_allowed(Verb verb, State state) {
  for (const Rule& rule : kRules) {
    if (rule.verb != verb) continue;
    return state == State::authorization ? rule.authorization
                                         : state == State::transaction && rule.transaction;
  }
  return false;
}

}  // namespace pillarbox::pop3
