// SPDX-License-Identifier: Apache-2.0
// ISO-2022-JP (RFC 1468) with all that mailers write under its name: JIS X 0212 (RFC 2237),
// Chinese, Korean and the upper halves of ISO 8859-1 and -7 (RFC 1554), halfwidth katakana by ESC (
// I or SO (CP50221, CP50222). WHATWG Encoding §12.2 knows less and guards against scripts that hide
// from a filter; mail has no scripts, so an escape sequence without text behind it is no error
// here.
#include <array>

#include "mime/charset_decoders.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

enum class Set { ascii, roman, katakana, jis0208, jis0212, gb2312, ksx1001 };

struct Escape {
  std::string_view octets;  // behind ESC
  Set set;
};

constexpr auto kEscapes = std::to_array<Escape>({
    {"(B", Set::ascii},
    {"(J", Set::roman},
    {"(H", Set::roman},  // the registered set is Swedish; old Japanese mailers mean this one
    {"(I", Set::katakana},
    {"$B", Set::jis0208},
    {"$@", Set::jis0208},
    {"$(B", Set::jis0208},
    {"$(@", Set::jis0208},
    {"$(O", Set::jis0208},  // JIS X 0213 adds to it
    {"$(Q", Set::jis0208},
    {"$(D", Set::jis0212},
    {"$A", Set::gb2312},
    {"$(A", Set::gb2312},
    {"$(C", Set::ksx1001},
});

constexpr size_t kCells = 94;

uint32_t code_point_of(Set set, size_t row, size_t cell) {
  switch (set) {
    case Set::jis0212:
      return kJis0212.at(row * kCells + cell);
    case Set::gb2312:  // the last 94 of each row of GBK
      return kGb18030.at((row + 32) * 190 + 96 + cell);
    case Set::ksx1001:
      return kEucKr.at((row + 32) * 190 + 96 + cell);
    default:
      return kJis0208.at(row * kCells + cell);
  }
}

constexpr bool is_graphic(char c) { return c > 0x20 && c < 0x7f; }

class Decoder {
 public:
  explicit Decoder(std::string& to) : to_(to) {}

  bool decode(std::string_view octets) {
    while (!octets.empty()) {
      const char c = octets.front();
      size_t read = 1;
      if (c == '\x1b') {
        read = escape(octets);
      } else if (is_high(c) && !is_two_octets()) {
        // NOTE: katakana with the high bit (CP50221), or Shift_JIS from a sender that changed the
        // label alone.
        read = append_shift_jis_character(to_, octets, valid_);
      } else if (c == '\x0e' || c == '\x0f') {
        shifted_ = c == '\x0e';
      } else if (is_graphic(c)) {
        read = graphic(octets);
      } else if (is_high(c)) {
        append(0);
      } else {
        // RFC 1468: a line ends in ASCII.
        if (c == '\n') begin(Set::ascii);
        to_.put(static_cast<uint32_t>(c));
      }
      octets.remove_prefix(read);
    }
    return valid_;
  }

 private:
  void begin(Set set) {
    set_ = set;
    shifted_ = false;
  }

  bool is_two_octets() const {
    return !shifted_ && set_ != Set::ascii && set_ != Set::roman && set_ != Set::katakana;
  }

  void append(uint32_t code_point) {
    if (code_point == 0) valid_ = false;
    to_.put(code_point == 0 ? 0xfffd : code_point);
  }

  size_t escape(std::string_view octets) {
    const std::string_view rest = octets.substr(1);
    for (const Escape& escape : kEscapes) {
      if (!rest.starts_with(escape.octets)) continue;
      begin(escape.set);
      return 1 + escape.octets.size();
    }
    // That JIS X 0208 of 1990 is meant, before ESC $ B.
    if (rest.starts_with("&@")) return 3;
    if (rest.starts_with(".A") || rest.starts_with(".F")) {
      greek_ = rest[1] == 'F';
      return 3;
    }
    if (rest.size() >= 2 && rest[0] == 'N' && is_graphic(rest[1])) {
      const size_t at = static_cast<unsigned char>(rest[1]);
      append(greek_ ? uint32_t{kIso8859Part7[at]} : uint32_t(at + 0x80));
      return 3;
    }
    append(0);
    return 1;
  }

  size_t graphic(std::string_view octets) {
    const size_t number = octets.front() - size_t{0x21};
    if (shifted_ || set_ == Set::katakana) {
      append(number < 63 ? 0xff61 + static_cast<uint32_t>(number) : 0);
      return 1;
    }
    if (set_ == Set::ascii || set_ == Set::roman) {
      const char c = octets.front();
      const bool roman = set_ == Set::roman;
      append(roman && c == '\\' ? 0xa5 : roman && c == '~' ? 0x203e : static_cast<uint32_t>(c));
      return 1;
    }
    if (octets.size() < 2 || !is_graphic(octets[1])) {
      append(0);
      // A line end, a space and an escape sequence stand for themselves.
      return octets.size() < 2 || !is_high(octets[1]) ? 1 : 2;
    }
    append(code_point_of(set_, number, octets[1] - size_t{0x21}));
    return 2;
  }

  Utf8Writer to_;
  Set set_ = Set::ascii;
  bool shifted_ = false;
  bool greek_ = false;
  bool valid_ = true;
};

}  // namespace

bool decode_iso2022jp(std::string& to, std::string_view octets) {
  return Decoder(to).decode(octets);
}

}  // namespace pillarbox::mime
