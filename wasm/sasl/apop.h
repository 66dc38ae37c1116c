// SPDX-License-Identifier: Apache-2.0
// APOP (RFC 1939 §7): a digest of the greeting's challenge and the password. It is a command of
// POP3 and no SASL mechanism, but the same kind of thing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sasl/mechanism.h"

namespace pillarbox::sasl {

// The challenge in a greeting, with its angle brackets. Only a real msg-id (RFC 5322 §3.6.4) of
// printable ASCII is one: with others a man in the middle finds out the password by MD5
// collisions (CVE-2007-1558).
std::optional<std::string> apop_challenge(std::string_view greeting);

// "user digest", the argument of the command.
std::string apop_argument(const Credentials& credentials, std::string_view challenge);

}  // namespace pillarbox::sasl
