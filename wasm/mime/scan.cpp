// SPDX-License-Identifier: Apache-2.0
#include "mime/scan.h"

namespace pillarbox::mime {

size_t find_dash_line(std::string_view text, size_t from) {
  if (text.substr(from, 2) == "--") return from;
  const size_t at = text.find("\n--", from);
  return at == std::string_view::npos ? at : at + 1;
}

}  // namespace pillarbox::mime
