// SPDX-License-Identifier: Apache-2.0
#include "mime/message_id.h"

#include <algorithm>

#include "mime/encoded_word.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

std::string without_space(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return is_space(c) || c == '\0'; });
  return out;
}

// Words between spaces and commas that have an "@".
std::vector<std::string> bare_ids(std::string_view value) {
  std::vector<std::string> ids;
  size_t at = 0;
  while (at < value.size()) {
    const size_t end = std::min(value.find_first_of(" \t\r\n,", at), value.size());
    const std::string_view word = value.substr(at, end - at);
    if (word.find('@') != std::string_view::npos) ids.push_back(without_space(word));
    at = end + 1;
  }
  return ids;
}

}  // namespace

std::vector<std::string> parse_message_ids(std::string_view field) {
  const std::string value = structured_text(field);
  std::vector<std::string> ids;
  size_t at = value.find('<');
  if (at == std::string_view::npos) return bare_ids(value);
  while (at != std::string_view::npos) {
    const size_t end = value.find_first_of("<>", at + 1);
    const std::string id = without_space(std::string_view(value).substr(
        at + 1, end == std::string_view::npos ? std::string_view::npos : end - at - 1));
    if (!id.empty()) ids.push_back(id);
    if (end == std::string_view::npos) break;
    at = value[end] == '<' ? end : value.find('<', end);
  }
  return ids;
}

std::string parse_message_id(std::string_view field) {
  const std::string value = structured_text(field);
  std::vector<std::string> ids = parse_message_ids(value);
  if (!ids.empty()) return std::move(ids.front());
  if (value.find_first_of("<>") != std::string_view::npos) return {};
  return without_space(value);
}

}  // namespace pillarbox::mime
