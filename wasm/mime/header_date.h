// SPDX-License-Identifier: Apache-2.0
// The moments that a mail's header names.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mime/header.h"

namespace pillarbox::mime {

// Seconds since 1970 (UTC) of the first Date field that can be read.
std::optional<int64_t> sent_at(const Header& header);

// The same of each Received field that can be read (RFC 5321 §4.4), topmost first: servers write
// them, so they say when a mail went its way where its sender has not. Which of them are to be
// believed only the host can tell, who knows what time it is. Empty, and not read, where `sent`
// needs none of them: it is no more than a day later than the topmost.
std::vector<int64_t> received_at(const Header& header, std::optional<int64_t> sent);

}  // namespace pillarbox::mime
