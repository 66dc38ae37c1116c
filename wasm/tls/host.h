// SPDX-License-Identifier: Apache-2.0
// What a certificate must be for. OpenSSL takes an empty name, or one with a leading dot, as "do
// not check": so nothing gets there that is not a whole host name or an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pillarbox::tls {

struct Host {
  enum class Kind { name, address };
  Kind kind = Kind::name;
  std::string text;  // without the brackets of an IPv6 literal, without a closing dot
};

// Names are A-labels (RFC 5890 §2.3.2.1): who takes a U-label from a person converts it first.
std::optional<Host> parse_host(std::string_view text);

}  // namespace pillarbox::tls
