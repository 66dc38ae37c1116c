// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "base/bytes.h"
#include "mime/html_charset.h"
#include "mime/html_text.h"
#include "mime/preview.h"
#include "mime/utf8.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string html;
  mime::append_valid_utf8(html, as_text({data, size}));
  mime::html_charset(html);
  if (!mime::is_utf8(mime::html_to_text(html, mime::Quotes::keep))) std::abort();
  if (!mime::is_utf8(mime::preview_of_html(html))) std::abort();
  if (!mime::is_utf8(mime::preview_of_text(html))) std::abort();
  return 0;
}
