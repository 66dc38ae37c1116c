// SPDX-License-Identifier: Apache-2.0
// POP3 keywords are ASCII and case-insensitive; the C library's functions depend on the locale.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pillarbox::pop3 {

char upper(char c);
std::string upper(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view upper_case_prefix);
bool contains_ignoring_case(std::string_view text, std::string_view upper_case_part);

// The words between runs of spaces and tabs; they borrow from `text`.
std::vector<std::string_view> words(std::string_view text);

}  // namespace pillarbox::pop3
