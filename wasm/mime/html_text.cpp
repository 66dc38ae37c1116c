// SPDX-License-Identifier: Apache-2.0
// One pass over the tags. What is hidden is passed over up to the end tag that belongs to it,
// counting elements of the same name; nothing else of the tree is kept.
#include "mime/html_text.h"

#include <algorithm>
#include <array>

#include "mime/html_entity.h"
#include "mime/html_tag.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

template <size_t N>
bool one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr auto kVoid = std::to_array<std::string_view>(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr", "basefont", "bgsound", "frame", "param"});
// Their content is no text for a reader.
constexpr auto kSilent =
    std::to_array<std::string_view>({"script", "style", "title", "template", "noembed", "noframes",
                                     "iframe", "textarea", "select", "svg", "math", "object"});
constexpr auto kBlock = std::to_array<std::string_view>(
    {"address", "article", "aside", "br",       "center",  "dd",         "dir",
     "div",     "dl",      "dt",    "fieldset", "figure",  "footer",     "form",
     "header",  "hr",      "li",    "main",     "nav",     "ol",         "pre",
     "section", "table",   "tr",    "ul",       "caption", "blockquote", "body"});
constexpr auto kParagraph =
    std::to_array<std::string_view>({"p", "h1", "h2", "h3", "h4", "h5", "h6"});

// "name:0" that is not "name:0.9em".
bool has_zero(std::string_view style, std::string_view property) {
  const size_t at = style.find(property);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = style.substr(at + property.size());
  return rest.starts_with('0') && !rest.starts_with("0.") &&
         (rest.size() == 1 || !is_digit(rest[1]));
}

// The ways in which newsletters hide a preheader and trackers hide their words.
bool is_hidden(const HtmlTag& tag) {
  if (tag.has("hidden")) return true;
  std::string style = to_lower(tag.attribute("style"));
  if (style.empty()) return false;
  std::erase_if(style, is_space);
  const auto has = [&](std::string_view what) { return style.find(what) != std::string::npos; };
  return has("display:none") || has("visibility:hidden") || has("mso-hide:all") ||
         has_zero(style, "font-size:") || has_zero(style, "max-height:") ||
         has_zero(style, "opacity:");
}

// The ways in which clients mark what they quote below an answer.
bool is_quote(const HtmlTag& tag) {
  if (tag.name == "blockquote") return true;
  if (tag.name != "div" && tag.name != "span") return false;
  const std::string marks = to_lower(tag.attribute("class")) + ' ' + to_lower(tag.attribute("id"));
  const auto has = [&](std::string_view what) { return marks.find(what) != std::string::npos; };
  return has("gmail_quote") || has("gmail_attr") || has("gmail_extra") || has("yahoo_quoted") ||
         has("moz-cite-prefix") || has("protonmail_quote") || has("zmail_extra");
}

// Outlook puts the quoted mail behind this mark, not inside it.
bool begins_quoted_rest(const HtmlTag& tag) {
  const std::string id = to_lower(tag.attribute("id"));
  return id == "divrplyfwdmsg" || id == "appendonsend" || id == "mail-editor-reference-message";
}

class Reader {
 public:
  Reader(std::string_view html, Quotes quotes) : html_(html), quotes_(quotes) {}

  std::string read(size_t most) {
    while (at_ < html_.size() && out_.size() < most) {
      const char c = html_[at_];
      if (c == '<') {
        markup();
      } else if (!skipped_.empty()) {
        at_ = std::min(html_.find('<', at_), html_.size());
      } else {
        text(c);
      }
    }
    return std::move(out_);
  }

 private:
  void text(char c) {
    if (c == '&') {
      std::string character;
      if (const size_t octets = append_entity(character, html_.substr(at_)); octets != 0) {
        at_ += octets;
        if (character == "\n" || character == "\t") {
          space_ = true;
        } else {
          put(character);
        }
        return;
      }
    }
    if (is_space(c) && pre_ == 0) {
      space_ = true;
      ++at_;
    } else if (c == '\n') {
      new_line(std::min<size_t>(lines_ + 1, 2));
      ++at_;
    } else {
      size_t end = at_ + 1;
      while (end < html_.size() && html_[end] != '<' && html_[end] != '&' &&
             !is_space(html_[end])) {
        ++end;
      }
      put(html_.substr(at_, end - at_));
      at_ = end;
    }
  }

  void put(std::string_view word) {
    if (lines_ > 0) {
      if (!out_.empty()) out_.append(lines_, '\n');
    } else if (space_ && !out_.empty()) {
      out_ += ' ';
    }
    lines_ = 0;
    space_ = false;
    out_ += word;
  }

  void new_line(size_t lines) { lines_ = std::max(lines_, lines); }

  void markup() {
    const HtmlTag tag = read_html_tag(html_, at_);
    switch (tag.kind) {
      case HtmlTag::Kind::none:
        if (skipped_.empty()) put("<");
        ++at_;
        return;
      case HtmlTag::Kind::comment:
        break;
      case HtmlTag::Kind::start:
        start(tag);
        break;
      case HtmlTag::Kind::end:
        end(tag);
        break;
    }
    at_ = std::max(at_, tag.end);
  }

  void start(const HtmlTag& tag) {
    if (tag.name == "script" || tag.name == "style") {
      // Raw text: nothing in it is a tag but its own end.
      at_ = find_html_end_tag(html_, tag.end, tag.name);
      return;
    }
    const bool open = !one_of(kVoid, tag.name);
    if (!skipped_.empty()) {
      if (open && tag.name == skipped_) ++depth_;
      return;
    }
    if (quotes_ == Quotes::leave_out && begins_quoted_rest(tag)) {
      at_ = html_.size();
      return;
    }
    const bool quote = quotes_ == Quotes::leave_out && is_quote(tag);
    if (open && (quote || one_of(kSilent, tag.name) || is_hidden(tag))) {
      if (quote) drop_attribution();
      skipped_ = tag.name;
      depth_ = 1;
      new_line(quote ? 1 : 0);
      return;
    }
    block(tag.name);
    if (tag.name == "pre") ++pre_;
    if (tag.name == "td" || tag.name == "th") space_ = true;
    if (tag.name == "li") {
      put("•");
      space_ = true;
    }
  }

  void end(const HtmlTag& tag) {
    if (!skipped_.empty()) {
      if (tag.name == skipped_ && --depth_ == 0) skipped_.clear();
      return;
    }
    block(tag.name);
    if (tag.name == "pre" && pre_ > 0) --pre_;
  }

  void block(std::string_view name) {
    if (one_of(kParagraph, name)) {
      new_line(2);
    } else if (name == "br") {
      new_line(std::min<size_t>(lines_ + 1, 2));
    } else if (one_of(kBlock, name)) {
      new_line(1);
    }
  }

  // "On Monday Bob wrote:" before a quote.
  void drop_attribution() {
    if (!out_.ends_with(':')) return;
    const size_t line = out_.rfind('\n');
    out_.resize(line == std::string::npos ? 0 : line);
  }

  std::string_view html_;
  Quotes quotes_;
  size_t at_ = 0;
  std::string out_;
  size_t lines_ = 0;     // line ends to come before the next word
  bool space_ = false;   // a space to come before it
  size_t pre_ = 0;       // open <pre> elements
  std::string skipped_;  // the element that is being passed over
  size_t depth_ = 0;     // elements of its name that are open in it
};

}  // namespace

std::string html_to_text(std::string_view html, Quotes quotes, size_t most) {
  return Reader(html, quotes).read(most);
}

}  // namespace pillarbox::mime
