// SPDX-License-Identifier: Apache-2.0
#include "mime/flowed.h"

namespace pillarbox::mime {

std::string unflow(std::string_view text, bool delete_space) {
  std::string out;
  out.reserve(text.size());
  bool flowing = false;  // the line before asks to be continued
  size_t depth = 0;      // and this is its quote depth
  while (!text.empty()) {
    const size_t feed = text.find('\n');
    const bool ended = feed != std::string_view::npos;
    std::string_view line = text.substr(0, feed);
    text.remove_prefix(ended ? feed + 1 : text.size());

    size_t marks = 0;
    while (marks < line.size() && line[marks] == '>') ++marks;
    const std::string_view quote = line.substr(0, marks);
    line.remove_prefix(marks);
    if (line.starts_with(' ')) line.remove_prefix(1);  // §4.4: space-stuffed

    // §4.5: "a quoted line that ends in a space but is followed by a line of a different depth"
    // is fixed; §4.3: the signature separator "is neither fixed nor flowed".
    const bool signature = line == "-- ";
    if (flowing && (marks != depth || signature)) {
      out += '\n';
      flowing = false;
    }
    if (!flowing && marks > 0) {
      out += quote;
      out += ' ';
    }
    flowing = line.ends_with(' ') && !signature && ended;
    depth = marks;
    if (flowing && delete_space) line.remove_suffix(1);
    out += line;
    if (!flowing && ended) out += '\n';
  }
  if (flowing) out += '\n';
  return out;
}

}  // namespace pillarbox::mime
