// SPDX-License-Identifier: Apache-2.0
// Files in text: uuencode and yEnc.
#include <cstdlib>

#include "mime/embedded.h"
#include "mime/transfer.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mime::Defects defects;
  const Bytes text(data, size);
  size_t behind = 0;
  for (const mime::Embedded& found : mime::find_embedded(as_text(text), defects)) {
    if (found.begin < behind || found.data_begin < found.begin ||
        found.data_end < found.data_begin || found.end < found.data_end || found.end > size) {
      std::abort();
    }
    behind = found.end;
    const Bytes lines = text.subspan(found.data_begin, found.data_end - found.data_begin);
    mime::decode_all(mime::TransferDecoder::of_uuencoded(lines), 0);
    mime::decode_all(mime::TransferDecoder::of_yencoded(lines), 0);
  }
  return 0;
}
