// SPDX-License-Identifier: Apache-2.0
// memchr, sixteen octets at a time: the C library's goes by four in wasm.
#pragma once

#include <cstddef>
#include <string_view>

namespace pillarbox {

// The offset of the first such octet at or after `from`, or text.size() if there is none.
size_t find_octet(std::string_view text, char octet, size_t from);

// The same, one octet at a time.
size_t scalar_find_octet(std::string_view text, char octet, size_t from);

}  // namespace pillarbox
