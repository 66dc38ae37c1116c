// SPDX-License-Identifier: Apache-2.0
// Fields of which a sender has encoded the whole.
#include <catch2/catch_test_macros.hpp>

#include "mime/encoded_word.h"
#include "mime/message.h"
#include "mime/message_id.h"
#include "mime/origin.h"
#include "mime/part.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

Part described(std::string_view header) {
  Defects defects;
  Part part;
  describe(part, read_header(header, 0, HeaderOf::part, Boundaries(), defects),
           DefaultType::text_plain, defects);
  return part;
}

}  // namespace

TEST_CASE("encoded structure: of a part") {
  const Part part = described(
      "Content-Type: =?utf-8?Q?image/png;_name=3D\"b.png\"?=\r\n"
      "Content-ID: =?utf-8?Q?<pic=40example.org>?=\r\n"
      "Content-Disposition: =?utf-8?Q?inline;_filename=3D\"caf=C3=A9?=\r\n"
      " =?utf-8?Q?.png\"?=\r\n"
      "Content-Transfer-Encoding: =?us-ascii?Q?base64?=\r\n\r\n");
  CHECK(part.type == "image/png");
  CHECK(part.content_id == "pic@example.org");
  CHECK(part.disposition == Disposition::inline_part);
  CHECK(part.filename == "café.png");
  CHECK(part.encoding == TransferEncoding::base64);
}

TEST_CASE("encoded structure: words that belong where they are") {
  CHECK(structured_text("a; name==?utf-8?Q?b?=") == "a; name==?utf-8?Q?b?=");
  CHECK(structured_text("a; name=\"=?utf-8?Q?b?=\"") == "a; name=\"=?utf-8?Q?b?=\"");
  CHECK(structured_text("<=?utf-8?Q?b?=@x>") == "<=?utf-8?Q?b?=@x>");
}

TEST_CASE("encoded structure: ids and URIs") {
  CHECK(parse_message_id("=?utf-8?Q?<a@x>?=") == "a@x");
  CHECK(parse_message_id("=?utf-8?B?PGFAeD4=?=") == "a@x");
  CHECK(parse_message_id("<=?utf-8?Q?a?=@x>") == "=?utf-8?Q?a?=@x");
  CHECK(parse_message_ids("<a@x> =?utf-8?Q?<b?= =?utf-8?Q?@x>_<c@x>?=") ==
        std::vector<std::string>{"a@x", "b@x", "c@x"});
  const std::string_view mail = "List-Unsubscribe: =?utf-8?Q?<https://x.example/u=3F1>?=\r\n\r\n";
  CHECK(read_origin(parse(as_bytes(mail))).list.unsubscribe ==
        std::vector<std::string>{"https://x.example/u?1"});
}
