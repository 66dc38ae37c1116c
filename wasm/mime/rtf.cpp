// SPDX-License-Identifier: Apache-2.0
// RTF is groups in braces, control words that begin with a backslash, and text. What a control word
// sets ends with its group. In RTF that was made from HTML ("\fromhtml1"), the tags stand in
// groups "{\*\htmltag …}", the words between them, and between "\htmlrtf" and "\htmlrtf0" what only
// readers of RTF are to see.
#include "mime/rtf.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "mime/charset.h"
#include "mime/charset_label.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

// Groups whose content is no text for a reader.
constexpr auto kSilent = std::to_array<std::string_view>(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl",
     "headerr", "footerl", "footerr", "footnote", "listtable", "themedata"});

constexpr auto kCharacters =
    std::to_array<std::pair<std::string_view, std::string_view>>({{"par", "\n"},
                                                                  {"line", "\n"},
                                                                  {"row", "\n"},
                                                                  {"sect", "\n"},
                                                                  {"page", "\n"},
                                                                  {"tab", "\t"},
                                                                  {"cell", "\t"},
                                                                  {"emdash", "—"},
                                                                  {"endash", "–"},
                                                                  {"lquote", "‘"},
                                                                  {"rquote", "’"},
                                                                  {"ldblquote", "“"},
                                                                  {"rdblquote", "”"},
                                                                  {"bullet", "•"}});

struct Group {
  bool silent = false;     // its content is not shown
  bool htmltag = false;    // it is HTML as it stands
  bool rtf_only = false;   // behind \htmlrtf
  size_t replacement = 1;  // characters behind \u for readers that do not know it (\uc)
};

class Reader {
 public:
  explicit Reader(std::string_view rtf) : rtf_(rtf) {}

  RtfBody read() {
    while (at_ < rtf_.size() && out_.size() < limits::kShownOctets) step();
    flush();
    return {html_ ? RtfBody::Kind::html : RtfBody::Kind::text, std::move(out_)};
  }

 private:
  void step() {
    const char c = rtf_[at_];
    if (c == '\\') {
      control();
    } else if (c == '{') {
      ++at_;
      skip_ = 0;
      starred_ = false;
      // Deeper than anyone writes: the braces are counted, what they set is not kept apart.
      if (groups_.size() < limits::kNesting) {
        groups_.push_back(group_);
      } else {
        ++deeper_;
      }
    } else if (c == '}') {
      ++at_;
      skip_ = 0;
      if (deeper_ > 0) {
        --deeper_;
      } else if (!groups_.empty()) {
        group_ = groups_.back();
        groups_.pop_back();
      }
    } else {
      ++at_;
      if (c != '\r' && c != '\n' && c != '\0') octet(c);
    }
  }

  bool shows() const { return !group_.silent && (!html_ || group_.htmltag || !group_.rtf_only); }

  // Octets are kept until something else comes: a character may have two of them.
  void octet(char c) {
    starred_ = false;
    if (skip_ > 0) {
      --skip_;
    } else if (shows()) {
      octets_ += c;
    }
  }

  void text(std::string_view utf8) {
    flush();
    if (shows()) out_ += utf8;
  }

  void flush() {
    if (octets_.empty()) return;
    Defects ignored;
    append_text(out_, octets_, charset_, "windows-1252", ignored);
    octets_.clear();
  }

  void control() {
    const char c = at_ + 1 < rtf_.size() ? rtf_[at_ + 1] : '\0';
    if (is_alpha(c)) {
      word();
      return;
    }
    at_ = std::min(at_ + 2, rtf_.size());
    switch (c) {
      case '\'': {
        const int high = at_ < rtf_.size() ? hex_value(rtf_[at_]) : -1;
        const int low = at_ + 1 < rtf_.size() ? hex_value(rtf_[at_ + 1]) : -1;
        if (high < 0 || low < 0) return;
        at_ += 2;
        octet(static_cast<char>(high << 4 | low));
        return;
      }
      case '*':
        starred_ = true;
        return;
      case '\\':
      case '{':
      case '}':
        octet(c);
        return;
      case '~':
        text("\xc2\xa0");
        return;
      case '_':
        text("\xe2\x80\x91");
        return;
      case '\r':
      case '\n':
        text("\n");
        return;
      default:
        return;
    }
  }

  void word() {
    size_t end = ++at_;
    while (end < rtf_.size() && is_alpha(rtf_[end])) ++end;
    const std::string_view name = rtf_.substr(at_, end - at_);
    bool negative = false;
    int32_t number = 0;
    bool numbered = false;
    if (end < rtf_.size() && rtf_[end] == '-') {
      negative = true;
      ++end;
    }
    for (; end < rtf_.size() && is_digit(rtf_[end]); ++end) {
      number = std::min(number * 10 + (rtf_[end] - '0'), 10'000'000);
      numbered = true;
    }
    if (end < rtf_.size() && rtf_[end] == ' ') ++end;
    at_ = end;
    apply(name, negative ? -number : number, numbered);
    starred_ = false;
  }

  void apply(std::string_view name, int32_t number, bool numbered) {
    if (name == "u") {
      unicode(number);
      return;
    }
    if (skip_ > 0 && name != "bin") {
      --skip_;  // [RTF] "any RTF control word … is considered a single character"
      return;
    }
    if (name == "bin") {
      at_ += std::min(rtf_.size() - at_, static_cast<size_t>(std::max(number, 0)));
    } else if (name == "uc") {
      group_.replacement = static_cast<size_t>(std::clamp(number, 0, 100));
    } else if (name == "ansicpg") {
      charset_ = codepage_label(static_cast<uint32_t>(std::max(number, 0)));
    } else if (name == "fromhtml") {
      html_ = true;
    } else if (name == "htmlrtf") {
      flush();
      group_.rtf_only = !numbered || number != 0;
    } else if (name == "htmltag") {
      flush();
      group_.htmltag = html_;
      group_.silent = !html_;
    } else if (starred_ || std::find(kSilent.begin(), kSilent.end(), name) != kSilent.end()) {
      flush();
      group_.silent = true;  // "\*" says: who does not know this is to leave it out
    } else {
      for (const auto& [known, means] : kCharacters) {
        if (name == known) text(means);
      }
    }
  }

  // A UTF-16 unit as a signed number; two of them make what is above U+FFFF.
  void unicode(int32_t number) {
    skip_ = 0;
    flush();
    const auto unit = static_cast<uint32_t>(number) & 0xffff;
    if (unit >= 0xd800 && unit < 0xdc00) {
      high_ = unit;
    } else if (shows()) {
      const bool pair = high_ != 0 && unit >= 0xdc00 && unit < 0xe000;
      append_code_point(out_, pair ? 0x10000 + ((high_ - 0xd800) << 10) + (unit - 0xdc00) : unit);
      high_ = 0;
    }
    skip_ = group_.replacement;
  }

  std::string_view rtf_;
  size_t at_ = 0;
  std::string out_;
  std::string octets_;  // in charset_, not yet decoded
  std::string charset_;
  bool html_ = false;
  bool starred_ = false;  // behind "\*"
  Group group_;
  std::vector<Group> groups_;  // those around it
  size_t deeper_ = 0;
  size_t skip_ = 0;    // characters that stand for a \u that was read
  uint32_t high_ = 0;  // the first half of a pair
};

}  // namespace

RtfBody read_rtf(std::string_view rtf) { return Reader(rtf).read(); }

}  // namespace pillarbox::mime
