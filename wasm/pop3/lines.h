// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace pillarbox::pop3 {

// Takes the first line off `text`, without its end (CRLF or LF); borrows from it.
inline std::string_view take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace pillarbox::pop3
