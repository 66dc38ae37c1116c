// SPDX-License-Identifier: Apache-2.0
// The words of RTF, and the HTML that Outlook hides in it ([MS-OXRTFEX]).
#pragma once

#include <string>
#include <string_view>

namespace pillarbox::mime {

struct RtfBody {
  enum class Kind { text, html };

  Kind kind = Kind::text;
  std::string body;  // UTF-8, LF line ends
};

// Reads as far as it goes. Pictures, fonts and styles are left out.
RtfBody read_rtf(std::string_view rtf);

}  // namespace pillarbox::mime
