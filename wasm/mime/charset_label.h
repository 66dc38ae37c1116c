// SPDX-License-Identifier: Apache-2.0
// Which decoder a charset label of mail means. Labels are read as the WHATWG Encoding standard
// reads them, since senders mean what browsers do: us-ascii and iso-8859-1 are windows-1252,
// gb2312 is gb18030, ks_c_5601-1987 is CP949.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pillarbox::mime {

enum class Family : uint8_t {
  unknown,
  ascii,  // us-ascii and labels that promise nothing, like unknown-8bit: look at the octets
  utf8,
  utf7,
  utf16,  // with or without a byte order mark
  utf16be,
  utf16le,
  windows1252,
  macintosh,
  iso2022kr,
  hz,
  superset,  // of ASCII, by iconv
  escapes,   // octets below 128 are not ASCII throughout, by iconv
};

struct Charset {
  Family family = Family::unknown;
  // For iconv; a second name where the C libraries disagree.
  const char* iconv_name = nullptr;
  const char* other_name = nullptr;
};

Charset charset_of(std::string_view label);

// The label of a Windows code page number; empty for 0, which says nothing.
std::string codepage_label(uint32_t codepage);

}  // namespace pillarbox::mime
