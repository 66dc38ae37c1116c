// SPDX-License-Identifier: Apache-2.0
// The public verbs on whole mails; the corpus beside tests/data/mime has the many cases.
#include "mime/message.h"

#include <catch2/catch_test_macros.hpp>

#include "mime/summary.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

constexpr std::string_view kMail =
    "From: =?utf-8?Q?B=C3=B6b?= <bob@example.org>\r\n"
    "To: Ani <ani@example.net>\r\n"
    "Subject: Hello\r\n"
    "Date: Tue, 2 Jan 2024 03:04:05 +0000\r\n"
    "Message-ID: <1@example.org>\r\n"
    "References: <0@example.org>\r\n"
    " <00@example.org>\r\n"
    "In-Reply-To: <00@example.org>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n"
    "\r\n"
    "--b\r\n"
    "Content-Type: multipart/alternative; boundary=bb\r\n"
    "\r\n"
    "--bb\r\n"
    "\r\n"
    "Hi Ani,\r\n"
    "see you.\r\n"
    "\r\n"
    "> quoted\r\n"
    "--bb\r\n"
    "Content-Type: text/html\r\n"
    "\r\n"
    "<p>Hi</p>\r\n"
    "--bb--\r\n"
    "--b\r\n"
    "Content-Type: text/csv; name=\"a.csv\"\r\n"
    "Content-Disposition: attachment\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "YSxiDQo=\r\n"
    "--b--\r\n";

}  // namespace

TEST_CASE("the JSON of the contract, key for key") {
  const Message message = parse(as_bytes(kMail.substr(kMail.find("MIME-V"))));
  CHECK(to_json(message) ==
        R"({"headers":[{"name":"MIME-Version","value":"1.0"},)"
        R"({"name":"Content-Type","value":"multipart/mixed; boundary=b"}],)"
        R"("from":[],"to":[],"cc":[],"bcc":[],"replyTo":[],"subject":"","date":null,)"
        R"("messageId":"","inReplyTo":"","references":[],)"
        R"("text":"Hi Ani,\nsee you.\n\n> quoted","html":"<p>Hi</p>","attachments":[)"
        R"({"filename":"a.csv","contentType":"text/csv","disposition":"attachment",)"
        R"("contentId":"","size":5}],"defects":[]})");
  CHECK(as_text(decode_attachment(message, 0)) == "a,b\r\n");
  CHECK(decode_attachment(message, 1).empty());
}

TEST_CASE("nothing, and noise") {
  const std::string_view empty =
      R"({"headers":[],"from":[],"to":[],"cc":[],"bcc":[],"replyTo":[],"subject":"","date":null,)"
      R"("messageId":"","inReplyTo":"","references":[],"text":null,"html":null,"attachments":[],)"
      R"("defects":[)";
  CHECK(to_json(parse({})) == std::string(empty) + "]}");
  CHECK(to_json(parse(as_bytes("\r\n\r\n"))) == std::string(empty) + "]}");
  std::string noise(1000, '\x01');
  CHECK(to_json(parse(as_bytes(noise))) == std::string(empty) + "\"not-a-message\"]}");
}

TEST_CASE("the summary of a mail") {
  const Summary summary = summarise(as_bytes(kMail));
  CHECK(summary.from.name == "Böb");
  CHECK(summary.from.address == "bob@example.org");
  CHECK(summary.subject == "Hello");
  CHECK(summary.date_seconds == 1704164645);
  CHECK(summary.message_id == "1@example.org");
  CHECK(summary.in_reply_to == "00@example.org");
  CHECK(summary.references == std::vector<std::string>{"0@example.org", "00@example.org"});
  CHECK(summary.preview == "Hi Ani, see you.");
  CHECK(summary.has_attachments);
}

TEST_CASE("every prefix of a mail parses") {
  for (size_t length = 0; length <= kMail.size(); ++length) {
    const Message message = parse(as_bytes(kMail.substr(0, length)));
    CHECK(to_json(message).ends_with("]}"));
    summarise(as_bytes(kMail.substr(0, length)));
  }
}
