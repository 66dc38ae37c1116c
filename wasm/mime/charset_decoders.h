// SPDX-License-Identifier: Apache-2.0
// The single decoders behind charset.h. Each appends valid UTF-8; those that can tell return
// whether every octet made sense.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mime/charset_label.h"

namespace pillarbox::mime {

// windows-1252 as browsers read it: every octet means something (0x81 is U+0081).
void decode_windows1252(std::string& to, std::string_view octets);
uint32_t windows1252_code_point(uint8_t octet);
void decode_macintosh(std::string& to, std::string_view octets);

enum class ByteOrder { unknown, big, little };
void decode_utf16(std::string& to, std::string_view octets, ByteOrder order);

bool decode_utf7(std::string& to, std::string_view octets);       // RFC 2152
void decode_hz(std::string& to, std::string_view octets);         // RFC 1843
void decode_iso2022kr(std::string& to, std::string_view octets);  // RFC 1557

// By the C library's iconv: glibc's natively, musl's in wasm.
bool decode_by_iconv(std::string& to, std::string_view octets, const Charset& charset);

}  // namespace pillarbox::mime
