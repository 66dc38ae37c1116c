// SPDX-License-Identifier: Apache-2.0
// The first octet chooses the charset.
#include <array>
#include <cstdlib>

#include "base/bytes.h"
#include "mime/charset.h"
#include "mime/utf8.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr auto kLabels = std::to_array<std::string_view>({"",
                                                            "utf-8",
                                                            "utf-7",
                                                            "utf-16",
                                                            "utf-16le",
                                                            "utf-32",
                                                            "hz",
                                                            "iso-2022-kr",
                                                            "iso-2022-jp",
                                                            "gb18030",
                                                            "shift_jis",
                                                            "big5",
                                                            "euc-jp",
                                                            "euc-kr",
                                                            "windows-1255",
                                                            "macintosh",
                                                            "none",
                                                            "utf-32be",
                                                            "iso-2022-cn",
                                                            "iso-8859-1",
                                                            "windows-874",
                                                            "x-mac-ce",
                                                            "=3D\"koi8-r\""});
  if (size == 0) return 0;
  std::string text;
  mime::Defects defects;
  mime::append_text(text, as_text({data + 1, size - 1}), kLabels[data[0] % kLabels.size()], {},
                    defects);
  if (!mime::is_utf8(text) || text.find('\0') != std::string::npos) std::abort();
  return 0;
}
