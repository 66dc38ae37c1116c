// SPDX-License-Identifier: Apache-2.0
// The single decoders behind charset.h. Each appends valid UTF-8, with U+FFFD for what makes no
// sense, and returns whether everything did.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mime/charset_tables.h"
#include "mime/utf8_writer.h"

namespace pillarbox::mime {

bool decode_single(std::string& to, std::string_view octets, const UpperHalf& half);

// windows-1252 as browsers read it: every octet means something (0x81 is U+0081).
uint32_t windows1252_code_point(uint8_t octet);

// ASCII and pairs of octets (charset_two_octets.cpp).
bool decode_shift_jis(std::string& to, std::string_view octets);  // as Windows-31J
bool decode_euc_jp(std::string& to, std::string_view octets);     // with JIS X 0212
bool decode_euc_kr(std::string& to, std::string_view octets);     // as CP949
bool decode_gb18030(std::string& to, std::string_view octets);
bool decode_big5(std::string& to, std::string_view octets);  // with HKSCS

// Reads one character of Shift_JIS from the beginning of `octets`, which is above 127; returns the
// number of its octets.
size_t append_shift_jis_character(Utf8Writer& to, std::string_view octets, bool& valid);

// Seven bits with shifts between sets.
bool decode_iso2022jp(std::string& to, std::string_view octets);
bool decode_iso2022kr(std::string& to, std::string_view octets);  // RFC 1557
bool decode_iso2022cn(std::string& to, std::string_view octets);  // RFC 1922, without CNS 11643
bool decode_hz(std::string& to, std::string_view octets);         // RFC 1843

enum class ByteOrder { unknown, big, little };
bool decode_utf16(std::string& to, std::string_view octets, ByteOrder order);
bool decode_utf32(std::string& to, std::string_view octets, ByteOrder order);

bool decode_utf7(std::string& to, std::string_view octets);  // RFC 2152

}  // namespace pillarbox::mime
