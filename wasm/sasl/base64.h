// SPDX-License-Identifier: Apache-2.0
// Base64 as SASL needs it (RFC 4648 §4, strict). Mail's forgiving decoder is in mime/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pillarbox::sasl {

std::string encode_base64(std::string_view octets);

// Nothing if there is a character outside the alphabet, or wrong padding.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace pillarbox::sasl
