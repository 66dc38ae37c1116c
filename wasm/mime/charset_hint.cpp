// SPDX-License-Identifier: Apache-2.0
#include "mime/charset_hint.h"

#include <array>
#include <utility>

#include "mime/charset_label.h"
#include "mime/encoded_word.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// Labels that say nothing more than the octets themselves do.
bool tells(std::string_view label) {
  const Family family = charset_of(label).family;
  return family != Family::unknown && family != Family::none && family != Family::ascii &&
         family != Family::utf8;
}

// The legacy encodings of WHATWG HTML §13.2.3.2, by the language of the reader there and of the
// writer here.
constexpr auto kLanguages = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"zh-tw", "big5"},      {"zh-hk", "big5"},      {"zh-hant", "big5"},    {"zh", "gb18030"},
     {"ja", "shift_jis"},    {"ko", "euc-kr"},       {"ar", "windows-1256"}, {"fa", "windows-1256"},
     {"ba", "windows-1251"}, {"be", "windows-1251"}, {"bg", "windows-1251"}, {"kk", "windows-1251"},
     {"mk", "windows-1251"}, {"ru", "windows-1251"}, {"sr", "windows-1251"}, {"uk", "windows-1251"},
     {"cs", "windows-1250"}, {"hr", "windows-1250"}, {"hu", "windows-1250"}, {"pl", "windows-1250"},
     {"sk", "windows-1250"}, {"sl", "windows-1250"}, {"el", "windows-1253"}, {"tr", "windows-1254"},
     {"az", "windows-1254"}, {"he", "windows-1255"}, {"et", "windows-1257"}, {"lt", "windows-1257"},
     {"lv", "windows-1257"}, {"vi", "windows-1258"}, {"th", "windows-874"}});

// RFC 3282: "ru, en"; the first is what the mail is written in.
std::string_view charset_of_language(std::string_view value) {
  value = trim(value);
  for (const auto& [language, charset] : kLanguages) {
    if (!istarts_with(value, language)) continue;
    const std::string_view rest = value.substr(language.size());
    if (rest.empty() || std::string_view("-, ;\t\r\n").find(rest[0]) != std::string_view::npos) {
      return charset;
    }
  }
  return {};
}

std::string_view charset_of_words(std::string_view value) {
  for (size_t at = value.find("=?"); at != std::string_view::npos; at = value.find("=?", at + 2)) {
    if (encoded_word_length(value.substr(at)) == 0) continue;
    const std::string_view label = value.substr(at + 2, value.find_first_of("?*", at + 2) - at - 2);
    if (tells(label)) return label;
  }
  return {};
}

}  // namespace

bool needs_charset_hint(std::string_view label) {
  // us-ascii is a label: with octets above 127 it is windows-1252 (WHATWG Encoding §4.2).
  const Family family = charset_of(label).family;
  return family == Family::unknown || family == Family::none;
}

std::string_view charset_hint(const Message& message) {
  for (const Part& part : message.parts) {
    if (tells(part.charset)) return part.charset;
  }
  for (const std::string_view name : {"subject", "from", "to"}) {
    const std::string_view* value = message.header.find(name);
    if (value == nullptr) continue;
    if (const std::string_view label = charset_of_words(*value); !label.empty()) return label;
  }
  const std::string_view* language = message.header.find("content-language");
  return language == nullptr ? std::string_view() : charset_of_language(*language);
}

}  // namespace pillarbox::mime
