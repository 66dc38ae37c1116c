// SPDX-License-Identifier: Apache-2.0
// RFC 5322 §2.2 and §4.5: the fields of a message or of a body part, and where its body begins.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "mime/boundaries.h"
#include "mime/defect.h"

namespace pillarbox::mime {

// Both borrow from the mail. The value is as it stands there, folded.
struct Field {
  std::string_view name;
  std::string_view value;
};

struct Header {
  std::vector<Field> fields;
  size_t body = 0;         // offset of the body in the mail
  bool terminated = true;  // by an empty line or by the end of the mail

  // The value of the first field of that name, nullptr if there is none.
  const std::string_view* find(std::string_view name) const;
};

enum class HeaderOf { message, part };

// Reads the header at text[begin]. A part's header also ends where one of `open` has a delimiter.
Header read_header(std::string_view text, size_t begin, HeaderOf whose, const Boundaries& open,
                   Defects& defects);

}  // namespace pillarbox::mime
