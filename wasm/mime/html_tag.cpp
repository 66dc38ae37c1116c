// SPDX-License-Identifier: Apache-2.0
#include "mime/html_tag.h"

#include <algorithm>

#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// Behind the end of what `mark` closes, or the end of the document.
size_t behind(std::string_view html, std::string_view mark, size_t from) {
  const size_t found = html.find(mark, from);
  return found == std::string_view::npos ? html.size() : found + mark.size();
}

void read_attributes(std::string_view html, size_t at, HtmlTag& tag) {
  while (at < html.size() && html[at] != '>') {
    if (is_space(html[at]) || html[at] == '/' || html[at] == '=') {
      ++at;
      continue;
    }
    const size_t name = at;
    while (at < html.size() && !is_space(html[at]) && html[at] != '=' && html[at] != '>' &&
           html[at] != '/') {
      ++at;
    }
    const std::string_view attribute = html.substr(name, at - name);
    while (at < html.size() && is_space(html[at])) ++at;
    std::string_view value;
    if (at < html.size() && html[at] == '=') {
      ++at;
      while (at < html.size() && is_space(html[at])) ++at;
      if (at < html.size() && (html[at] == '"' || html[at] == '\'')) {
        const size_t close = std::min(html.find(html[at], at + 1), html.size());
        value = html.substr(at + 1, close - at - 1);
        at = std::min(close + 1, html.size());
      } else {
        const size_t begin = at;
        while (at < html.size() && !is_space(html[at]) && html[at] != '>') ++at;
        value = html.substr(begin, at - begin);
      }
    }
    tag.attributes.emplace_back(attribute, value);
  }
  tag.end = std::min(at + 1, html.size());
}

}  // namespace

bool HtmlTag::has(std::string_view attribute) const {
  return std::any_of(attributes.begin(), attributes.end(),
                     [&](const auto& pair) { return iequals(pair.first, attribute); });
}

std::string_view HtmlTag::attribute(std::string_view wanted) const {
  for (const auto& [name, value] : attributes) {
    if (iequals(name, wanted)) return value;
  }
  return {};
}

HtmlTag read_html_tag(std::string_view html, size_t at) {
  HtmlTag tag;
  const std::string_view next = html.substr(at + 1, 3);
  if (next == "!--") {
    tag.kind = HtmlTag::Kind::comment;
    // "<!-->" and "<!--->" are whole comments.
    tag.end = behind(html, "-->", at + 2);
    return tag;
  }
  if (next.starts_with('!') || next.starts_with('?')) {
    tag.kind = HtmlTag::Kind::comment;
    tag.end = behind(html, ">", at + 1);
    return tag;
  }
  const bool closing = next.starts_with('/');
  const size_t name = at + (closing ? 2 : 1);
  if (name >= html.size() || !is_alpha(html[name])) return tag;
  size_t end = name;
  while (end < html.size() && !is_space(html[end]) && html[end] != '/' && html[end] != '>') ++end;
  tag.kind = closing ? HtmlTag::Kind::end : HtmlTag::Kind::start;
  tag.name = to_lower(html.substr(name, end - name));
  read_attributes(html, end, tag);
  return tag;
}

size_t find_html_end_tag(std::string_view html, size_t from, std::string_view name) {
  for (size_t at = html.find("</", from); at != std::string_view::npos;
       at = html.find("</", at + 2)) {
    if (istarts_with(html.substr(at + 2), name)) return at;
  }
  return html.size();
}

}  // namespace pillarbox::mime
