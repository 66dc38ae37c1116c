// SPDX-License-Identifier: Apache-2.0
// LZ77 with a window of 4096 octets that begins with phrases of RTF. A control octet says of the
// eight that follow which are literal and which refer to the window: twelve bits of place, four of
// length.
#include "mime/rtf_compressed.h"

#include <algorithm>
#include <array>

#include "base/limits.h"

namespace pillarbox::mime {
namespace {

constexpr size_t kHeader = 16;
constexpr size_t kWindow = 4096;
constexpr uint32_t kCompressed = 0x75465a4c;    // "LZFu"
constexpr uint32_t kUncompressed = 0x414c454d;  // "MELA"

// [MS-OXRTFCP] §2.1.2.1.
constexpr std::string_view kPhrases =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(kPhrases.size() == 207);

uint32_t u32(Bytes octets, size_t at) {
  return static_cast<uint32_t>(octets[at] | octets[at + 1] << 8 | octets[at + 2] << 16) |
         static_cast<uint32_t>(octets[at + 3]) << 24;
}

// Whether it came to its end.
bool decompress(std::string& out, Bytes in, size_t most) {
  std::array<char, kWindow> window{};
  std::copy(kPhrases.begin(), kPhrases.end(), window.begin());
  size_t write = kPhrases.size();
  const auto put = [&](char c) {
    out += c;
    window[write] = c;
    write = (write + 1) % kWindow;
  };
  size_t at = 0;
  while (at < in.size()) {
    const unsigned control = in[at++];
    for (unsigned bit = 0; bit < 8; ++bit) {
      if (out.size() >= most) return true;
      if ((control >> bit & 1) == 0) {
        if (at >= in.size()) return false;
        put(static_cast<char>(in[at++]));
        continue;
      }
      if (in.size() - at < 2) return false;
      const unsigned reference = static_cast<unsigned>(in[at] << 8 | in[at + 1]);
      at += 2;
      size_t from = reference >> 4;
      // A reference to where the next octet goes is the end.
      if (from == write) return true;
      for (size_t left = (reference & 15) + 2; left > 0 && out.size() < most; --left) {
        put(window[from]);
        from = (from + 1) % kWindow;
      }
    }
  }
  return false;
}

}  // namespace

std::string decompress_rtf(Bytes compressed, Defects& defects) {
  std::string out;
  if (compressed.size() < kHeader) {
    defects.add(Defect::broken_tnef);
    return out;
  }
  const size_t most = std::min<size_t>(u32(compressed, 4), limits::kShownOctets);
  const Bytes data = compressed.subspan(kHeader);
  const uint32_t kind = u32(compressed, 8);
  if (kind == kUncompressed) {
    out = as_text(data.first(std::min(data.size(), most)));
  } else if (kind != kCompressed || !decompress(out, data, most)) {
    defects.add(Defect::broken_tnef);
  }
  return out;
}

}  // namespace pillarbox::mime
