// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace pillarbox::mime {

// The charset that an HTML document names itself in a <meta> element of its first 1024 octets, as
// HTML §13.2.3.2 looks for it; empty if there is none. For parts whose header names none.
std::string html_charset(std::string_view html);

}  // namespace pillarbox::mime
