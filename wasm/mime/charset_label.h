// SPDX-License-Identifier: Apache-2.0
// Which decoder a charset label of mail means. Labels are read as the WHATWG Encoding standard
// reads them, since senders mean what browsers do: us-ascii and iso-8859-1 are windows-1252,
// gb2312 is gb18030, ks_c_5601-1987 is CP949. Beyond that: what mail has and the web has not, and
// labels that quoting has damaged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mime/charset_tables.h"

namespace pillarbox::mime {

enum class Family : uint8_t {
  unknown,
  none,   // labels that promise nothing, like unknown-8bit, and no label
  ascii,  // what is not ASCII is what the octets say
  utf8,
  utf7,
  utf16,  // with or without a byte order mark
  utf16be,
  utf16le,
  utf32,
  utf32be,
  utf32le,
  single,  // one octet a character
  shift_jis,
  euc_jp,
  iso2022jp,
  euc_kr,
  iso2022kr,
  big5,
  gb18030,
  iso2022cn,
  hz,
};

struct Charset {
  Family family = Family::unknown;
  const UpperHalf* half = nullptr;  // of a single

  bool operator==(const Charset&) const = default;
};

Charset charset_of(std::string_view label);

// The label of a Windows code page number; empty for 0, which says nothing.
std::string codepage_label(uint32_t codepage);

}  // namespace pillarbox::mime
