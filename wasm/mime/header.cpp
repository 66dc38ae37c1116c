// SPDX-License-Identifier: Apache-2.0
#include "mime/header.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "mime/encoded_word.h"
#include "mime/parameter.h"
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

bool is_mbox_line(std::string_view line) {
  if (line.starts_with('>')) line.remove_prefix(1);
  return line.starts_with("From ") && field_name_length(line) == 0;
}

// A line that is neither a field nor the text of one that was folded without white space: an mbox
// "From " line, one without a letter ("__"), a field whose name is not of ASCII.
bool is_stray(std::string_view line) {
  if (is_mbox_line(line)) return true;
  const size_t colon = std::min(line.find(':'), line.size());
  std::string_view name = line.substr(0, colon);
  while (!name.empty() && is_wsp(name.back())) name.remove_suffix(1);
  if (colon != line.size() && std::none_of(name.begin(), name.end(), is_wsp)) return true;
  return std::none_of(line.begin(), line.end(),
                      [](char c) { return is_alpha(c) || is_digit(c) || is_high(c); });
}

// Whether the header goes on behind stray lines.
class Sequel {
 public:
  explicit Sequel(std::string_view text) : text_(text) {}

  // Whether there is a known field at or behind `at`, with nothing but fields and stray lines
  // before it. What was found is kept, so that a header of stray lines is not read once for each.
  bool at(size_t at) {
    if (known_ != 0 && at <= known_) return true;
    while (at < text_.size()) {
      const Line line = line_at(text_, at);
      const size_t name = field_name_length(line.text);
      if (is_known_field(line.text.substr(0, name))) {
        known_ = at;
        return true;
      }
      const bool passed =
          !line.text.empty() && (name != 0 || is_wsp(line.text.front()) || is_stray(line.text));
      if (!passed) return false;
      at = line.next;
    }
    return false;
  }

 private:
  std::string_view text_;
  size_t known_ = 0;
};

// U+FEFF at the start of a text is no part of it (RFC 3629 §6).
size_t behind_mark(std::string_view text, size_t at) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  while (text.substr(at).starts_with(kMark)) at += kMark.size();
  return at;
}

// Where the first field is: behind a byte order mark, an mbox "From " line, and behind more of them
// and empty lines if a header follows.
size_t skip_to_header(std::string_view text, size_t begin, Sequel& sequel, Defects& defects) {
  size_t first = begin;
  if (is_mbox_line(line_at(text, first).text)) {
    first = behind_mark(text, line_at(text, first).next);
  }
  size_t at = first;
  while (at < text.size()) {
    const Line line = line_at(text, at);
    if (!trim(line.text).empty() && !is_mbox_line(line.text)) break;
    at = behind_mark(text, line.next);
  }
  if (at == first || !sequel.at(at)) return first;
  defects.add(Defect::broken_header_line);
  return at;
}

// The multipart that a header has announced so far, if it has.
class Announced {
 public:
  void field(const Field& field, size_t index) {
    if (index_ == kNone && iequals(field.name, "content-type")) index_ = index;
  }

  // Whether the line, which begins with "--", is the first of its body. It is its own delimiter; or
  // if the boundary is wrong, another one with a part's field behind it.
  bool begins_at(const Header& header, std::string_view text, const Line& line) {
    if (index_ == kNone) return false;
    if (!read_) {
      Defects ignored;
      const auto value =
          parse_parameters(structured_text(unfold(header.fields[index_].value)), {}, ignored);
      multipart_ = istarts_with(value.value, "multipart/");
      const std::string_view boundary = trim(value.parameter("boundary"));
      if (!boundary.empty()) own_.push(std::string(boundary));
      read_ = true;
    }
    if (!multipart_) return false;
    return own_.match(line.text).index != Boundaries::kNone ||
           istarts_with(text.substr(line.next, 8), "content-");
  }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);
  size_t index_ = kNone;
  bool read_ = false;
  bool multipart_ = false;
  Boundaries own_;
};

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
  Sequel sequel(text);
  Announced announced;
  begin = behind_mark(text, begin);
  size_t at = whose == HeaderOf::message ? skip_to_header(text, begin, sequel, defects) : begin;
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
    if (line.text.starts_with("--") && announced.begins_at(header, text, line)) {
      defects.add(Defect::no_blank_line);
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
        announced.field(header.fields.back(), header.fields.size() - 1);
        extend();
      } else {
        defects.add(Defect::header_limit);
      }
    } else if (is_stray(line.text) && sequel.at(line.next)) {
      defects.add(Defect::broken_header_line);
      // What is folded behind it is of no field either.
      if (stored) octets += header.fields.back().value.size();
      stored = false;
      foldable = true;
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
