// SPDX-License-Identifier: Apache-2.0
// RFC 2046 §5.1: the tree of body parts.
#pragma once

#include <string_view>
#include <vector>

#include "mime/part.h"

namespace pillarbox::mime {

// All parts in the order in which they begin, so that a multipart stands before what is in it;
// the first is the message itself, whose header has been read already. What message/rfc822 parts
// contain stays closed.
std::vector<Part> read_structure(std::string_view text, const Header& header, Defects& defects);

}  // namespace pillarbox::mime
