// SPDX-License-Identifier: Apache-2.0
// One body part (RFC 2045, RFC 2183): what its header says, and where it lies in the mail.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mime/defect.h"
#include "mime/header.h"

namespace pillarbox::mime {

enum class TransferEncoding : uint8_t { identity, base64, quoted_printable, uuencode, yenc };
enum class Disposition : uint8_t { none, inline_part, attachment };

struct Part {
  static constexpr size_t kNoParent = static_cast<size_t>(-1);

  size_t parent = kNoParent;  // index of the multipart that it stands in
  size_t header_begin = 0;    // offsets into the mail
  size_t body_begin = 0;
  size_t body_end = 0;

  std::string type;  // "type/subtype", lower case
  std::string charset;
  std::string filename;
  std::string content_id;
  std::string boundary;  // of a multipart

  // Of a multipart/related (RFC 2387 §3.1, §3.2): the Content-ID and the type of its root, if
  // named.
  std::string start;
  std::string root_type;
  TransferEncoding encoding = TransferEncoding::identity;
  Disposition disposition = Disposition::none;
  bool flowed = false;  // RFC 3676
  bool delete_space = false;
  bool multipart = false;

  // Extents of the decoded octets that are files in the text and so are not shown.
  std::vector<std::pair<size_t, size_t>> cuts;
};

enum class DefaultType { text_plain, message_rfc822 };

// Reads the Content-* fields. `otherwise` is the type of a part that names none (RFC 2046 §5.1.5).
void describe(Part& part, const Header& header, DefaultType otherwise, Defects& defects);

}  // namespace pillarbox::mime
