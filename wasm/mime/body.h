// SPDX-License-Identifier: Apache-2.0
// RFC 8621 §4.1.4: which parts a reader shows, and their text.
#pragma once

#include <cstddef>
#include <string>

#include "base/bytes.h"
#include "mime/defect.h"
#include "mime/message.h"

namespace pillarbox::mime {

// A row of the list needs to know that there are files, not what is in a winmail.dat. What was
// signed is read as a mail of its own, in which nothing signed is opened again: so nothing
// recurses.
enum class Purpose { whole, list_row, signed_content };

// parse() for each purpose.
Message read_message(Bytes raw, Purpose purpose);

// Fills text_parts, html_parts and attachments.
void choose_bodies(Message& message, Purpose purpose);

// What raw octets in the header are written in, if anything says so: the charset of the first part
// that names one.
std::string_view header_charset(const Message& message);

// The part's body as it stands in the mail.
Bytes body_octets(const Message& message, const Part& part);

// Appends the decoded text of one part, at most `most` octets of it before the charset is decoded.
// True if that was all of it.
bool append_body(std::string& to, const Message& message, const Part& part, size_t most,
                 Defects& defects);

}  // namespace pillarbox::mime
