// SPDX-License-Identifier: Apache-2.0
// RFC 2047, as senders write it: words inside quotes and inside other words, with spaces in them,
// characters split between words, words cut short; and between them raw octets (RFC 6532, or no
// standard at all).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mime/defect.h"

namespace pillarbox::mime {

// A header value without its folding: RFC 5322 §2.2.3, "simply removing any CRLF that is
// immediately followed by WSP".
std::string unfold(std::string_view value);

// Decodes unfolded text to UTF-8. `fallback` is a charset label for raw octets, may be empty.
std::string decode_header_text(std::string_view text, std::string_view fallback, Defects& defects);

// An unfolded structured value, of which some senders encode the whole, brackets and all (RFC 2047
// §5 forbids it): decoded if an encoded word begins it or stands outside of "<" and ">".
std::string structured_text(std::string_view value);

// Octets of the encoded word that begins at text[0], 0 if none does.
size_t encoded_word_length(std::string_view text);

}  // namespace pillarbox::mime
