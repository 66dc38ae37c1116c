// SPDX-License-Identifier: Apache-2.0
#include "mime/header_date.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "mime/message.h"
#include "mime/summary.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

const std::string kMail =
    "Received: by a.example; Tue, 3 Mar 2026 09:15:02 +0700\r\n"
    "Received: from x (x [192.0.2.1])\r\n\tby b.example (8.1/8.1; a note) with ESMTP id 1\r\n"
    "\tfor <r@b.example>; Tue, 3 Mar\r\n 2026 02:15:01 GMT (a; b)\r\n"
    "Received: by c.example; soon\r\n"
    "Received: by d.example\r\n"
    "Received: by d.example (a; b) 3 Mar 2026 09:15:00 +0700\r\n"
    "Received: by e.example; Tue, 3 Mar 2026 02:15:00 +0000\r\n";

constexpr int64_t kMoment = 1772504100;  // 2026-03-03T02:15:00Z

}  // namespace

TEST_CASE("header dates: when servers received a mail, topmost first") {
  const std::vector<int64_t> expected = {kMoment + 2, kMoment + 1, kMoment};
  const std::string raw = kMail + "Date: whenever\r\n\r\nbody";
  CHECK(received_at(parse(as_bytes(raw)).header, std::nullopt) == expected);
  const Summary summary = summarise(as_bytes(raw));
  CHECK(summary.received == expected);
  CHECK_FALSE(summary.date_seconds);
}

TEST_CASE("header dates: Received fields are read where the sender's date is in doubt") {
  const Header header = parse(as_bytes(kMail)).header;
  constexpr int64_t kDay = 24 * 60 * 60;
  CHECK(received_at(header, kMoment).empty());
  CHECK(received_at(header, kMoment - 365 * kDay).empty());
  CHECK(received_at(header, kMoment + kDay).empty());
  CHECK(received_at(header, kMoment + 2 * kDay).size() == 3);
  CHECK(received_at(header, 0).size() == 3);
}

TEST_CASE("header dates: the first Date field that can be read") {
  const std::string raw =
      kMail + "Date: whenever\r\nDate: Tue, 3 Mar 2026 02:14:59 +0000\r\nDate: 1 Jan 2000\r\n\r\n";
  CHECK(sent_at(parse(as_bytes(raw)).header) == kMoment - 1);
  CHECK(summarise(as_bytes(raw)).date_seconds == kMoment - 1);
  CHECK(to_json(parse(as_bytes(raw))).find("\"date\":\"2026-03-03T02:14:59Z\"") !=
        std::string::npos);
  // The contract's date is the sender's or none: what servers say is no Date field.
  const std::string undated = kMail + "\r\nbody";
  CHECK(to_json(parse(as_bytes(undated))).find("\"date\":null") != std::string::npos);
}
