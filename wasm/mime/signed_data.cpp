// SPDX-License-Identifier: Apache-2.0
// As much of BER (X.690) as leads to the content: definite and indefinite lengths, and octet
// strings that are cut into segments, as everyone writes who signs while sending. Nothing recurses.
// The segments are moved to the front of the octets in which they lie, so that a large mail needs
// no second copy.
#include "mime/signed_data.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace pillarbox::mime {
namespace {

constexpr uint8_t kEndOfContents = 0x00;
constexpr uint8_t kOctetString = 0x04;
constexpr uint8_t kSegments = 0x24;
constexpr uint8_t kIdentifier = 0x06;
constexpr uint8_t kSequence = 0x30;
constexpr uint8_t kExplicit = 0xa0;  // [0]

// 1.2.840.113549.1.7.2, RFC 5652 §5.1.
constexpr auto kSignedData =
    std::to_array<uint8_t>({0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02});

struct Element {
  uint8_t tag;
  size_t begin;  // of its contents
  size_t end;    // behind them; of an indefinite one the end of all there is
  bool indefinite;
};

std::optional<Element> element_at(Bytes octets, size_t at) {
  if (octets.size() - at < 2) return std::nullopt;
  const uint8_t tag = octets[at];
  if ((tag & 0x1f) == 0x1f) return std::nullopt;  // tags of several octets: none on the way
  const uint8_t length = octets[at + 1];
  at += 2;
  if (length == 0x80) return Element{tag, at, octets.size(), true};
  size_t size = length;
  if (length > 0x80) {
    const size_t digits = length & 0x7fu;
    if (digits > 4 || octets.size() - at < digits) return std::nullopt;
    size = 0;
    for (size_t i = 0; i < digits; ++i) size = size << 8 | octets[at++];
  }
  // What is cut short is read as far as it goes.
  return Element{tag, at, at + std::min(size, octets.size() - at), false};
}

// Goes into structures and past elements; an element that is not what it should be ends all.
class Reader {
 public:
  explicit Reader(Bytes octets) : octets_(octets) {}

  std::optional<Element> enter(uint8_t tag) {
    const std::optional<Element> found = element_at(octets_, at_);
    if (!found || found->tag != tag) return std::nullopt;
    at_ = found->begin;
    return found;
  }

  bool pass() {
    size_t open = 0;
    do {
      const std::optional<Element> found = element_at(octets_, at_);
      if (!found) return false;
      at_ = found->indefinite ? found->begin : found->end;
      if (found->indefinite) {
        ++open;
      } else if (found->tag == kEndOfContents && open > 0) {
        --open;
      }
    } while (open > 0);
    return true;
  }

  bool pass(uint8_t tag) { return at_ < octets_.size() && octets_[at_] == tag && pass(); }

  size_t at() const { return at_; }

 private:
  Bytes octets_;
  size_t at_ = 0;
};

// Up to the type of the content; the reader stands behind it.
bool enter_signed_data(Reader& reader, Bytes octets) {
  if (!reader.enter(kSequence)) return false;
  const std::optional<Element> type = reader.enter(kIdentifier);
  if (!type) return false;
  const Bytes name = octets.subspan(type->begin, type->end - type->begin);
  return std::equal(name.begin(), name.end(), kSignedData.begin(), kSignedData.end());
}

}  // namespace

bool begins_signed_data(Bytes start) {
  Reader reader(start);
  return enter_signed_data(reader, start);
}

bool unwrap_signed_data(Buffer& octets) {
  Reader reader(octets);
  if (!enter_signed_data(reader, octets)) return false;
  // Behind the type's name: [0], SignedData, its version and digest algorithms, the content's type.
  Reader rest(Bytes(octets).subspan(reader.at() + kSignedData.size()));
  const size_t offset = reader.at() + kSignedData.size();
  if (!rest.enter(kExplicit) || !rest.enter(kSequence) || !rest.pass() || !rest.pass() ||
      !rest.enter(kSequence) || !rest.pass(kIdentifier)) {
    return false;
  }
  const std::optional<Element> content = rest.enter(kExplicit);
  if (!content) return false;
  const size_t end = offset + content->end;
  size_t at = offset + rest.at();
  size_t size = 0;
  size_t open = 0;
  bool found = false;
  while (at < end) {
    const std::optional<Element> element = element_at(Bytes(octets).first(end), at);
    if (!element) break;
    if (element->tag == kOctetString && !element->indefinite) {
      const size_t more = element->end - element->begin;
      if (more != 0) std::memmove(octets.data() + size, octets.data() + element->begin, more);
      size += more;
      at = element->end;
      found = true;
    } else if (element->tag == kSegments) {
      if (element->indefinite) ++open;
      at = element->begin;
    } else if (element->tag == kEndOfContents && open > 0) {
      --open;
      at = element->end;
    } else {
      break;
    }
  }
  octets.resize(size);
  return found;
}

}  // namespace pillarbox::mime
