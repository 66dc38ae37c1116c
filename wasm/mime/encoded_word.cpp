// SPDX-License-Identifier: Apache-2.0
#include "mime/encoded_word.h"

#include <algorithm>
#include <optional>

#include "base/bytes.h"
#include "mime/base64.h"
#include "mime/charset.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

// The longest registered charset name has 45 characters; a language (RFC 2231 §5) may follow.
constexpr size_t kCharsetOctets = 80;

struct Word {
  std::string_view charset;
  bool base64 = false;
  std::string_view text;
  size_t length = 0;
  bool whole = true;  // has its "?="
};

std::optional<Word> read_word(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  Word word;
  const size_t charset_end = text.substr(0, kCharsetOctets).find_first_of("? \t", 2);
  if (charset_end == std::string_view::npos || charset_end == 2 || text[charset_end] != '?') {
    return std::nullopt;
  }
  word.charset = text.substr(2, charset_end - 2);
  word.charset = word.charset.substr(0, word.charset.find('*'));
  if (charset_end + 2 >= text.size() || text[charset_end + 2] != '?') return std::nullopt;
  const char encoding = lower(text[charset_end + 1]);
  if (encoding != 'b' && encoding != 'q') return std::nullopt;
  word.base64 = encoding == 'b';

  // A "?" is not of either alphabet, so it ends the word, or it is a stray one ("?" unencoded), or
  // it stands in the "=?" of the next word and this one was cut short.
  const size_t begin = charset_end + 3;
  for (size_t at = text.find('?', begin); at != std::string_view::npos;
       at = text.find('?', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] == '=') {
      word.text = text.substr(begin, at - begin);
      word.length = at + 2;
      return word;
    }
    if (at > begin && text[at - 1] == '=') {
      word.text = text.substr(begin, at - 1 - begin);
      word.length = at - 1;
      word.whole = false;
      return word;
    }
  }
  word.length = std::min(text.find_first_of(" \t", begin), text.size());
  word.text = text.substr(begin, word.length - begin);
  word.whole = false;
  return word;
}

std::string decode_q(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_') {
      out += ' ';
    } else if (text[i] == '=' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
               hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void append_base64(std::string& to, std::string_view text) {
  const size_t before = to.size();
  to.resize(before + text.size() / 4 * 3 + 6);
  Base64Decoder decoder(as_bytes(text));
  const size_t octets =
      decoder.read({reinterpret_cast<uint8_t*>(to.data()) + before, to.size() - before});
  to.resize(before + octets);
}

// Whether a word in base64 may end where it ends: RFC 2047 §2 wants it whole and padded, and some
// senders leave the padding out. The last character of whole octets has no bits too many; that of a
// word cut behind two characters has, since they are of the next octet, which in text is no control
// character.
bool is_whole_base64(std::string_view text) {
  const size_t end = text.find_last_not_of('=') + 1;
  if (end != text.size() && text.size() % 4 != 0) return false;
  const size_t rest = end % 4;
  if (rest == 0) return true;
  // The characters whose last four or two bits are zero.
  const std::string_view last = rest == 2 ? "AQgw" : "AEIMQUYcgkosw048";
  return rest != 1 && last.find(text[end - 1]) != std::string_view::npos;
}

// Neighbouring words of one charset, joined before their octets become characters.
class Run {
 public:
  Run(std::string& to, std::string_view fallback, Defects& defects)
      : to_(to), fallback_(fallback), defects_(defects) {}

  void add(const Word& word) {
    if (!iequals(word.charset, charset_)) {
      flush();
      charset_ = word.charset;
    }
    if (!word.base64) {
      flush_base64();
      octets_ += decode_q(word.text);
      return;
    }
    base64_ += word.text;
    whole_ = whole_ && is_whole_base64(word.text);
    append_base64(each_, word.text);
    if (base64_.size() % 4 == 0 || word.text.ends_with('=')) flush_base64();
  }

  void flush() {
    flush_base64();
    if (octets_.empty()) return;
    const size_t before = to_.size();
    append_text(to_, octets_, charset_, fallback_, defects_);
    octets_.clear();
    // An encoded line end must not look like one.
    for (size_t i = before; i < to_.size(); ++i) {
      if (static_cast<unsigned char>(to_[i]) < 0x20) to_[i] = ' ';
    }
  }

 private:
  // Some senders cut the base64 text anywhere, so that four characters come from two words; some
  // leave out the padding. Each word for itself, if all can be whole.
  void flush_base64() {
    if (whole_) {
      octets_ += each_;
    } else {
      append_base64(octets_, base64_);
    }
    base64_.clear();
    each_.clear();
    whole_ = true;
  }

  std::string& to_;
  std::string_view fallback_;
  Defects& defects_;
  std::string_view charset_;
  std::string octets_;
  std::string base64_;  // of words since the last group of four that was whole
  std::string each_;    // the octets of these words, each for itself
  bool whole_ = true;   // each can be
};

void append_raw(std::string& to, std::string_view text, std::string_view fallback,
                Defects& defects) {
  if (!is_ascii(text) && !is_utf8(text)) defects.add(Defect::raw_octets_in_header);
  append_text(to, text, {}, fallback, defects);
}

}  // namespace

std::string unfold(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  const auto is_break = [](char c) { return c == '\r' || c == '\n'; };
  size_t at = 0;
  while (at < value.size()) {
    size_t end = at;
    while (end < value.size() && !is_break(value[end])) ++end;
    out += value.substr(at, end - at);
    at = end;
    while (at < value.size() && is_break(value[at])) ++at;
    // Where the white space of the fold is missing (or a CR stands alone), words must not merge.
    if (at != end && at < value.size() && !is_wsp(value[at])) out += ' ';
  }
  return out;
}

std::string decode_header_text(std::string_view text, std::string_view fallback, Defects& defects) {
  std::string out;
  out.reserve(text.size());
  Run run(out, fallback, defects);
  size_t done = 0;
  bool after_word = false;
  size_t at = text.find("=?");
  while (at != std::string_view::npos) {
    const std::optional<Word> word = read_word(text.substr(at));
    if (!word) {
      at = text.find("=?", at + 2);
      continue;
    }
    if (!word->whole) defects.add(Defect::broken_encoded_word);
    // RFC 2047 §6.2: "any 'linear-white-space' that separates a pair of adjacent 'encoded-word's
    // is ignored".
    const std::string_view gap = text.substr(done, at - done);
    if (!after_word || !trim(gap).empty()) {
      run.flush();
      append_raw(out, gap, fallback, defects);
    }
    run.add(*word);
    done = at + word->length;
    after_word = true;
    at = text.find("=?", done);
  }
  run.flush();
  append_raw(out, text.substr(done), fallback, defects);
  return out;
}

std::string structured_text(std::string_view value) {
  const size_t word = value.find("=?");
  if (word == std::string_view::npos) return std::string(value);
  const std::string_view before = value.substr(0, word);
  const size_t open = before.rfind('<');
  const bool inside = open != std::string_view::npos && before.find('>', open) == before.npos;
  if (inside || before.find_first_of("\"=") != std::string_view::npos) return std::string(value);
  Defects ignored;
  return decode_header_text(value, {}, ignored);
}

size_t encoded_word_length(std::string_view text) {
  const std::optional<Word> word = read_word(text);
  return word && word->whole ? word->length : 0;
}

}  // namespace pillarbox::mime
