// SPDX-License-Identifier: Apache-2.0
// Octets of any charset to UTF-8. What the charset label says is believed as far as the octets
// bear it out.
#pragma once

#include <string>
#include <string_view>

#include "mime/defect.h"

namespace pillarbox::mime {

// Appends `octets` as valid UTF-8 without NULs. Without a label, with one that promises nothing,
// and with an unknown one the octets decide: ISO 2022, UTF-8, else `fallback` (a label, may be
// empty), else windows-1252. A label that the octets contradict (charset_contradiction.h) is a
// defect.
void append_text(std::string& to, std::string_view octets, std::string_view label,
                 std::string_view fallback, Defects& defects);

}  // namespace pillarbox::mime
