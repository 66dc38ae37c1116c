// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace pillarbox::mime {

// RFC 3676: joins the lines that a format=flowed sender broke (`text` has LF line ends). Quote
// marks stay, one set a paragraph.
std::string unflow(std::string_view text, bool delete_space);

}  // namespace pillarbox::mime
