// SPDX-License-Identifier: Apache-2.0
// The first words of a mail, for its row in the list.
#pragma once

#include <string>
#include <string_view>

namespace pillarbox::mime {

// Both take UTF-8 and give one line of at most limits::kPreviewCharacters characters, without what
// the sender quoted unless there is nothing else.
std::string preview_of_text(std::string_view text);
std::string preview_of_html(std::string_view html);

}  // namespace pillarbox::mime
