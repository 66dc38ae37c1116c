// SPDX-License-Identifier: Apache-2.0
// Octets of any charset to UTF-8. What the charset label says is believed as far as the octets
// bear it out.
#pragma once

#include <string>
#include <string_view>

#include "mime/defect.h"

namespace pillarbox::mime {

// Appends `octets` as valid UTF-8 without NULs. Without a label, with one that promises nothing,
// and with an unknown one the octets decide: UTF-8, ISO-2022-JP, else `fallback` (a label, may be
// empty), else windows-1252.
void append_text(std::string& to, std::string_view octets, std::string_view label,
                 std::string_view fallback, Defects& defects);

// Whether text in this charset has octets below 128 that are not ASCII (UTF-16, ISO-2022-JP…), so
// that it cannot be cut into lines before it is decoded.
bool is_opaque_charset(std::string_view label);

}  // namespace pillarbox::mime
