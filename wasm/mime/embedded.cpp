// SPDX-License-Identifier: Apache-2.0
#include "mime/embedded.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "mime/scan.h"
#include "mime/text.h"
#include "mime/uuencode.h"

namespace pillarbox::mime {
namespace {

struct Line {
  std::string_view text;  // without its line end
  size_t next;
};

Line line_at(std::string_view text, size_t at) {
  const size_t feed = find_octet(text, '\n', at);
  std::string_view line = text.substr(at, feed - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return {line, std::min(feed + 1, text.size())};
}

// "begin 644 name": POSIX uuencode, three or four octal digits.
std::optional<std::string_view> uuencode_name(std::string_view line) {
  if (!line.starts_with("begin ")) return std::nullopt;
  line.remove_prefix(6);
  size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '7') ++digits;
  if (digits < 3 || digits > 4 || line.substr(digits, 1) != " ") return std::nullopt;
  const std::string_view name = trim(line.substr(digits));
  if (name.empty()) return std::nullopt;
  return name;
}

// Sentences begin with "begin 100 things" too: only lines that are data make it a file.
std::optional<Embedded> uuencoded_at(std::string_view text, size_t begin, Defects& defects) {
  const Line head = line_at(text, begin);
  const std::optional<std::string_view> name = uuencode_name(head.text);
  if (!name) return std::nullopt;
  Embedded found{Embedded::Kind::uuencode, begin, head.next, head.next, head.next,
                 std::string(*name)};
  size_t at = head.next;
  size_t lines = 0;
  while (at < text.size()) {
    const Line line = line_at(text, at);
    if (line.text == "end") {
      found.end = line.next;
      return found;
    }
    if (!line.text.empty() && !is_uuencoded(line.text)) break;
    if (line.text.empty() && lines == 0) break;
    ++lines;
    at = line.next;
    found.data_end = found.end = at;
  }
  if (lines == 0) return std::nullopt;
  defects.add(Defect::broken_uuencode);
  return found;
}

// yEnc draft 1.3: "=ybegin line=128 size=123456 name=file name.bin", the name last and unquoted.
std::optional<Embedded> yencoded_at(std::string_view text, size_t begin, Defects& defects) {
  const Line head = line_at(text, begin);
  const size_t name = head.text.find(" name=");
  if (!head.text.starts_with("=ybegin ") || name == std::string_view::npos ||
      head.text.find(" size=") == std::string_view::npos) {
    return std::nullopt;
  }
  Embedded found{Embedded::Kind::yenc, begin,
                 text.size(),          head.next,
                 text.size(),          std::string(trim(head.text.substr(name + 6)))};
  if (text.substr(head.next).starts_with("=ypart ")) {
    found.data_begin = line_at(text, head.next).next;
  }
  const size_t feed = text.find("\n=yend", found.data_begin - 1);
  if (feed == std::string_view::npos) {
    defects.add(Defect::broken_yenc);
    return found;
  }
  found.data_end = std::max(feed, found.data_begin);
  found.end = line_at(text, feed + 1).next;
  return found;
}

}  // namespace

std::vector<Embedded> find_embedded(std::string_view text, Defects& defects) {
  std::vector<Embedded> all;
  size_t at = 0;
  size_t uuencode = find_line(text, 'b', 'e', 0);
  size_t yenc = find_line(text, '=', 'y', 0);
  while (at < text.size() && all.size() <= limits::kParts) {
    if (uuencode < at) uuencode = find_line(text, 'b', 'e', at);
    if (yenc < at) yenc = find_line(text, '=', 'y', at);
    const size_t next = std::min(uuencode, yenc);
    if (next == text.size()) break;
    std::optional<Embedded> found =
        next == uuencode ? uuencoded_at(text, next, defects) : yencoded_at(text, next, defects);
    if (found) {
      at = found->end;
      all.push_back(std::move(*found));
    } else {
      at = line_at(text, next).next;
    }
  }
  return all;
}

bool may_have_embedded(std::string_view encoded) {
  for (size_t at = find_line(encoded, 'b', 'e', 0); at < encoded.size();
       at = find_line(encoded, 'b', 'e', at + 1)) {
    if (encoded.substr(at).starts_with("begin ")) return true;
  }
  return false;
}

}  // namespace pillarbox::mime
