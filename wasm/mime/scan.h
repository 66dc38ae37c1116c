// SPDX-License-Identifier: Apache-2.0
// Looking through a whole mail for the few places that matter.
#pragma once

#include <cstddef>
#include <string_view>

namespace pillarbox::mime {

// Offset of the first line at or after `from` that begins with "--", npos if there is none.
// `from` is the beginning of a line.
size_t find_dash_line(std::string_view text, size_t from);

}  // namespace pillarbox::mime
