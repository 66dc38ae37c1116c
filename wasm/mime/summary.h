// SPDX-License-Identifier: Apache-2.0
// What a list shows of a mail, and what threading needs: read without decoding more than that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "mime/address.h"

namespace pillarbox::mime {

struct Summary {
  Address from;
  std::string subject;
  std::optional<int64_t> date_seconds;  // since 1970 (UTC)
  std::vector<int64_t> received;        // the same, see received_at()
  std::string message_id;
  std::string in_reply_to;
  std::vector<std::string> references;
  std::string preview;  // at most limits::kPreviewCharacters characters of text
  bool has_attachments = false;
};

Summary summarise(Bytes raw);

}  // namespace pillarbox::mime
