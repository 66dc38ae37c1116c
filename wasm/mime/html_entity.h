// SPDX-License-Identifier: Apache-2.0
// HTML character references.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pillarbox::mime {

// Appends the character that the reference at html[0] ("&") means; returns its octets, 0 (and
// nothing appended) if it is none.
size_t append_entity(std::string& to, std::string_view html);

}  // namespace pillarbox::mime
