// SPDX-License-Identifier: Apache-2.0
// Which parts of a mail its reader is shown as text, after RFC 8621 §4.1.4. All others are files.
#pragma once

#include <vector>

#include "mime/message.h"

namespace pillarbox::mime {

// One for each of message.parts.
std::vector<bool> shown_parts(const Message& message);

}  // namespace pillarbox::mime
