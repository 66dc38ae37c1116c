// SPDX-License-Identifier: Apache-2.0
// One pass over the value. Words are collected until something shows what they were: "<" makes
// them a display name, ":" a group name, "," or the end an address with or without a name.
#include "mime/address.h"

#include "mime/encoded_word.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

struct Word {
  std::string text;  // without quotes and escapes
  bool quoted = false;
  bool space_before = false;
};

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

// RFC 5322 §3.2.2: comments nest. One that is never closed goes to the end.
std::string read_comment(std::string_view text, size_t& at) {
  std::string out;
  size_t depth = 1;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) {
      ++at;
      break;
    }
    if (c == '\\' && at + 1 < text.size()) ++at;
    out += text[at];
  }
  return out;
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

class Reader {
 public:
  Reader(std::string_view text, std::string_view fallback, Defects& defects)
      : text_(text), fallback_(fallback), defects_(defects) {}

  std::vector<Address> read() {
    while (at_ < text_.size()) step();
    finish();
    return std::move(found_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_space(c)) {
      space_ = true;
      ++at_;
    } else if (c == '"') {
      ++at_;
      Word word{{}, true, space_};
      // A quote that is never closed is a character like others; then no later one is either.
      if (!quotes_end_ && read_quoted(text_, at_, '"', word.text)) {
        add(std::move(word));
      } else {
        quotes_end_ = true;
      }
    } else if (c == '(') {
      ++at_;
      std::string comment = read_comment(text_, at_);
      if (comment_.empty()) comment_ = std::move(comment);
      space_ = true;
    } else if (c == '<') {
      ++at_;
      read_angle();
    } else if (c == '>') {
      ++at_;
    } else if (c == ',' || c == ';') {
      ++at_;
      finish();
    } else if (c == ':' && !has_angle_) {
      ++at_;
      words_.clear();  // the name of a group
      comment_.clear();
    } else {
      read_atom();
    }
  }

  void read_atom() {
    Word word{{}, false, space_};
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_space(c) || std::string_view("\"(<>,;").find(c) != std::string_view::npos) break;
      if (c == ':' && !has_angle_) break;
      if (c == '=') {
        // Senders leave commas, quotes and brackets unencoded inside an encoded word.
        if (const size_t length = encoded_word_length(text_.substr(at_)); length != 0) {
          word.text += text_.substr(at_, length);
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
      word.text += c;
      ++at_;
    }
    if (!word.text.empty()) add(std::move(word));
  }

  // Behind "<": an addr-spec, perhaps with the route of RFC 5322 §4.4 before it.
  void read_angle() {
    std::string content;
    bool closed = false;
    while (at_ < text_.size() && !closed) {
      const char c = text_[at_++];
      if (c == '>') {
        closed = true;
      } else if (c == '<') {
        content.clear();
      } else if (c == '"') {
        Word word{{}, true, false};
        if (!quotes_end_ && read_quoted(text_, at_, '"', word.text)) {
          append_address_word(content, word);
        } else {
          quotes_end_ = true;
        }
      } else if (c == '(') {
        read_comment(text_, at_);
      } else if (c == ':' && content.starts_with('@')) {
        content.clear();
      } else if (c == ',' && !content.starts_with('@')) {
        --at_;  // "<a@b, c@d": the bracket was forgotten
        closed = true;
      } else if (!is_space(c)) {
        content += c;
      }
    }
    if (istarts_with(content, "mailto:")) content.erase(0, 7);
    if (!has_angle_ || angle_.empty()) angle_ = std::move(content);
    has_angle_ = true;
    space_ = true;
  }

  void add(Word word) {
    comment_.clear();  // only the last words of a mailbox can be its name
    words_.push_back(std::move(word));
    space_ = false;
  }

  // Takes the address out of words without angle brackets, wherever it stands among them:
  // "a@b", "a @ b . c", "\"a b\"@c", "Name a@b".
  std::string take_address() {
    size_t first = 0;
    while (first < words_.size() &&
           (words_[first].quoted || words_[first].text.find('@') == std::string::npos)) {
      ++first;
    }
    if (first == words_.size()) return {};
    size_t last = first;
    const auto joins = [&](size_t left) {
      const Word& a = words_[left];
      const Word& b = words_[left + 1];
      if (!b.space_before && (a.quoted || b.quoted)) return true;
      return (!a.quoted && (a.text.ends_with('@') || a.text.ends_with('.'))) ||
             (!b.quoted && (b.text.starts_with('@') || b.text.starts_with('.')));
    };
    while (first > 0 && joins(first - 1)) --first;
    while (last + 1 < words_.size() && joins(last)) ++last;
    std::string address;
    for (size_t i = first; i <= last; ++i) append_address_word(address, words_[i]);
    words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(first),
                 words_.begin() + static_cast<std::ptrdiff_t>(last + 1));
    return address;
  }

  std::string decoded(std::string_view text) {
    const std::string out = decode_header_text(text, fallback_, defects_);
    return std::string(trim(out));
  }

  void finish() {
    Address address;
    address.address = decoded(has_angle_ ? angle_ : take_address());
    std::string name;
    for (const Word& word : words_) {
      if (word.space_before && !name.empty()) name += ' ';
      name += word.text;
    }
    // "a@b (Name)" was the custom before there were display names.
    const bool named = !trim(name).empty() || address.address.empty();
    address.name = decoded(named ? name : comment_);
    if (!address.address.empty() || !address.name.empty()) found_.push_back(std::move(address));
    words_.clear();
    comment_.clear();
    angle_.clear();
    has_angle_ = false;
    space_ = false;
  }

  std::string_view text_;
  std::string_view fallback_;
  Defects& defects_;
  std::vector<Address> found_;
  size_t at_ = 0;

  std::vector<Word> words_;
  std::string comment_;
  std::string angle_;
  bool has_angle_ = false;
  bool space_ = false;

  bool quotes_end_ = false;    // no closing quote is to come
  bool literals_end_ = false;  // no "]" is to come
};

}  // namespace

std::vector<Address> parse_addresses(std::string_view value, std::string_view fallback,
                                     Defects& defects) {
  return Reader(value, fallback, defects).read();
}

}  // namespace pillarbox::mime
