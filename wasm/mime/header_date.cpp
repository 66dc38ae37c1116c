// SPDX-License-Identifier: Apache-2.0
#include "mime/header_date.h"

#include "mime/date.h"
#include "mime/encoded_word.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

constexpr int64_t kDay = 24 * 60 * 60;
constexpr int64_t kOldest = 365 * kDay;  // the first mail between computers is of 1971

// The date stands behind the last ";" that is in no comment.
std::optional<int64_t> date_of_received(std::string_view value) {
  const size_t last = value.rfind(';');
  if (last == std::string_view::npos) return std::nullopt;
  const std::string_view behind = value.substr(last + 1);
  if (behind.find(')') >= behind.find('(')) return parse_date(unfold(behind));
  const std::string text = without_comments(unfold(value));
  const size_t outside = text.rfind(';');
  if (outside == std::string::npos) return std::nullopt;
  return parse_date(std::string_view(text).substr(outside + 1));
}

}  // namespace

std::optional<int64_t> sent_at(const Header& header) {
  for (const Field& field : header.fields) {
    if (!iequals(field.name, "date")) continue;
    if (const auto seconds = parse_date(unfold(field.value))) return seconds;
  }
  return std::nullopt;
}

std::vector<int64_t> received_at(const Header& header, std::optional<int64_t> sent) {
  std::vector<int64_t> moments;
  for (const Field& field : header.fields) {
    if (!iequals(field.name, "received")) continue;
    const auto seconds = date_of_received(field.value);
    if (!seconds) continue;
    const bool plausible = sent && *sent >= kOldest && *sent <= *seconds + kDay;
    if (moments.empty() && plausible) break;
    moments.push_back(*seconds);
  }
  return moments;
}

}  // namespace pillarbox::mime
