// SPDX-License-Identifier: Apache-2.0
#include "mime/header_date.h"

#include "mime/date.h"
#include "mime/encoded_word.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// The date stands behind the last ";" that is in no comment.
std::optional<int64_t> date_of_received(std::string_view value) {
  const std::string text = without_comments(unfold(value));
  const size_t last = text.rfind(';');
  if (last == std::string::npos) return std::nullopt;
  return parse_date(std::string_view(text).substr(last + 1));
}

}  // namespace

std::optional<int64_t> sent_at(const Header& header) {
  for (const Field& field : header.fields) {
    if (!iequals(field.name, "date")) continue;
    if (const auto seconds = parse_date(unfold(field.value))) return seconds;
  }
  return std::nullopt;
}

std::vector<int64_t> received_at(const Header& header) {
  std::vector<int64_t> moments;
  for (const Field& field : header.fields) {
    if (!iequals(field.name, "received")) continue;
    if (const auto seconds = date_of_received(field.value)) moments.push_back(*seconds);
  }
  return moments;
}

}  // namespace pillarbox::mime
