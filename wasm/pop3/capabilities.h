// SPDX-License-Identifier: Apache-2.0
// What a server says it can do: the reply to CAPA (RFC 2449 §5 and §6).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pillarbox::pop3 {

struct Capabilities {
  bool known = false;  // CAPA was answered +OK
  bool pipelining = false;
  bool stls = false;
  bool top = false;
  bool uidl = false;
  bool user = false;
  bool utf8 = false;              // RFC 6856 §2
  bool utf8_user = false;         // the name and password may be UTF-8
  bool lang = false;              // RFC 6856 §3
  std::vector<std::string> sasl;  // mechanism names, upper case
  std::optional<uint32_t> login_delay_seconds;
  std::optional<uint32_t> expire_days;  // 0: may remove what was fetched; nothing: NEVER or unsaid
  std::string implementation;
  bool gmail = false;
};

// `lines` is the body of the reply, lines ended by LF. Unknown and malformed lines are passed over.
Capabilities parse_capabilities(std::string_view lines);

}  // namespace pillarbox::pop3
