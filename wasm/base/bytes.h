// SPDX-License-Identifier: Apache-2.0
// The two byte types of the core. A Bytes borrows, a Buffer owns.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pillarbox {

using Bytes = std::span<const uint8_t>;
using Buffer = std::vector<uint8_t>;

// The same octets seen as bytes or as text; both borrow from the argument.
inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline void append(Buffer& to, Bytes bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
inline void append(Buffer& to, std::string_view text) { append(to, as_bytes(text)); }

}  // namespace pillarbox
