// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "mime/tnef.h"
#include "mime/utf8.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // The signature is no secret: no need to make the fuzzer find it.
  Buffer octets = {0x78, 0x9f, 0x3e, 0x22, 0, 0};
  append(octets, Bytes(data, size));
  mime::Defects defects;
  const mime::Tnef tnef = mime::read_tnef(octets, defects);
  for (const mime::Tnef::File& file : tnef.files) {
    if (file.begin > file.end || file.end > octets.size()) std::abort();
    if (!mime::is_utf8(file.filename)) std::abort();
  }
  if (!mime::is_utf8(tnef.text) || !mime::is_utf8(tnef.html)) std::abort();
  return 0;
}
