// SPDX-License-Identifier: Apache-2.0
#include "pop3/listing.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "pop3/ascii.h"
#include "pop3/lines.h"

namespace pillarbox::pop3 {
namespace {

constexpr std::string_view kSpace = " \t";

void skip_space(std::string_view& text) {
  const size_t at = text.find_first_not_of(kSpace);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at);
}

// A number at the front of `text`, taken off it together with the space behind it.
template <class T>
std::optional<T> take_number(std::string_view& text) {
  skip_space(text);
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  if (!text.empty() && kSpace.find(text.front()) == std::string_view::npos) return std::nullopt;
  skip_space(text);
  return value;
}

std::string_view without_trailing_space(std::string_view text) {
  const size_t end = text.find_last_not_of(kSpace);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

// NOTE: a server was seen that puts "+OK" in front of every line of the listing (K-9 issue 1237).
std::string_view without_stray_ok(std::string_view line) {
  return starts_with_ignoring_case(line, "+OK ") ? line.substr(4) : line;
}

bool by_number(const Entry& a, const Entry& b) { return a.number < b.number; }

void sort_by_number(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(), by_number);
  // A number listed twice is one message: keep what was said first.
  const auto same_number = [](const Entry& a, const Entry& b) { return a.number == b.number; };
  entries.erase(std::unique(entries.begin(), entries.end(), same_number), entries.end());
}

}  // namespace

std::optional<uint32_t> parse_stat(std::string_view text) { return take_number<uint32_t>(text); }

std::vector<Entry> list_alone(std::string_view list_lines) {
  std::vector<Entry> entries;
  while (!list_lines.empty()) {
    std::string_view line = without_stray_ok(take_line(list_lines));
    const auto number = take_number<uint32_t>(line);
    const auto octets = take_number<uint64_t>(line);
    if (!number) continue;
    Entry entry;
    entry.number = *number;
    entry.octets = octets.value_or(0);
    entries.push_back(std::move(entry));
  }
  sort_by_number(entries);
  return entries;
}

void count_occurrences(std::vector<Entry>& entries) {
  std::unordered_map<std::string_view, uint32_t> seen;
  seen.reserve(entries.size());
  for (Entry& entry : entries) entry.occurrence = seen[entry.uidl]++;
}

std::vector<Entry> join_listing(std::string_view uidl_lines, std::string_view list_lines) {
  std::vector<Entry> entries;
  while (!uidl_lines.empty()) {
    std::string_view line = without_stray_ok(take_line(uidl_lines));
    const auto number = take_number<uint32_t>(line);
    line = without_trailing_space(line);
    if (!number || line.empty()) continue;
    Entry entry;
    entry.number = *number;
    entry.uidl = line;
    entries.push_back(std::move(entry));
  }
  sort_by_number(entries);
  count_occurrences(entries);

  while (!list_lines.empty()) {
    std::string_view line = without_stray_ok(take_line(list_lines));
    Entry wanted;
    const auto number = take_number<uint32_t>(line);
    const auto octets = take_number<uint64_t>(line);
    if (!number || !octets) continue;
    wanted.number = *number;
    const auto found = std::lower_bound(entries.begin(), entries.end(), wanted, by_number);
    if (found != entries.end() && found->number == *number) found->octets = *octets;
  }
  return entries;
}

}  // namespace pillarbox::pop3
