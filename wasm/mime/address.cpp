// SPDX-License-Identifier: Apache-2.0
// One pass over the value. Words are collected until something shows what they were: "<" makes
// them a display name, ":" a group name, "," or the end an address with or without a name. A comma
// behind words without an address shows nothing yet: "Doe, John <j@x>" is one person, and only
// where no "<" comes are they several.
#include "mime/address.h"

#include "mime/encoded_word.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

struct Word {
  std::string text;  // without quotes and escapes
  bool quoted = false;
  bool space_before = false;
  bool encoded = false;    // has encoded words in it
  bool at_sign = false;    // outside of them and of quotes
  bool separator = false;  // "," or ";"
};
using Words = std::vector<Word>;

// Reads up to the closing `end` from text[at], which is behind the opening character; undoes
// quoted-pairs. Moves `at` behind `end`; false and nothing moved if it never comes.
bool read_quoted(std::string_view text, size_t& at, char end, std::string& out) {
  std::string content;
  for (size_t i = at; i < text.size(); ++i) {
    if (text[i] == end) {
      at = i + 1;
      out += content;
      return true;
    }
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    content += text[i];
  }
  return false;
}

// RFC 5322 §3.2.2: comments nest. As read_quoted().
bool read_comment(std::string_view text, size_t& at, std::string& out) {
  std::string content;
  size_t depth = 1;
  for (size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) {
      at = i + 1;
      out += content;
      return true;
    }
    if (c == '\\' && i + 1 < text.size()) ++i;
    content += text[i];
  }
  return false;
}

bool is_dot_atom(std::string_view text) {
  for (const char c : text) {
    const bool atext = is_alpha(c) || is_digit(c) || is_high(c) ||
                       std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
    if (!atext) return false;
  }
  return !text.empty() && text.front() != '.' && text.back() != '.';
}

// A word of an address: quotes come back where the local part needs them.
void append_address_word(std::string& to, const Word& word) {
  if (!word.quoted || is_dot_atom(word.text)) {
    to += word.text;
    return;
  }
  to += '"';
  for (const char c : word.text) {
    if (c == '"' || c == '\\') to += '\\';
    to += c;
  }
  to += '"';
}

std::string joined(const Words& words) {
  std::string name;
  for (const Word& word : words) {
    if (word.space_before && !name.empty()) name += ' ';
    name += word.text;
  }
  return name;
}

// Takes the address out of words without angle brackets, wherever it stands among them:
// "a@b", "a @ b . c", "\"a b\"@c", "Name a@b".
std::string take_address(Words& words) {
  size_t first = 0;
  while (first < words.size() && !words[first].at_sign) ++first;
  if (first == words.size()) return {};
  size_t last = first;
  const auto joins = [&](size_t left) {
    const Word& a = words[left];
    const Word& b = words[left + 1];
    if (!b.space_before && (a.quoted || b.quoted)) return true;
    return (!a.quoted && (a.text.ends_with('@') || a.text.ends_with('.'))) ||
           (!b.quoted && (b.text.starts_with('@') || b.text.starts_with('.')));
  };
  while (first > 0 && joins(first - 1)) --first;
  while (last + 1 < words.size() && joins(last)) ++last;
  std::string address;
  for (size_t i = first; i <= last; ++i) append_address_word(address, words[i]);
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(first),
              words.begin() + static_cast<std::ptrdiff_t>(last + 1));
  return address;
}

class Reader {
 public:
  enum class Text { encoded, decoded };

  Reader(std::string_view text, Text kind, std::string_view fallback, Defects& defects)
      : text_(text), kind_(kind), fallback_(fallback), defects_(defects) {}

  std::vector<Address> read() {
    while (at_ < text_.size()) step();
    finish();
    return std::move(found_);
  }

 private:
  static constexpr size_t npos = std::string_view::npos;

