// SPDX-License-Identifier: Apache-2.0
#include "mime/html_charset.h"

#include "mime/charset_label.h"
#include "mime/text.h"

namespace pillarbox::mime {

std::string html_charset(std::string_view html) {
  const std::string start = to_lower(html.substr(0, 1024));
  for (size_t meta = start.find("<meta"); meta != std::string::npos;
       meta = start.find("<meta", meta + 1)) {
    const size_t end = start.find('>', meta);
    if (end == std::string::npos) break;
    const std::string_view tag = std::string_view(start).substr(meta, end - meta);
    size_t at = tag.find("charset");
    if (at == std::string_view::npos) continue;
    at += 7;
    while (at < tag.size() &&
           (is_space(tag[at]) || tag[at] == '=' || tag[at] == '"' || tag[at] == '\'')) {
      ++at;
    }
    size_t stop = at;
    while (stop < tag.size() &&
           std::string_view(" \t\r\n\"';/").find(tag[stop]) == std::string_view::npos) {
      ++stop;
    }
    const std::string_view label = tag.substr(at, stop - at);
    // "If charset is UTF-16, set it to UTF-8": a document read so far as ASCII is not UTF-16.
    switch (charset_of(label).family) {
      case Family::utf16:
      case Family::utf16be:
      case Family::utf16le:
      case Family::utf32:
      case Family::utf32be:
      case Family::utf32le:
        return "utf-8";
      default:
        return std::string(label);
    }
  }
  return {};
}

}  // namespace pillarbox::mime
