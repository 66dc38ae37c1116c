// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "base/bytes.h"
#include "mime/encoded_word.h"
#include "mime/utf8.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mime::Defects defects;
  const std::string line = mime::unfold(as_text({data, size}));
  if (!mime::is_utf8(mime::decode_header_text(line, {}, defects))) std::abort();
  return 0;
}
