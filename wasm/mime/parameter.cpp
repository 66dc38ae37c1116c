// SPDX-License-Identifier: Apache-2.0
#include "mime/parameter.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "mime/charset.h"
#include "mime/encoded_word.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

// One attribute as written. RFC 2231: "name", "name*", "name*3", "name*3*".
struct Raw {
  std::string name;
  int section = 0;
  bool sectioned = false;
  bool extended = false;  // percent-encoded; section 0 begins with charset'language'
  std::string value;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The text before the first ";".
  std::string value() {
    std::string out;
    while (at_ < text_.size() && text_[at_] != ';') {
      if (text_[at_] == '(') {
        skip_comment();
      } else {
        if (!is_space(text_[at_])) out += text_[at_];
        ++at_;
      }
    }
    // "filename=a.pdf" with the value forgotten: its parameters count all the same.
    if (out.find('=') != npos) {
      out.clear();
      at_ = 0;
    }
    return out;
  }

  std::optional<Raw> next() {
    while (at_ < text_.size()) {
      skip_space();
      if (at_ < text_.size() && text_[at_] == ';') {
        ++at_;
        continue;
      }
      const size_t begin = at_;
      while (at_ < text_.size() && std::string_view("=; \t\"").find(text_[at_]) == npos) ++at_;
      const std::string_view name = text_.substr(begin, at_ - begin);
      skip_space();
      if (at_ < text_.size() && text_[at_] == '=' && !name.empty()) {
        ++at_;
        Raw raw = marks_of(name);
        raw.value = parameter_value();
        return raw;
      }
      // No parameter. Go on with the next word; what is no word is one octet.
      if (at_ == begin) ++at_;
    }
    return std::nullopt;
  }

 private:
  static constexpr size_t npos = std::string_view::npos;

  void skip_space() {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '(')) {
      if (text_[at_] == '(') {
        skip_comment();
      } else {
        ++at_;
      }
    }
  }

  void skip_comment() {
    size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        if (++at_ == text_.size()) break;
      } else if (text_[at_] == '(') {
        ++depth;
      } else if (text_[at_] == ')' && --depth == 0) {
        ++at_;
        break;
      }
    }
  }

  static Raw marks_of(std::string_view name) {
    Raw raw;
    if (name.ends_with('*')) {
      raw.extended = true;
      name.remove_suffix(1);
    }
    const size_t star = name.rfind('*');
    if (star != npos && star + 1 < name.size() && name.size() - star <= 6) {
      int section = 0;
      bool digits = true;
      for (const char c : name.substr(star + 1)) {
        digits = digits && is_digit(c);
        section = section * 10 + (c - '0');
      }
      if (digits) {
        raw.sectioned = true;
        raw.section = section;
        name = name.substr(0, star);
      }
    }
    raw.name = to_lower(name);
    return raw;
  }

  std::string parameter_value() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    std::string out;
    if (at_ < text_.size() && text_[at_] == '"') {
      ++at_;
      for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        // A quoted-pair only where it must be one: Windows senders put paths here.
        if (text_[at_] == '\\' && at_ + 1 < text_.size() &&
            (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\')) {
          ++at_;
        }
        out += text_[at_];
      }
      if (at_ < text_.size()) ++at_;
      return out;
    }
    // Unquoted, a token by the RFC; senders put file names with spaces and brackets here, and
    // encoded words. It ends at ";", or before what looks like the next parameter.
    const size_t end = std::min(text_.find(';', at_), text_.size());
    std::string_view rest = text_.substr(at_, end - at_);
    at_ = end;
    if (const size_t length = encoded_word_length(rest); length == 0) {
      if (const size_t equals = rest.find('='); equals != npos) {
        const size_t space = rest.substr(0, equals).find_last_of(" \t");
        if (space != npos && space + 1 < equals) {
          at_ -= rest.size() - space;
          rest = rest.substr(0, space);
        }
      }
    }
    if (const size_t comment = rest.find(" ("); comment != npos && rest.ends_with(')')) {
      // "us-ascii (plain text)" has a comment, "report (1).pdf" does not end in one.
      rest = rest.substr(0, comment);
    }
    return std::string(trim(rest));
  }

  std::string_view text_;
  size_t at_ = 0;
};

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Some senders percent-encode without saying so. Believed if it gives UTF-8 beyond ASCII, or a
// space, and nothing else in the value needed no encoding.
std::string maybe_percent_decoded(const std::string& text) {
  if (text.find('%') == std::string::npos || text.find(' ') != std::string::npos) return text;
  std::string out = percent_decoded(text);
  const bool changed =
      !is_ascii(out) ? is_ascii(text) && is_utf8(out) : out.find(' ') != std::string::npos;
  return changed ? out : text;
}

// Joins the sections [begin, end) of one name, which are sorted.
std::string joined(const std::vector<Raw>& raws, size_t begin, size_t end,
                   std::string_view fallback, Defects& defects) {
  std::string octets;
  std::string charset;
  bool extended = false;
  int expected = raws[begin].section;
  for (size_t i = begin; i < end && raws[i].section <= expected; ++i) {
    if (raws[i].section < expected) continue;  // the same section twice
    ++expected;
    std::string_view value = raws[i].value;
    if (!raws[i].extended) {
      octets += value;
      continue;
    }
    if (i == begin) {
      const size_t first = value.find('\'');
      const size_t second = first == std::string_view::npos ? first : value.find('\'', first + 1);
      if (second != std::string_view::npos) {
        charset = value.substr(0, first);
        value.remove_prefix(second + 1);
      }
    }
    extended = true;
    octets += percent_decoded(value);
  }
  if (!extended) return maybe_percent_decoded(decode_header_text(octets, fallback, defects));
  std::string out;
  append_text(out, octets, charset, fallback, defects);
  return out;
}

}  // namespace

std::string_view ParameterisedValue::parameter(std::string_view name) const {
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return parameter.value;
  }
  return {};
}

ParameterisedValue parse_parameters(std::string_view value, std::string_view fallback,
                                    Defects& defects) {
  ParameterisedValue out;
  Scanner scanner(value);
  out.value = scanner.value();
  std::vector<Raw> raws;
  while (std::optional<Raw> raw = scanner.next()) {
    if (raws.size() == limits::kParameters) {
      defects.add(Defect::header_limit);
      break;
    }
    raws.push_back(std::move(*raw));
  }
  // Of one name the forms of RFC 2231 come first, since they say more ("filename*" beside
  // "filename"); then sections in their order; of equals the first one written.
  std::stable_sort(raws.begin(), raws.end(), [](const Raw& a, const Raw& b) {
    if (a.name != b.name) return a.name < b.name;
    const bool a_marked = a.extended || a.sectioned;
    const bool b_marked = b.extended || b.sectioned;
    if (a_marked != b_marked) return a_marked;
    if (a.section != b.section) return a.section < b.section;
    return a.extended && !b.extended;
  });
  for (size_t begin = 0; begin < raws.size();) {
    size_t end = begin + 1;
    const auto same_name = [&](size_t i) { return raws[i].name == raws[begin].name; };
    while (end < raws.size() && same_name(end) && raws[end].sectioned && raws[begin].sectioned) {
      ++end;
    }
    out.parameters.push_back({raws[begin].name, joined(raws, begin, end, fallback, defects)});
    while (end < raws.size() && same_name(end)) ++end;
    begin = end;
  }
  return out;
}

}  // namespace pillarbox::mime
