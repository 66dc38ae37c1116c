// SPDX-License-Identifier: Apache-2.0
// JSON in one spelling: no white space, characters instead of escapes, so that two texts that mean
// the same are the same. For well-formed JSON; tests only.
#pragma once

#include <string>
#include <string_view>

#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::test {

inline std::string normal_json(std::string_view json) {
  std::string out;
  bool quoted = false;
  const auto unit_at = [&](size_t at) {
    uint32_t unit = 0;
    for (size_t k = 0; k < 4 && at + k < json.size(); ++k) {
      unit = unit << 4 | static_cast<uint32_t>(mime::hex_value(json[at + k]));
    }
    return unit;
  };
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!quoted && mime::is_space(c)) continue;
    if (c == '"') quoted = !quoted;
    if (c != '\\' || i + 1 >= json.size()) {
      out += c;
      continue;
    }
    const char escape = json[++i];
    if (escape == 'u') {
      uint32_t unit = unit_at(i + 1);
      i += 4;
      if (unit >= 0xd800 && unit < 0xdc00 && json.substr(i + 1, 2) == "\\u") {
        unit = 0x10000 + ((unit - 0xd800) << 10) + (unit_at(i + 3) - 0xdc00);
        i += 6;
      }
      if (unit == '"' || unit == '\\') out += '\\';
      mime::append_code_point(out, unit);
    } else if (escape == '"' || escape == '\\') {
      out += '\\';
      out += escape;
    } else {
      out += escape == 'n'   ? '\n'
             : escape == 'r' ? '\r'
             : escape == 't' ? '\t'
             : escape == 'b' ? '\b'
             : escape == 'f' ? '\f'
                             : escape;
    }
  }
  return out;
}

}  // namespace pillarbox::test
