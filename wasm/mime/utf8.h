// SPDX-License-Identifier: Apache-2.0
// UTF-8 as RFC 3629 and the WHATWG Encoding standard define it: no surrogates, no overlong forms,
// nothing above U+10FFFF. All text that leaves this layer has passed through here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pillarbox::mime {

bool is_ascii(std::string_view text);
bool is_utf8(std::string_view text);

// Code points that are no scalar value become U+FFFD.
void append_code_point(std::string& to, uint32_t code_point);

// Appends `text`, each maximal broken sequence as one U+FFFD. True if nothing was broken.
bool append_valid_utf8(std::string& to, std::string_view text);

// At most `most` octets of it, with no character cut in two.
std::string_view beginning(std::string_view text, size_t most);

// Whether `text` ends in the beginning of a character, and how many octets of it there are.
size_t incomplete_tail(std::string_view text);

}  // namespace pillarbox::mime
