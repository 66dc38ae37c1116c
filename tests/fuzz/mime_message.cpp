// SPDX-License-Identifier: Apache-2.0
// Any octets: JSON in valid UTF-8, every attachment of the size that the JSON says, a summary.
#include <cstdlib>

#include "mime/message.h"
#include "mime/summary.h"
#include "mime/utf8.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const mime::Message message = mime::parse({data, size});
  if (!mime::is_utf8(mime::to_json(message))) std::abort();
  mime::Defects defects;
  for (size_t i = 0; i < message.attachments.size() && i < 100; ++i) {
    const uint64_t octets = mime::attachment_size(message, i, defects);
    if (mime::decode_attachment(message, i).size() != octets) std::abort();
  }
  if (!mime::is_utf8(mime::summarise({data, size}).preview)) std::abort();
  return 0;
}
