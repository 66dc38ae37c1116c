// SPDX-License-Identifier: Apache-2.0
// RTF as it stands, and compressed.
#include <cstdlib>

#include "base/limits.h"
#include "mime/rtf.h"
#include "mime/rtf_compressed.h"
#include "mime/utf8.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const mime::RtfBody plain = mime::read_rtf(as_text({data, size}));
  if (!mime::is_utf8(plain.body)) std::abort();
  Buffer compressed = {0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 'L', 'Z', 'F', 'u', 0, 0, 0, 0};
  append(compressed, Bytes(data, size));
  mime::Defects defects;
  const std::string rtf = mime::decompress_rtf(compressed, defects);
  if (rtf.size() > limits::kShownOctets) std::abort();
  if (!mime::is_utf8(mime::read_rtf(rtf).body)) std::abort();
  return 0;
}
