// SPDX-License-Identifier: Apache-2.0
// RFC 5322 §3.6.4: Message-ID, In-Reply-To, References; RFC 2392: Content-ID.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pillarbox::mime {

// The ids of an unfolded value, without angle brackets and without white space. Words around them
// (RFC 5322 §4.5.4 allows phrases) are left out; where nothing has brackets, words with "@" count.
std::vector<std::string> parse_message_ids(std::string_view value);

// The first of them; the whole value if it has neither brackets nor "@"; empty if there is nothing.
std::string parse_message_id(std::string_view value);

}  // namespace pillarbox::mime