  void step() {
    const char c = text_[at_];
    if (is_space(c)) {
      space_ = true;
      ++at_;
    } else if (c == '"') {
      ++at_;
      Word word{.text = {}, .quoted = true, .space_before = space_};
      // A quote that is never closed is a character like others; then no later one is either.
      if (!quotes_end_ && read_quoted(text_, at_, '"', word.text)) {
        word.encoded = word.text.find("=?") != npos;
        add(std::move(word));
      } else {
        quotes_end_ = true;
      }
    } else if (c == '(') {
      ++at_;
      std::string comment;
      if (!comments_end_ && read_comment(text_, at_, comment)) {
        if (comment_.empty()) comment_ = std::move(comment);
        space_ = true;
      } else {
        comments_end_ = true;
        add_if_named(c);
      }
    } else if (c == '<') {
      ++at_;
      read_angle();
    } else if (c == '>') {
      ++at_;
      add_if_named(c);
    } else if (c == ',' || c == ';') {
      ++at_;
      separator(c);
    } else if (c == ':' && !has_angle_) {
      ++at_;
      colon();
    } else {
      read_atom();
    }
  }

  // What else stands before "<" belongs to the name.
  void add_if_named(char c) {
    if (!has_angle_ && next_mark() == '<') {
      add({.text = std::string(1, c), .space_before = space_});
    }
  }

  void separator(char c) {
    if (c == ';' && in_group_) {
      in_group_ = false;
      finish();
    } else if (words_.empty() || has_angle_ || has_at_sign_) {
      finish();
    } else {
      add({.text = std::string(1, c), .separator = true});
    }
  }

  // A group has its ";" (RFC 5322 §3.4), though senders forget it of one without members. Before
  // "<" and without any ";" the colon is one of a name that nobody has quoted.
  void colon() {
    size_t next = at_;
    while (next < text_.size() && is_space(text_[next])) ++next;
    in_group_ = last_semicolon_ != npos && last_semicolon_ >= at_;
    const bool empty = next == text_.size() || text_[next] == ',';
    if (!in_group_ && !empty && next_mark() == '<') {
      add({.text = ":", .space_before = space_});
      return;
    }
    // People before the group, without an address: "root, Team: …".
    while (!words_.empty() && !words_.back().separator) words_.pop_back();
    comment_.clear();
    finish();
  }

  // The next character that says what is before it; NUL if there is none.
  char next_mark() {
    if (mark_ < at_) mark_ = text_.find_first_of("<;@", at_);
    return mark_ == npos ? '\0' : text_[mark_];
  }

  size_t encoded_length() const {
    return kind_ == Text::encoded ? encoded_word_length(text_.substr(at_)) : 0;
  }

