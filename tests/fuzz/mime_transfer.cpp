// SPDX-License-Identifier: Apache-2.0
// Pieces of every size give what the whole gives. The first octet is the size of the pieces.
#include <array>
#include <cstdlib>

#include "mime/transfer.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  for (const auto encoding :
       {mime::TransferEncoding::base64, mime::TransferEncoding::quoted_printable}) {
    const mime::TransferDecoder start(encoding, {data + 1, size - 1});
    const Buffer whole = mime::decode_all(start, 0);
    mime::TransferDecoder decoder = start;
    Buffer pieces;
    std::array<uint8_t, 259> piece;
    while (const size_t octets = decoder.read(std::span(piece).first(4u + data[0]))) {
      append(pieces, Bytes(piece.data(), octets));
    }
    if (pieces != whole) std::abort();
  }
  return 0;
}
