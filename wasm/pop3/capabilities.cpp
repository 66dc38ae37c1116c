// SPDX-License-Identifier: Apache-2.0
#include "pop3/capabilities.h"

#include <charconv>

#include "base/limits.h"
#include "pop3/ascii.h"
#include "pop3/lines.h"

namespace pillarbox::pop3 {
namespace {

std::optional<uint32_t> number(std::string_view word) {
  uint32_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

}  // namespace

Capabilities parse_capabilities(std::string_view lines) {
  Capabilities found;
  found.known = true;
  for (size_t count = 0; !lines.empty() && count < limits::kCapabilityLines; ++count) {
    const std::string_view line = take_line(lines);
    const auto word = words(line);
    if (word.empty()) continue;
    const std::string tag = upper(word[0]);
    if (tag == "PIPELINING") {
      found.pipelining = true;
    } else if (tag == "STLS") {
      found.stls = true;
    } else if (tag == "TOP") {
      found.top = true;
    } else if (tag == "UIDL") {
      found.uidl = true;
    } else if (tag == "USER") {
      found.user = true;
    } else if (tag == "UTF8") {
      found.utf8 = true;
      found.utf8_user = word.size() > 1 && upper(word[1]) == "USER";
    } else if (tag == "LANG") {
      found.lang = true;
    } else if (tag == "SASL") {
      for (size_t i = 1; i < word.size(); ++i) found.sasl.push_back(upper(word[i]));
    } else if (tag == "LOGIN-DELAY" && word.size() > 1) {
      found.login_delay_seconds = number(word[1]);
    } else if (tag == "EXPIRE" && word.size() > 1) {
      found.expire_days = number(word[1]);
    } else if (tag == "IMPLEMENTATION" && word.size() > 1) {
      found.implementation = line.substr(static_cast<size_t>(word[1].data() - line.data()));
    } else if (tag.starts_with("X-GOOGLE-")) {
      found.gmail = true;
    }
  }
  return found;
}

}  // namespace pillarbox::pop3
