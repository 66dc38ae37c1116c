// SPDX-License-Identifier: Apache-2.0
// The status line of a POP3 reply (RFC 1939 §3), with its response code (RFC 2449 §8, RFC 3206).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/failure.h"

namespace pillarbox::pop3 {

enum class Status { ok, err, proceed };

struct Reply {
  Status status = Status::ok;
  std::string code;  // upper case without brackets: "IN-USE", "SYS/TEMP"; empty if there is none
  std::string text;  // what follows, for people
};

// `line` is without its line end. Nothing if it is no status line at all.
std::optional<Reply> parse_reply(std::string_view line);

// "…once in 15 minutes…": the seconds that a refusal asks to wait, if it names them.
std::optional<uint32_t> interval_in_words(std::string_view text);

// What a refusal means for the person: by response code (RFC 2449 §8.1.1, RFC 3206 §4), else by
// what busy servers are known to say, else `otherwise`.
Code meaning(const Reply& refusal, Code otherwise);

}  // namespace pillarbox::pop3
