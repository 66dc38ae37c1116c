// SPDX-License-Identifier: Apache-2.0
// Content-Transfer-Encoding (RFC 2045 §6) as a stream: the one way in which bodies are decoded.
#pragma once

#include <cstddef>
#include <span>
#include <variant>

#include "base/bytes.h"
#include "mime/base64.h"
#include "mime/defect.h"
#include "mime/part.h"
#include "mime/quoted_printable.h"
#include "mime/uuencode.h"
#include "mime/yenc.h"

namespace pillarbox::mime {

// Decodes in pieces of the caller's choosing. Borrows what it decodes.
class TransferDecoder {
 public:
  TransferDecoder(TransferEncoding encoding, Bytes encoded);

  // Of the data lines alone, without the lines around them.
  static TransferDecoder of_uuencoded(Bytes lines);
  static TransferDecoder of_yencoded(Bytes lines);

  // Fills `out` (4 octets or more) as far as there is something; 0 is the end.
  size_t read(std::span<uint8_t> out);

  // What was found wrong so far.
  void report(Defects& defects) const;

 private:
  std::variant<Bytes, Base64Decoder, QuotedPrintableDecoder, UuDecoder, YencDecoder> state_;
};

Buffer decode_all(TransferDecoder decoder, size_t expected);

}  // namespace pillarbox::mime
