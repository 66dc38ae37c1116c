// SPDX-License-Identifier: Apache-2.0
// Sixteen octets at once: WebAssembly's SIMD in the browser, SSE2 on the machines where the tests
// run, and plain loops elsewhere. The functions that use it have a scalar twin, which reads what
// is left over at the end and which a test compares with them.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#else
#include <array>
#endif

#include <cstring>

namespace pillarbox::simd {

constexpr size_t kWidth = 16;

#if defined(__wasm_simd128__)

using Block = v128_t;
inline Block load(const void* from) { return wasm_v128_load(from); }
inline Block splat(char c) { return wasm_i8x16_splat(c); }
inline Block equal(Block a, Block b) { return wasm_i8x16_eq(a, b); }
inline Block greater(Block a, Block b) { return wasm_i8x16_gt(a, b); }  // signed
inline Block least(Block a, Block b) { return wasm_u8x16_min(a, b); }   // unsigned
inline Block both(Block a, Block b) { return wasm_v128_and(a, b); }
inline Block either(Block a, Block b) { return wasm_v128_or(a, b); }
inline Block sum(Block a, Block b) { return wasm_i8x16_add(a, b); }
// Bit i is the highest bit of octet i.
inline unsigned bits(Block a) { return static_cast<unsigned>(wasm_i8x16_bitmask(a)); }
// Sixteen values of six bits to twelve octets; writes sixteen.
inline void store_packed(uint8_t* to, Block a) {
  const Block pairs = wasm_v128_or(wasm_i16x8_shl(wasm_v128_and(a, wasm_i16x8_splat(0x3f)), 6),
                                   wasm_u16x8_shr(a, 8));
  const Block quads =
      wasm_v128_or(wasm_i32x4_shl(wasm_v128_and(pairs, wasm_i32x4_splat(0xffff)), 12),
                   wasm_u32x4_shr(pairs, 16));
  wasm_v128_store(
      to, wasm_i8x16_shuffle(quads, quads, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 7, 11, 15));
}

#elif defined(__SSE2__)

using Block = __m128i;
inline Block load(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }
inline Block splat(char c) { return _mm_set1_epi8(c); }
inline Block equal(Block a, Block b) { return _mm_cmpeq_epi8(a, b); }
inline Block greater(Block a, Block b) { return _mm_cmpgt_epi8(a, b); }
inline Block least(Block a, Block b) { return _mm_min_epu8(a, b); }
inline Block both(Block a, Block b) { return _mm_and_si128(a, b); }
inline Block either(Block a, Block b) { return _mm_or_si128(a, b); }
inline Block sum(Block a, Block b) { return _mm_add_epi8(a, b); }
inline unsigned bits(Block a) { return static_cast<unsigned>(_mm_movemask_epi8(a)); }
inline void store_packed(uint8_t* to, Block a) {
  const Block pairs =
      _mm_or_si128(_mm_slli_epi16(_mm_and_si128(a, _mm_set1_epi16(0x3f)), 6), _mm_srli_epi16(a, 8));
  const Block quads = _mm_or_si128(_mm_slli_epi32(_mm_and_si128(pairs, _mm_set1_epi32(0xffff)), 12),
                                   _mm_srli_epi32(pairs, 16));
  uint32_t lanes[4];
  std::memcpy(lanes, &quads, sizeof lanes);
  for (size_t i = 0; i < 4; ++i) {
    const uint32_t turned = __builtin_bswap32(lanes[i] << 8);
    std::memcpy(to + 3 * i, &turned, 4);
  }
}

#else

struct Block {
  std::array<uint8_t, kWidth> octets;
};
inline Block load(const void* from) {
  Block block;
  std::memcpy(block.octets.data(), from, kWidth);
  return block;
}
template <class Operation>
Block each(Block a, Block b, Operation operation) {
  for (size_t i = 0; i < kWidth; ++i) {
    a.octets[i] = static_cast<uint8_t>(operation(a.octets[i], b.octets[i]));
  }
  return a;
}
inline Block splat(char c) {
  Block block;
  block.octets.fill(static_cast<uint8_t>(c));
  return block;
}
inline Block equal(Block a, Block b) {
  return each(a, b, [](uint8_t x, uint8_t y) { return x == y ? 0xff : 0; });
}
inline Block greater(Block a, Block b) {
  return each(a, b, [](uint8_t x, uint8_t y) {
    return static_cast<int8_t>(x) > static_cast<int8_t>(y) ? 0xff : 0;
  });
}
inline Block least(Block a, Block b) {
  return each(a, b, [](uint8_t x, uint8_t y) { return x < y ? x : y; });
}
inline Block both(Block a, Block b) {
  return each(a, b, [](uint8_t x, uint8_t y) { return x & y; });
}
inline Block either(Block a, Block b) {
  return each(a, b, [](uint8_t x, uint8_t y) { return x | y; });
}
inline Block sum(Block a, Block b) {
  return each(a, b, [](uint8_t x, uint8_t y) { return x + y; });
}
inline unsigned bits(Block a) {
  unsigned out = 0;
  for (size_t i = 0; i < kWidth; ++i) out |= static_cast<unsigned>(a.octets[i] >> 7) << i;
  return out;
}
inline void store_packed(uint8_t* to, Block a) {
  for (size_t i = 0; i < 4; ++i) {
    const uint8_t* v = &a.octets[4 * i];
    const uint32_t bits = static_cast<uint32_t>(v[0] << 18 | v[1] << 12 | v[2] << 6 | v[3]);
    for (size_t k = 0; k < 3; ++k) to[3 * i + k] = static_cast<uint8_t>(bits >> (16 - 8 * k));
  }
}

#endif

inline size_t lowest(unsigned bits) { return static_cast<size_t>(__builtin_ctz(bits)); }

}  // namespace pillarbox::simd
