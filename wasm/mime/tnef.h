// SPDX-License-Identifier: Apache-2.0
// [MS-OXTNEF]: winmail.dat, in which Outlook wraps what MIME could have carried.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "mime/defect.h"

namespace pillarbox::mime {

struct Tnef {
  struct File {
    std::string filename;      // UTF-8
    std::string content_type;  // empty if none is named
    std::string content_id;
    size_t begin = 0;  // offsets into the TNEF octets
    size_t end = 0;
  };
  std::vector<File> files;
  std::string text;  // UTF-8, LF line ends; empty if there is none
  std::string html;
};

bool is_tnef(Bytes octets);

// Reads as far as it goes; what is cut short is said in `defects`.
Tnef read_tnef(Bytes octets, Defects& defects);

}  // namespace pillarbox::mime
