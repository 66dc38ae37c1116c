// SPDX-License-Identifier: Apache-2.0
#include "mime/base64.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/simd.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

constexpr uint8_t kSkip = 0xff;     // not of the alphabet
constexpr uint8_t kPadding = 0xfe;  // =

constexpr std::array<uint8_t, 256> make_values() {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<uint8_t, 256> values{};
  for (uint8_t& value : values) value = kSkip;
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  values['='] = kPadding;
  return values;
}
constexpr std::array<uint8_t, 256> kValues = make_values();

// Which octets of `block` lie between the two, without them.
simd::Block between(simd::Block block, char below, char above) {
  return simd::both(simd::greater(block, simd::splat(below)),
                    simd::greater(simd::splat(above), block));
}

}  // namespace

size_t decode_base64_blocks(Bytes in, std::span<uint8_t> out) {
  size_t groups = 0;
  while (4 * groups + simd::kWidth <= in.size() && 3 * groups + simd::kWidth <= out.size()) {
    const simd::Block block = simd::load(in.data() + 4 * groups);
    const simd::Block upper = between(block, '@', '[');
    const simd::Block lower = between(block, '`', '{');
    const simd::Block digit = between(block, '/', ':');
    const simd::Block plus = simd::equal(block, simd::splat('+'));
    const simd::Block slash = simd::equal(block, simd::splat('/'));
    const simd::Block known =
        simd::either(simd::either(upper, lower), simd::either(digit, simd::either(plus, slash)));
    // What must be added to a character for its value: 'A' is 0, 'a' 26, '0' 52, '+' 62, '/' 63.
    const simd::Block shift = simd::either(
        simd::either(simd::both(upper, simd::splat(-65)), simd::both(lower, simd::splat(-71))),
        simd::either(
            simd::both(digit, simd::splat(4)),
            simd::either(simd::both(plus, simd::splat(19)), simd::both(slash, simd::splat(16)))));
    simd::store_packed(out.data() + 3 * groups, simd::sum(block, shift));
    if (const unsigned stranger = ~simd::bits(known) & 0xffff; stranger != 0) {
      return groups + simd::lowest(stranger) / 4;
    }
    groups += 4;
  }
  return groups;
}

size_t scalar::decode_base64_groups(Bytes in, std::span<uint8_t> out) {
  size_t groups = 0;
  for (; 4 * groups + 4 <= in.size() && 3 * groups + 3 <= out.size(); ++groups) {
    const uint8_t* from = in.data() + 4 * groups;
    const uint8_t a = kValues[from[0]];
    const uint8_t b = kValues[from[1]];
    const uint8_t c = kValues[from[2]];
    const uint8_t d = kValues[from[3]];
    if ((a | b | c | d) >= 64) break;
    const uint32_t bits = static_cast<uint32_t>(a << 18 | b << 12 | c << 6 | d);
    uint8_t* to = out.data() + 3 * groups;
    to[0] = static_cast<uint8_t>(bits >> 16);
    to[1] = static_cast<uint8_t>(bits >> 8);
    to[2] = static_cast<uint8_t>(bits);
  }
  return groups;
}

size_t Base64Decoder::read(std::span<uint8_t> out) {
  size_t written = 0;
  while (!ended_ && written + 3 <= out.size()) {
    if (count_ == 0) decode_blocks(out, written);
    if (written + 3 > out.size()) break;
    if (at_ == in_.size()) {
      // A last group without its padding is common and harmless; a single character is not.
      if (count_ == 1) broken_ = true;
      flush(out, written);
      ended_ = true;
      break;
    }
    const uint8_t character = in_[at_++];
    const uint8_t value = kValues[character];
    if (value < 64) {
      bits_ = bits_ << 6 | value;
      if (++count_ == 4) {
        out[written++] = static_cast<uint8_t>(bits_ >> 16);
        out[written++] = static_cast<uint8_t>(bits_ >> 8);
        out[written++] = static_cast<uint8_t>(bits_);
        bits_ = 0;
        count_ = 0;
      }
    } else if (value == kPadding) {
      if (count_ < 2) broken_ = true;
      flush(out, written);
      while (at_ < in_.size() && (in_[at_] == '=' || is_space(static_cast<char>(in_[at_])))) ++at_;
      // §6.8: "=" says "that the end of the data has been reached". Some senders encode in pieces
      // and join them; what follows counts if it is base64 from end to end of its line.
      ended_ = at_ == in_.size() || !another_encoding_follows();
    } else if (!is_space(static_cast<char>(character))) {
      broken_ = true;
    }
  }
  return written;
}

// Whole groups of four with nothing but line ends in between, which is nearly all there is.
void Base64Decoder::decode_blocks(std::span<uint8_t> out, size_t& written) {
  for (;;) {
    const Bytes rest = in_.subspan(at_);
    const std::span<uint8_t> room = out.subspan(written);
    size_t groups = decode_base64_blocks(rest, room);
    groups += scalar::decode_base64_groups(rest.subspan(4 * groups), room.subspan(3 * groups));
    at_ += 4 * groups;
    written += 3 * groups;
    if (groups == 0 || !as_text(in_.subspan(at_)).starts_with("\r\n")) return;
    at_ += 2;
  }
}

bool Base64Decoder::another_encoding_follows() {
  if (at_ < known_) return true;
  // Longer than any line of base64 is taken at its word, so that this look ahead stays bounded.
  const size_t most = std::min(in_.size(), at_ + 1000);
  size_t end = at_;
  for (; end < most && !is_space(static_cast<char>(in_[end])); ++end) {
    if (kValues[in_[end]] == kSkip) return false;
  }
  known_ = end;
  return end == most || (end - at_) % 4 == 0;
}

void Base64Decoder::flush(std::span<uint8_t> out, size_t& written) {
  if (count_ == 2) {
    out[written++] = static_cast<uint8_t>(bits_ >> 4);
  } else if (count_ == 3) {
    out[written++] = static_cast<uint8_t>(bits_ >> 10);
    out[written++] = static_cast<uint8_t>(bits_ >> 2);
  }
  bits_ = 0;
  count_ = 0;
}

}  // namespace pillarbox::mime
