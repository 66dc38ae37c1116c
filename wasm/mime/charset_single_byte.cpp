// SPDX-License-Identifier: Apache-2.0
// The two charsets of one octet a character that iconv does not give us: windows-1252, which is
// the last resort for any octets and so must know all of them, and macintosh, which musl lacks.
#include <array>

#include "mime/charset_decoders.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

// 0x80..0x9f; the rest is the same as Unicode.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

// 0x80..0xff.
constexpr std::u16string_view kMacintosh =
    u"ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
    u"¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
static_assert(kMacintosh.size() == 128);

}  // namespace

uint32_t windows1252_code_point(uint8_t octet) {
  return octet >= 0x80 && octet < 0xa0 ? kWindows1252[octet - 0x80u] : octet;
}

void decode_windows1252(std::string& to, std::string_view octets) {
  for (const char c : octets)
    append_code_point(to, windows1252_code_point(static_cast<uint8_t>(c)));
}

void decode_macintosh(std::string& to, std::string_view octets) {
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    append_code_point(to, octet < 0x80 ? octet : kMacintosh[octet - 0x80u]);
  }
}

}  // namespace pillarbox::mime
