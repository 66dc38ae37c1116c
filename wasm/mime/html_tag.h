// SPDX-License-Identifier: Apache-2.0
// One tag of an HTML document, as the tokenizer of HTML §13.2.5 would find it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pillarbox::mime {

struct HtmlTag {
  enum class Kind { none, comment, start, end };

  Kind kind = Kind::none;  // none: the "<" is text
  size_t end = 0;          // offset behind the tag
  std::string name;        // lower case
  // Names and values as written, borrowed from the document; character references undecoded.
  std::vector<std::pair<std::string_view, std::string_view>> attributes;

  bool has(std::string_view attribute) const;
  std::string_view attribute(std::string_view name) const;  // empty if there is none
};

// Reads what begins with the "<" at html[at]. A tag or comment that is never closed goes to the
// end, as it does in browsers.
HtmlTag read_html_tag(std::string_view html, size_t at);

// Offset of "</name" at or after `from`, or the end.
size_t find_html_end_tag(std::string_view html, size_t from, std::string_view name);

}  // namespace pillarbox::mime
