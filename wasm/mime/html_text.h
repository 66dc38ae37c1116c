// SPDX-License-Identifier: Apache-2.0
// The words of an HTML mail, for previews and for search. Not a renderer, and never a sanitiser:
// what is shown as HTML goes through the sanitiser in the page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pillarbox::mime {

enum class Quotes { keep, leave_out };

// Text of `html` (UTF-8) with a line for a block and without what is hidden: styles, scripts,
// titles, preheaders. Stops soon after `most` octets of text.
std::string html_to_text(std::string_view html, Quotes quotes, size_t most = std::string::npos);

}  // namespace pillarbox::mime
