// SPDX-License-Identifier: Apache-2.0
// [MS-OXTNEF] §2.1.3.4: lists of MAPI properties inside TNEF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace pillarbox::mime {

namespace mapi {
constexpr uint16_t kBody = 0x1000;
constexpr uint16_t kRtfCompressed = 0x1009;
constexpr uint16_t kBodyHtml = 0x1013;
constexpr uint16_t kDisplayName = 0x3001;
constexpr uint16_t kAttachData = 0x3701;
constexpr uint16_t kAttachLongFilename = 0x3707;
constexpr uint16_t kAttachMimeTag = 0x370e;
constexpr uint16_t kAttachContentId = 0x3712;
constexpr uint16_t kInternetCodepage = 0x3fde;
}  // namespace mapi

struct MapiProperty {
  uint16_t id = 0;
  bool wide = false;  // a string in UTF-16LE
  Bytes value;        // borrowed; of several values the first
};

class MapiReader {
 public:
  explicit MapiReader(Bytes octets);

  std::optional<MapiProperty> next();
  bool broken() const { return broken_; }

 private:
  std::optional<uint32_t> number();
  std::optional<Bytes> take(size_t octets);
  std::optional<Bytes> value(uint16_t type);

  Bytes rest_;
  uint32_t left_ = 0;
  bool broken_ = false;
};

}  // namespace pillarbox::mime
