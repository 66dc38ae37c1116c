// SPDX-License-Identifier: Apache-2.0
// Opaque S/MIME: what comes out is never more than what went in.
#include <cstdlib>

#include "mime/signed_data.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // The names are no secret: no need to make the fuzzer find them.
  Buffer octets = {0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7,
                   0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80, 0x30, 0x80};
  append(octets, Bytes(data, size));
  if (!mime::begins_signed_data(octets)) std::abort();
  mime::unwrap_signed_data(octets);
  if (octets.size() > size + 17) std::abort();
  octets.assign(data, data + size);
  mime::unwrap_signed_data(octets);
  return 0;
}
