// SPDX-License-Identifier: Apache-2.0
#include "pop3/ascii.h"

namespace pillarbox::pop3 {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = upper(c);
  return out;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view upper_case_prefix) {
  return upper(text.substr(0, upper_case_prefix.size())) == upper_case_prefix;
}

bool contains_ignoring_case(std::string_view text, std::string_view upper_case_part) {
  return upper(text).find(upper_case_part) != std::string::npos;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0;;) {
    at = text.find_first_not_of(" \t", at);
    if (at == std::string_view::npos) return out;
    const size_t end = text.find_first_of(" \t", at);
    out.push_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return out;
    at = end;
  }
}

}  // namespace pillarbox::pop3
