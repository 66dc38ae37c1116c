// SPDX-License-Identifier: Apache-2.0
// Whether the octets of a text say that its charset label is wrong.
#pragma once

#include <string_view>

#include "mime/charset_label.h"

namespace pillarbox::mime {

// Whether octets above 127, which are UTF-8 throughout, are UTF-8 and not what their label says.
// Longer legacy text is almost never UTF-8 by accident, yet a word may be: "SPÓŁKA" in ISO-8859-2,
// "小写" in GBK. So one of these is needed too:
// - a byte order mark;
// - the label's decoder found something that has no meaning (`reads` is false);
// - of a charset of one octet a character, two that nobody writes beside each other: a capital
//   behind a small letter, or a sign right behind a letter where only a closing quote could be;
// - enough of it: six points, 1 for a character of two octets, 3 for one of three, 6 for one of
// four.
bool is_utf8_in_truth(std::string_view octets, const Charset& label, bool reads);

// The charset of 7-bit text with ISO 2022 escape sequences in it: Japanese, Korean or Chinese, else
// unknown. No other text has them.
Family family_of_escapes(std::string_view octets);

}  // namespace pillarbox::mime
