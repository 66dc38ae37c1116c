// SPDX-License-Identifier: Apache-2.0
// A parsed mail. Parsing never fails: whatever is wrong with a mail is listed in `defects` and
// the rest is read as well as it can be. Parts are offsets into the raw octets, which the caller
// keeps alive as long as the Message; decoding happens on demand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace pillarbox::mime {

struct Address {
  std::string name;     // decoded, may be empty
  std::string address;  // "local@domain", may be empty for a group's name
};

struct HeaderField {
  std::string name;   // as written
  std::string value;  // unfolded, decoded to Unicode (UTF-8)
};

enum class Disposition { inline_part, attachment };

struct Attachment {
  std::string filename;
  std::string content_type;  // "type/subtype", lower case
  Disposition disposition = Disposition::attachment;
  std::string content_id;  // without angle brackets
  uint64_t size = 0;       // decoded octets
};

struct Message;

// Parses `raw` (a whole message, with any line ends). Borrows `raw`.
Message parse(Bytes raw);

}  // namespace pillarbox::mime