  void read_atom() {
    Word word{.text = {}, .space_before = space_};
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_space(c) || std::string_view("\"(<>,;").find(c) != npos) break;
      if (c == ':' && !has_angle_) break;
      if (c == '=') {
        // Senders leave commas, quotes and brackets unencoded inside an encoded word.
        if (const size_t length = encoded_length(); length != 0) {
          word.text += text_.substr(at_, length);
          word.encoded = true;
          at_ += length;
          continue;
        }
      }
      if (c == '[' && !literals_end_) {  // domain-literal, or a tag like "[list]"
        size_t end = at_ + 1;
        std::string content;
        if (read_quoted(text_, end, ']', content)) {
          word.text += '[' + content + ']';
          at_ = end;
          continue;
        }
        literals_end_ = true;
      }
      word.at_sign = word.at_sign || c == '@';
      word.text += c;
      ++at_;
    }
    if (!word.text.empty()) add(std::move(word));
  }

  // Behind "<": an addr-spec, perhaps with the route of RFC 5322 §4.4 before it.
  void read_angle() {
    std::string content;
    size_t begin = at_;
    size_t end = at_;
    bool closed = false;
    while (at_ < text_.size() && !closed) {
      end = at_;
      const char c = text_[at_++];
      if (c == '>') {
        closed = true;
      } else if (c == '<') {
        if (!content.empty() && content.find('@') == std::string::npos) {
          add({.text = bracketed(begin, end, {}), .space_before = space_});
          space_ = true;
        }
        content.clear();
        begin = at_;
      } else if (c == '"') {
        Word word{.text = {}, .quoted = true};
        if (!quotes_end_ && read_quoted(text_, at_, '"', word.text)) {
          append_address_word(content, word);
        } else {
          quotes_end_ = true;
        }
      } else if (c == '(') {
        std::string ignored;
        comments_end_ = comments_end_ || !read_comment(text_, at_, ignored);
      } else if (c == ':' && content.starts_with('@')) {
        content.clear();
      } else if (c == ',' && !content.starts_with('@')) {
        --at_;  // "<a@b, c@d": the bracket was forgotten
        closed = true;
      } else if (!is_space(c)) {
        content += c;
      }
    }
    if (!closed) end = at_;
    if (istarts_with(content, "mailto:")) content.erase(0, 7);
    take_angle(std::move(content), bracketed(begin, end, ">"));
    has_angle_ = true;
    space_ = true;
  }

  std::string bracketed(size_t begin, size_t end, std::string_view close) const {
    return '<' + std::string(trim(text_.substr(begin, end - begin))) + std::string(close);
  }

  // Of several the first with an "@" is the address, and those before it are of the name.
  void take_angle(std::string content, std::string written) {
    const bool is_address = content.find('@') != std::string::npos;
    if (angle_.empty()) {
      angle_ = std::move(content);
      angle_written_ = std::move(written);
      angle_place_ = words_.size();
    } else if (angle_.find('@') == std::string::npos && !content.empty()) {
      Word word{.text = is_address ? std::move(angle_written_) : std::move(written)};
      word.space_before = true;
      const size_t place = is_address ? angle_place_ : words_.size();
      words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(place), std::move(word));
      if (is_address) angle_ = std::move(content);
    }
  }

  void add(Word word) {
    comment_.clear();  // only the last words of a mailbox can be its name
    has_at_sign_ = has_at_sign_ || word.at_sign;
    words_.push_back(std::move(word));
    space_ = false;
  }

  std::string decoded(std::string_view text) {
    if (kind_ == Text::decoded) return std::string(trim(text));
    const std::string out = decode_header_text(text, fallback_, defects_);
    return std::string(trim(out));
  }

  void finish() {
    if (has_angle_) {
      while (!words_.empty() && words_.back().separator) words_.pop_back();
      finish_one(words_, decoded(angle_));
    } else {
      Words some;
      for (Word& word : words_) {
        if (!word.separator) {
          some.push_back(std::move(word));
          continue;
        }
        finish_without_angle(some);
        some.clear();
      }
      finish_without_angle(some);
    }
    words_.clear();
    comment_.clear();
    angle_.clear();
    has_angle_ = false;
    has_at_sign_ = false;
    space_ = false;
  }

  void finish_without_angle(Words& words) {
    const std::string address = decoded(take_address(words));
    // RFC 2047 §5 (3) has encoded words in names only; some senders encode the address with them.
    bool encoded = false;
    for (const Word& word : words) encoded = encoded || word.encoded;
    if (address.empty() && encoded && kind_ == Text::encoded) {
      const std::string text = decoded(joined(words));
      std::vector<Address> inside = Reader(text, Text::decoded, fallback_, defects_).read();
      bool addressed = false;
      for (const Address& each : inside) addressed = addressed || !each.address.empty();
      if (addressed) {
        for (Address& each : inside) found_.push_back(std::move(each));
        return;
      }
    }
    finish_one(words, address);
  }

  void finish_one(const Words& words, std::string_view address) {
    const std::string name = joined(words);
    // "a@b (Name)" was the custom before there were display names.
    const bool named = !trim(name).empty() || address.empty();
    Address one{.name = decoded(named ? name : comment_), .address = std::string(address)};
    if (!one.address.empty() || !one.name.empty()) found_.push_back(std::move(one));
  }

  std::string_view text_;
  Text kind_;
  std::string_view fallback_;
  Defects& defects_;
  std::vector<Address> found_;
  size_t at_ = 0;
  size_t mark_ = 0;  // see next_mark()
  size_t last_semicolon_ = text_.rfind(';');

  Words words_;
  std::string comment_;
  std::string angle_;
  std::string angle_written_;
  size_t angle_place_ = 0;  // among the words
  bool has_angle_ = false;
  bool has_at_sign_ = false;  // among the words behind the last separator
  bool in_group_ = false;
  bool space_ = false;

  bool quotes_end_ = false;    // no closing quote is to come
  bool comments_end_ = false;  // no ")" is to come
  bool literals_end_ = false;  // no "]" is to come
};

}  // namespace

std::vector<Address> parse_addresses(std::string_view value, std::string_view fallback,
                                     Defects& defects) {
  return Reader(value, Reader::Text::encoded, fallback, defects).read();
}

}  // namespace pillarbox::mime
