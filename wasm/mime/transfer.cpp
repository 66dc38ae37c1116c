// SPDX-License-Identifier: Apache-2.0
#include "mime/transfer.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "mime/embedded.h"

namespace pillarbox::mime {

TransferDecoder::TransferDecoder(TransferEncoding encoding, Bytes encoded) : state_(encoded) {
  switch (encoding) {
    case TransferEncoding::identity:
      break;
    case TransferEncoding::base64:
      state_ = Base64Decoder(encoded);
      break;
    case TransferEncoding::quoted_printable:
      state_ = QuotedPrintableDecoder(encoded);
      break;
    case TransferEncoding::uuencode:
    case TransferEncoding::yenc: {
      // The body is one such file; a body that holds none is taken as it is.
      Defects ignored;
      const std::vector<Embedded> found = find_embedded(as_text(encoded), ignored);
      if (found.empty()) break;
      const size_t begin = found.front().data_begin;
      const Bytes lines = encoded.subspan(begin, found.front().data_end - begin);
      if (found.front().kind == Embedded::Kind::uuencode) {
        state_ = UuDecoder(lines);
      } else {
        state_ = YencDecoder(lines);
      }
      break;
    }
  }
}

TransferDecoder TransferDecoder::of_uuencoded(Bytes lines) {
  TransferDecoder decoder(TransferEncoding::identity, lines);
  decoder.state_ = UuDecoder(lines);
  return decoder;
}

TransferDecoder TransferDecoder::of_yencoded(Bytes lines) {
  TransferDecoder decoder(TransferEncoding::identity, lines);
  decoder.state_ = YencDecoder(lines);
  return decoder;
}

size_t TransferDecoder::read(std::span<uint8_t> out) {
  if (auto* base64 = std::get_if<Base64Decoder>(&state_)) return base64->read(out);
  if (auto* quoted = std::get_if<QuotedPrintableDecoder>(&state_)) return quoted->read(out);
  if (auto* uuencoded = std::get_if<UuDecoder>(&state_)) return uuencoded->read(out);
  if (auto* yencoded = std::get_if<YencDecoder>(&state_)) return yencoded->read(out);
  Bytes& rest = *std::get_if<Bytes>(&state_);
  const size_t octets = std::min(rest.size(), out.size());
  if (octets != 0) std::memcpy(out.data(), rest.data(), octets);
  rest = rest.subspan(octets);
  return octets;
}

void TransferDecoder::report(Defects& defects) const {
  const auto* base64 = std::get_if<Base64Decoder>(&state_);
  if (base64 != nullptr && base64->broken()) defects.add(Defect::broken_base64);
  const auto* quoted = std::get_if<QuotedPrintableDecoder>(&state_);
  if (quoted != nullptr && quoted->broken()) defects.add(Defect::broken_quoted_printable);
}

Buffer decode_all(TransferDecoder decoder, size_t expected) {
  Buffer out(expected + 4);
  size_t size = 0;
  while (const size_t octets = decoder.read(std::span(out).subspan(size))) {
    size += octets;
    if (out.size() - size < 4) out.resize(out.size() + out.size() / 2 + 64);
  }
  out.resize(size);
  return out;
}

}  // namespace pillarbox::mime
