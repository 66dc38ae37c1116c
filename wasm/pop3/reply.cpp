// SPDX-License-Identifier: Apache-2.0
#include "pop3/reply.h"

#include <array>
#include <charconv>

#include "pop3/ascii.h"

namespace pillarbox::pop3 {
namespace {

std::string_view without_leading_space(std::string_view text) {
  const size_t at = text.find_first_not_of(" \t");
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

// RFC 2449 §8: resp-code = "[" resp-level *("/" resp-level) "]", first thing after the status.
// Text in brackets with spaces in it is not one.
void take_response_code(std::string_view& rest, Reply& reply) {
  if (!rest.starts_with('[')) return;
  const size_t end = rest.find(']');
  if (end == std::string_view::npos) return;
  const std::string_view code = rest.substr(1, end - 1);
  if (code.empty() || code.find(' ') != std::string_view::npos) return;
  reply.code = upper(code);
  rest = without_leading_space(rest.substr(end + 1));
}

}  // namespace

std::optional<Reply> parse_reply(std::string_view line) {
  Reply reply;
  std::string_view rest;
  if (starts_with_ignoring_case(line, "+OK")) {
    reply.status = Status::ok;
    rest = line.substr(3);
  } else if (starts_with_ignoring_case(line, "-ERR")) {
    reply.status = Status::err;
    rest = line.substr(4);
  } else if (starts_with_ignoring_case(line, "+ERR")) {
    // NOTE: hMailServer answers "+ERR" to what it refuses.
    reply.status = Status::err;
    rest = line.substr(4);
  } else if (line == "+" || line.starts_with("+ ")) {
    // RFC 5034 §4: a server challenge is "+" SP base64. Some leave the space out when it is empty.
    reply.status = Status::proceed;
    rest = line.substr(1);
    reply.text = without_leading_space(rest);
    return reply;
  } else {
    return std::nullopt;
  }
  rest = without_leading_space(rest);
  take_response_code(rest, reply);
  reply.text = rest;
  return reply;
}

std::optional<uint32_t> interval_in_words(std::string_view text) {
  const auto all = words(text);
  for (size_t i = 0; i + 1 < all.size(); ++i) {
    uint32_t count = 0;
    const auto [end, error] = std::from_chars(all[i].data(), all[i].data() + all[i].size(), count);
    if (error != std::errc() || end != all[i].data() + all[i].size() || count == 0) continue;
    const std::string unit = upper(all[i + 1]);
    // More than a day is no interval between two looks into a mailbox.
    if (unit.starts_with("MIN") && count <= 24 * 60) return count * 60;
    if (unit.starts_with("SEC") && count <= 24 * 60 * 60) return count;
  }
  return std::nullopt;
}

Code meaning(const Reply& refusal, Code otherwise) {
  const std::string& code = refusal.code;
  if (code == "IN-USE") return Code::server_busy;
  if (code == "LOGIN-DELAY") return Code::server_login_delay;
  if (code == "AUTH") return Code::auth_rejected;
  if (code.starts_with("SYS/TEMP")) return Code::server_temporary;
  if (code.starts_with("SYS/PERM")) return Code::server_permanent;
  // NOTE: qpopper, InterMail and others have no response codes and say it in words.
  constexpr std::array<std::string_view, 5> kBusy = {"LOCKED", "LOCK BUSY", "IN USE",
                                                     "ALREADY OPEN", "ANOTHER SESSION"};
  for (const std::string_view words : kBusy) {
    if (contains_ignoring_case(refusal.text, words)) return Code::server_busy;
  }
  // NOTE: Office 365 throttles with "Server Unavailable. 21" in reply to PASS.
  constexpr std::array<std::string_view, 2> kTemporary = {"SERVER UNAVAILABLE", "TRY AGAIN LATER"};
  for (const std::string_view words : kTemporary) {
    if (contains_ignoring_case(refusal.text, words)) return Code::server_temporary;
  }
  // NOTE: Outlook.com: "Exceeded the login limit for a 15 minute period. Reduce the frequency…".
  constexpr std::array<std::string_view, 3> kTooOften = {"LOGIN LIMIT", "TOO OFTEN",
                                                         "TOO FREQUENT"};
  for (const std::string_view words : kTooOften) {
    if (contains_ignoring_case(refusal.text, words)) return Code::server_login_delay;
  }
  return otherwise;
}

}  // namespace pillarbox::pop3
