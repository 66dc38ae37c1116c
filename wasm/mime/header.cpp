// SPDX-License-Identifier: Apache-2.0
#include "mime/header.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "mime/scan.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

struct Line {
  std::string_view text;  // without its line end
  size_t next;            // offset of the following line
};

// A line ends in LF or CRLF; a gateway that converts twice makes CRCRLF of it.
Line line_at(std::string_view text, size_t at) {
  const size_t feed = find_octet(text, '\n', at);
  if (feed == text.size()) return {text.substr(at), text.size()};
  std::string_view line = text.substr(at, feed - at);
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return {line, feed + 1};
}

// Length of the field name at the start of the line, 0 if the line is no field. RFC 5322 §2.2:
// "printable US-ASCII characters … except colon"; §4.5 allows white space before the colon.
size_t field_name_length(std::string_view line) {
  size_t length = 0;
  while (length < line.size() && line[length] > ' ' && line[length] < 0x7f && line[length] != ':') {
    ++length;
  }
  size_t colon = length;
  while (colon < line.size() && is_wsp(line[colon])) ++colon;
  return colon < line.size() && line[colon] == ':' ? length : 0;
}

// Names that no sentence begins with. They decide whether a header goes on after a broken line.
bool is_known_field(std::string_view name) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"from", "to", "cc", "bcc", "sender", "subject", "date", "reply-to", "message-id",
       "in-reply-to", "references", "received", "return-path", "mime-version", "dkim-signature",
       "authentication-results", "delivered-to", "importance", "precedence"});
  static constexpr auto kPrefixes =
      std::to_array<std::string_view>({"content-", "x-", "list-", "arc-", "resent-"});
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view known) { return iequals(name, known); }) ||
         std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view known) { return istarts_with(name, known); });
}

bool known_field_at(std::string_view text, size_t at) {
  const std::string_view line = line_at(text, at).text;
  return is_known_field(line.substr(0, field_name_length(line)));
}

// Where the first field is: behind an mbox "From " line, behind empty lines if a header follows.
size_t skip_to_header(std::string_view text, size_t begin, Defects& defects) {
  size_t at = begin;
  const std::string_view start = text.substr(at, 6);
  if (start.starts_with("From ") || start == ">From ") {
    if (field_name_length(line_at(text, at).text) == 0) at = line_at(text, at).next;
  }
  size_t after_empty = at;
  while (after_empty < text.size() && (text[after_empty] == '\r' || text[after_empty] == '\n')) {
    ++after_empty;
  }
  if (after_empty != at && known_field_at(text, after_empty)) {
    defects.add(Defect::broken_header_line);
    return after_empty;
  }
  return at;
}

}  // namespace

const std::string_view* Header::find(std::string_view name) const {
  for (const Field& field : fields) {
    if (iequals(field.name, name)) return &field.value;
  }
  return nullptr;
}

Header read_header(std::string_view text, size_t begin, HeaderOf whose, const Boundaries& open,
                   Defects& defects) {
  Header header;
  size_t at = whose == HeaderOf::message ? skip_to_header(text, begin, defects) : begin;
  bool foldable = false;  // there is a field that a following line may belong to
  bool stored = false;    // and it is the last of `fields`
  size_t octets = 0;      // of all values but that one's

  while (at < text.size()) {
    const Line line = line_at(text, at);
    if (line.text.empty()) {
      header.body = line.next;
      return header;
    }
    if (line.text.starts_with("--") && open.match(line.text).index != Boundaries::kNone) {
      header.body = at;
      header.terminated = false;
      return header;
    }
    const auto extend = [&] {
      if (!stored) return;
      std::string_view& value = header.fields.back().value;
      const char* end = line.text.data() + line.text.size();
      value = {value.data(), static_cast<size_t>(end - value.data())};
      const size_t most = std::min(limits::kFieldOctets, limits::kHeaderValueOctets - octets);
      if (value.size() > most) {
        value = value.substr(0, most);
        defects.add(Defect::header_limit);
      }
    };

    if (is_wsp(line.text.front())) {
      if (foldable) {
        extend();
      } else {
        defects.add(Defect::broken_header_line);
      }
    } else if (const size_t name = field_name_length(line.text); name != 0) {
      foldable = true;
      if (stored) octets += header.fields.back().value.size();
      stored = header.fields.size() < limits::kFields && octets < limits::kHeaderValueOctets;
      if (stored) {
        const size_t colon = line.text.find(':', name);
        header.fields.push_back({line.text.substr(0, name), line.text.substr(colon + 1)});
        extend();
      } else {
        defects.add(Defect::header_limit);
      }
    } else if (foldable && known_field_at(text, line.next)) {
      // Folded without white space, by a sender that breaks lines at a column.
      defects.add(Defect::broken_header_line);
      extend();
    } else if (!header.fields.empty() || whose == HeaderOf::part) {
      // The body without the empty line before it.
      defects.add(Defect::no_blank_line);
      header.body = at;
      header.terminated = false;
      return header;
    } else if (known_field_at(text, line.next)) {
      defects.add(Defect::broken_header_line);  // rubbish before the first field
    } else {
      header.body = begin;
      header.terminated = false;
      return header;
    }
    at = line.next;
  }
  header.body = text.size();
  return header;
}

}  // namespace pillarbox::mime
