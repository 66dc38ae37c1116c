// SPDX-License-Identifier: Apache-2.0
// Looking through a whole mail for the few octets that matter, sixteen at a time.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/find.h"

namespace pillarbox::mime {

// As find_octet: all return an offset at or after `from`, or text.size() if there is none.

// The first line that begins with these two octets; `from` is the beginning of a line.
size_t find_line(std::string_view text, char first, char second, size_t from);

// The first octet that JSON does not take as it is: a control character, a quote or a backslash.
size_t find_json_escape(std::string_view text, size_t from);

// The first octet above 127.
size_t find_high(std::string_view text, size_t from);

// The same, one octet at a time.
namespace scalar {
size_t find_line(std::string_view text, char first, char second, size_t from);
size_t find_json_escape(std::string_view text, size_t from);
size_t find_high(std::string_view text, size_t from);
}  // namespace scalar

}  // namespace pillarbox::mime
