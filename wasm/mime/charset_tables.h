// SPDX-License-Identifier: Apache-2.0
// The tables of the WHATWG Encoding standard. Their contents are written at build time, by
// tools/build_charset_tables.mjs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace pillarbox::mime {

// Code points by their number in an index of the standard ("pointer"). The halves of the code
// points are kept apart: so all tables together take 69 KB with brotli instead of 97.
template <size_t kSize>
struct Index {
  std::array<uint8_t, kSize> low;
  std::array<uint8_t, kSize> high;

  // 0 where there is none.
  uint32_t at(size_t pointer) const {
    return pointer < kSize ? uint32_t{high[pointer]} << 8 | low[pointer] : 0;
  }
};

extern const Index<11280> kJis0208;  // and the rows that Shift_JIS alone reaches
extern const Index<94 * 94> kJis0212;
extern const Index<126 * 190> kEucKr;
extern const Index<126 * 190> kGb18030;
extern const Index<126 * 157> kBig5;
// A bit a pointer of kBig5: whether 0x20000 is to be added.
extern const std::array<uint8_t, (126 * 157 + 7) / 8> kBig5Supplementary;

// Where runs begin of the characters that GB18030 writes in four octets.
struct Gb18030Run {
  uint16_t pointer;
  uint16_t code_point;
};
extern const std::array<Gb18030Run, 208> kGb18030Runs;

// Code points of the octets from 0x80; U+FFFD where there is none.
using UpperHalf = std::array<char16_t, 128>;

extern const UpperHalf kIbm866;
extern const UpperHalf kIso8859Part2;
extern const UpperHalf kIso8859Part3;
extern const UpperHalf kIso8859Part4;
extern const UpperHalf kIso8859Part5;
extern const UpperHalf kIso8859Part6;
extern const UpperHalf kIso8859Part7;
extern const UpperHalf kIso8859Part8;
extern const UpperHalf kIso8859Part10;
extern const UpperHalf kIso8859Part13;
extern const UpperHalf kIso8859Part14;
extern const UpperHalf kIso8859Part15;
extern const UpperHalf kIso8859Part16;
extern const UpperHalf kKoi8R;
extern const UpperHalf kKoi8U;
extern const UpperHalf kMacintosh;
extern const UpperHalf kMacCyrillic;
extern const UpperHalf kWindows874;
extern const UpperHalf kWindows1250;
extern const UpperHalf kWindows1251;
extern const UpperHalf kWindows1252;
extern const UpperHalf kWindows1253;
extern const UpperHalf kWindows1254;
extern const UpperHalf kWindows1255;
extern const UpperHalf kWindows1256;
extern const UpperHalf kWindows1257;
extern const UpperHalf kWindows1258;

// Not in the standard; in charset_single_byte.cpp.
extern const UpperHalf kIbm437;
extern const UpperHalf kIbm850;
extern const UpperHalf kIbm852;
extern const UpperHalf kMacCentralEurope;

}  // namespace pillarbox::mime
