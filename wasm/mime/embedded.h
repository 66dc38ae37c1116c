// SPDX-License-Identifier: Apache-2.0
// Files that stand in text between two lines of their own, from the time before MIME.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mime/defect.h"

namespace pillarbox::mime {

struct Embedded {
  enum class Kind { uuencode, yenc };

  Kind kind;
  size_t begin = 0;  // what leaves the text: from the first line to behind the last
  size_t end = 0;
  size_t data_begin = 0;  // what is decoded
  size_t data_end = 0;
  std::string filename;  // octets as written
};

// All of them, in their order, up to one more than limits::kParts. `text` is decoded from its
// transfer encoding, not from its charset.
std::vector<Embedded> find_embedded(std::string_view text, Defects& defects);

// Whether it is worth the while to decode text for find_embedded(): false is certain, for
// text that stands as it is or in quoted-printable.
bool may_have_embedded(std::string_view encoded);

}  // namespace pillarbox::mime
