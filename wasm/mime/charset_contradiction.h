// SPDX-License-Identifier: Apache-2.0
// Whether the octets of a text say that its charset label is wrong.
#pragma once

#include <string_view>

#include "mime/charset_label.h"

namespace pillarbox::mime {

// Whether octets that a label gives to another charset are UTF-8. Legacy text of any length is
// almost never UTF-8 by accident, yet short text is: "SPÓŁKA" in ISO-8859-2, every fifth Chinese
// character in GBK. So all octets above 127 must be UTF-8, and either one of them cannot be what
// the label says (a control character, a sign right behind a capital letter where only a closing
// quote could be, or nothing at all: `reads` is false), or there are enough of them: six points, 1
// for a character of two octets, 3 for one of three, 6 for one of four.
bool is_utf8_in_truth(std::string_view octets, const Charset& label, bool reads);

// The charset of 7-bit text with ISO 2022 escape sequences in it: Japanese, Korean or Chinese, else
// unknown. No other text has them.
Family family_of_escapes(std::string_view octets);

}  // namespace pillarbox::mime
