// SPDX-License-Identifier: Apache-2.0
// RFC 5322 §3.3 and §4.3, and what else stands in Date fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pillarbox::mime {

// A structured value with a space for each comment (RFC 5322 §3.2.2), and without those around
// colons.
std::string without_comments(std::string_view value);

// Seconds since 1970 (UTC) of an unfolded Date value; nothing if it says no moment.
std::optional<int64_t> parse_date(std::string_view value);

// "2024-01-02T03:04:05Z" (RFC 3339).
std::string format_date(int64_t seconds);

}  // namespace pillarbox::mime
