// SPDX-License-Identifier: Apache-2.0
#include "mime/preview.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "mime/html_text.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// Octets that are certain to hold the characters of a preview, with room for spaces and fillers.
constexpr size_t kEnough = 16 * limits::kPreviewCharacters;

// Characters that show nothing. Newsletters put hundreds behind their preheader, so that no list
// shows the text after it.
size_t filler_length(std::string_view text) {
  static constexpr auto kFillers = std::to_array<std::string_view>(
      {"\xc2\xad", "\xcd\x8f", "\xe1\xa0\x8e", "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d",
       "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x81\xa0", "\xef\xbb\xbf"});
  if (!is_high(text[0])) return 0;
  for (const std::string_view filler : kFillers) {
    if (text.starts_with(filler)) return filler.size();
  }
  return 0;
}

size_t space_length(std::string_view text) {
  if (!is_high(text[0])) return static_cast<unsigned char>(text[0]) <= ' ' ? 1 : 0;
  if (text.starts_with("\xc2\xa0")) return 2;
  if (text.starts_with("\xe3\x80\x80")) return 3;
  return text.starts_with("\xe2\x80\x87") || text.starts_with("\xe2\x80\xaf") ? 3 : 0;
}

class Line {
 public:
  bool full() const { return characters_ >= limits::kPreviewCharacters; }
  std::string take() { return std::move(out_); }

  void add(std::string_view text) {
    while (!text.empty() && !full()) {
      size_t length = space_length(text);
      if (length != 0) {
        space_ = !out_.empty();
      } else if ((length = filler_length(text)) == 0) {
        length = 1;
        while (length < text.size() && (text[length] & '\xc0') == '\x80') ++length;
        if (space_) {
          if (++characters_ == limits::kPreviewCharacters) return;
          out_ += ' ';
        }
        space_ = false;
        out_ += text.substr(0, length);
        ++characters_;
      }
      text.remove_prefix(length);
    }
    space_ = !out_.empty();
  }

 private:
  std::string out_;
  size_t characters_ = 0;
  bool space_ = false;
};

bool is_quoted(std::string_view line) { return trim(line).starts_with('>'); }

// Lines behind which there is nothing but the mail that is answered.
bool begins_quoted_rest(std::string_view line) {
  line = trim(line);
  return line.starts_with("-----Original") || line.starts_with("-----Ursprüngliche") ||
         line.starts_with("-----Pesan Asli") ||
         line.starts_with("________________________________");
}

// RFC 3676 §4.3.
bool begins_signature(std::string_view line) { return line == "-- " || line == "-- \r"; }

bool ends_attribution(std::string_view line) { return trim(line).ends_with(':'); }

std::string_view take_line(std::string_view& text) {
  const size_t feed = text.find('\n');
  const std::string_view line = text.substr(0, feed);
  text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
  return line;
}

std::string unquoted(std::string_view text) {
  std::string out;
  size_t paragraph = 0;  // where the last paragraph begins in `out`
  bool quoting = false;
  while (!text.empty() && out.size() < kEnough) {
    const std::string_view line = take_line(text);
    if (begins_quoted_rest(line) || begins_signature(line)) break;
    if (is_quoted(line)) {
      // "On Monday Bob wrote:", which may take two lines.
      if (!quoting && ends_attribution(out)) out.resize(paragraph);
      quoting = true;
      continue;
    }
    if (trim(line).empty()) {
      if (!quoting && !ends_attribution(out)) paragraph = out.size();
      continue;
    }
    if (quoting) paragraph = out.size();
    quoting = false;
    out += line;
    out += '\n';
  }
  return out;
}

std::string one_line(std::string_view text) {
  Line line;
  line.add(text);
  return line.take();
}

}  // namespace

std::string preview_of_text(std::string_view text) {
  std::string preview = one_line(unquoted(text));
  return preview.empty() ? one_line(text) : preview;
}

std::string preview_of_html(std::string_view html) {
  std::string preview = one_line(html_to_text(html, Quotes::leave_out, kEnough));
  return preview.empty() ? one_line(html_to_text(html, Quotes::keep, kEnough)) : preview;
}

}  // namespace pillarbox::mime
