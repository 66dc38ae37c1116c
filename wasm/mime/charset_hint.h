// SPDX-License-Identifier: Apache-2.0
// What a text without a charset is probably written in, from what else its mail says.
#pragma once

#include <string_view>

#include "mime/message.h"

namespace pillarbox::mime {

// Whether text with this label has none that means something, so that a hint may help.
bool needs_charset_hint(std::string_view label);

// A charset label, borrowed from the message or static; empty if nothing gives a hint: the charset
// of another part, of an encoded word in the header, or what its Content-Language was usually
// written in.
std::string_view charset_hint(const Message& message);

}  // namespace pillarbox::mime
