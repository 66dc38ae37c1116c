// SPDX-License-Identifier: Apache-2.0
#include "mime/mapi.h"

namespace pillarbox::mime {
namespace {

// [MS-OXCDATA] §2.11.1.
enum Type : uint16_t {
  kInteger16 = 0x0002,
  kInteger32 = 0x0003,
  kFloating32 = 0x0004,
  kFloating64 = 0x0005,
  kCurrency = 0x0006,
  kFloatingTime = 0x0007,
  kErrorCode = 0x000a,
  kBoolean = 0x000b,
  kObject = 0x000d,
  kInteger64 = 0x0014,
  kString8 = 0x001e,
  kString = 0x001f,
  kTime = 0x0040,
  kGuid = 0x0048,
  kBinary = 0x0102,
};
constexpr uint16_t kMultiple = 0x1000;

// 0 for types that carry their length.
std::optional<size_t> fixed_size(uint16_t type) {
  switch (type) {
    case kInteger16:
    case kInteger32:
    case kFloating32:
    case kErrorCode:
    case kBoolean:
      return 4;
    case kFloating64:
    case kCurrency:
    case kFloatingTime:
    case kInteger64:
    case kTime:
      return 8;
    case kGuid:
      return 16;
    case kString8:
    case kString:
    case kObject:
    case kBinary:
      return 0;
    default:
      return std::nullopt;
  }
}

constexpr size_t padded(size_t octets) { return (octets + 3) / 4 * 4; }

}  // namespace

MapiReader::MapiReader(Bytes octets) : rest_(octets) { left_ = number().value_or(0); }

std::optional<Bytes> MapiReader::take(size_t octets) {
  if (rest_.size() < octets) {
    broken_ = true;
    left_ = 0;
    return std::nullopt;
  }
  const Bytes taken = rest_.first(octets);
  // Values are padded to four octets; the padding of the last may be missing.
  rest_ = rest_.subspan(rest_.size() < padded(octets) ? rest_.size() : padded(octets));
  return taken;
}

std::optional<uint32_t> MapiReader::number() {
  const std::optional<Bytes> octets = take(4);
  if (!octets) return std::nullopt;
  return static_cast<uint32_t>((*octets)[0] | (*octets)[1] << 8 | (*octets)[2] << 16) |
         static_cast<uint32_t>((*octets)[3]) << 24;
}

std::optional<Bytes> MapiReader::value(uint16_t type) {
  const std::optional<size_t> fixed = fixed_size(type);
  if (!fixed) {
    broken_ = true;  // without the type, where the next property begins is unknown
    left_ = 0;
    return std::nullopt;
  }
  if (*fixed != 0) return take(*fixed);
  const std::optional<uint32_t> length = number();
  if (!length) return std::nullopt;
  return take(*length);
}

std::optional<MapiProperty> MapiReader::next() {
  if (left_ == 0) return std::nullopt;
  --left_;
  const std::optional<uint32_t> tag = number();
  if (!tag) return std::nullopt;
  const auto type = static_cast<uint16_t>(*tag & 0xffff);
  MapiProperty property;
  property.id = static_cast<uint16_t>(*tag >> 16);
  property.wide = (type & ~kMultiple) == kString;
  if (property.id >= 0x8000) {
    // A named property: GUID, then a number or a UTF-16 name.
    if (!take(16)) return std::nullopt;
    const std::optional<uint32_t> kind = number();
    const std::optional<uint32_t> length = kind ? number() : std::nullopt;
    if (!length) return std::nullopt;
    if (*kind == 1 && !take(*length)) return std::nullopt;
  }
  const auto single = static_cast<uint16_t>(type & ~kMultiple);
  const bool counted = (type & kMultiple) != 0 || fixed_size(single).value_or(1) == 0;
  uint32_t count = 1;
  if (counted) {
    const std::optional<uint32_t> octets = number();
    if (!octets) return std::nullopt;
    count = *octets;
  }
  for (uint32_t i = 0; i < count; ++i) {
    const std::optional<Bytes> one = value(single);
    if (!one) return std::nullopt;
    if (i == 0) property.value = *one;
  }
  return property;
}

}  // namespace pillarbox::mime
