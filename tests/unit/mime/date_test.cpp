// SPDX-License-Identifier: Apache-2.0
#include "mime/date.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::mime;

namespace {

std::string read(std::string_view value) {
  const std::optional<int64_t> seconds = parse_date(value);
  return seconds ? format_date(*seconds) : "none";
}

struct Row {
  std::string_view in;
  std::string_view out;
};

}  // namespace

TEST_CASE("dates of RFC 5322") {
  const Row rows[] = {
      {"Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06Z"},
      {"Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T08:52:37Z"},
      {"Thu, 13 Feb 1969 23:32 -0330", "1969-02-14T03:02:00Z"},
      {"Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 "
       "(Newfoundland Time)",
       "1969-02-14T03:02:00Z"},
      {"21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"},
      {"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06Z"},
      {"1 Jan 2024 00:00:00 -0000", "2024-01-01T00:00:00Z"},
      {"31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
      {"29 Feb 2024 12:00:00 +0000", "2024-02-29T12:00:00Z"},
      {"29 Feb 2023 12:00:00 +0000", "none"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(read(row.in) == row.out);
  }
}

TEST_CASE("years and zones of RFC 5322 §4.3") {
  const Row rows[] = {
      {"1 Jan 00 00:00:00 UT", "2000-01-01T00:00:00Z"},
      {"1 Jan 49 00:00:00 UT", "2049-01-01T00:00:00Z"},
      {"1 Jan 50 00:00:00 UT", "1950-01-01T00:00:00Z"},
      {"1 Jan 99 00:00:00 UT", "1999-01-01T00:00:00Z"},
      {"1 Jan 100 00:00:00 UT", "2000-01-01T00:00:00Z"},
      {"1 Jan 124 00:00:00 UT", "2024-01-01T00:00:00Z"},
      {"1 Jul 2024 12:00:00 EST", "2024-07-01T17:00:00Z"},
      {"1 Jul 2024 12:00:00 EDT", "2024-07-01T16:00:00Z"},
      {"1 Jul 2024 12:00:00 PDT", "2024-07-01T19:00:00Z"},
      {"1 Jul 2024 12:00:00 Z", "2024-07-01T12:00:00Z"},
      {"1 Jul 2024 12:00:00 A", "2024-07-01T12:00:00Z"},  // "equivalent to -0000"
      {"1 Jul 2024 12:00:00 XYZ", "2024-07-01T12:00:00Z"},
      {"1 Jul 2024 12:00:00 +0700 (WIB)", "2024-07-01T05:00:00Z"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(read(row.in) == row.out);
  }
}

TEST_CASE("dates that no RFC knows") {
  const Row rows[] = {
      {"Tue Jan  2 03:04:05 2024", "2024-01-02T03:04:05Z"},  // asctime
      {"2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"},
      {"2024-01-02 03:04:05 +0100", "2024-01-02T02:04:05Z"},
      {"2024-01-02T03:04:05.123+01:00", "2024-01-02T02:04:05Z"},
      {"2-Jan-2024 03:04:05", "2024-01-02T03:04:05Z"},
      {"Tue, 2 January 2024 3:04 PM", "2024-01-02T15:04:00Z"},
      {"Tue, 2 Jan 2024 03:04:05+0100", "2024-01-02T02:04:05Z"},
      {"Tue, 2 Jan 2024", "2024-01-02T00:00:00Z"},
      {"Tue, 2 Jan 2024 25:00:00 +0000", "none"},
      {"Tue, 2 Jan 2024 12:60:00 +0000", "none"},
      {"Tue, 32 Jan 2024 12:00:00 +0000", "none"},
      {"Tue, 2 Jan 2024 12:00:00 +9999", "2024-01-02T12:00:00Z"},
      {"", "none"},
      {"yesterday", "none"},
      {"99999999999999999999", "none"},
      {"(((((((((", "none"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(read(row.in) == row.out);
  }
}
