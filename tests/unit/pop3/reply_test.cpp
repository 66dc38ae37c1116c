// SPDX-License-Identifier: Apache-2.0
#include "pop3/reply.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox;
using namespace pillarbox::pop3;

TEST_CASE("status lines") {
  struct {
    std::string_view line;
    Status status;
    std::string_view code;
    std::string_view text;
  } cases[] = {
      {"+OK", Status::ok, "", ""},
      {"+OK Logged in.", Status::ok, "", "Logged in."},
      {"+ok lower case", Status::ok, "", "lower case"},
      {"+OK  two spaces", Status::ok, "", "two spaces"},
      {"-ERR", Status::err, "", ""},
      {"-ERR [IN-USE] Busy", Status::err, "IN-USE", "Busy"},
      {"-ERR [sys/temp]", Status::err, "SYS/TEMP", ""},
      {"-ERR [AUTH]no space", Status::err, "AUTH", "no space"},
      {"-ERR [not a code] text", Status::err, "", "[not a code] text"},
      {"-ERR [] text", Status::err, "", "[] text"},
      {"-ERR [open", Status::err, "", "[open"},
      {"+ERR as hMailServer says it", Status::err, "", "as hMailServer says it"},
      {"+", Status::proceed, "", ""},
      {"+ ", Status::proceed, "", ""},
      {"+ dGVzdA==", Status::proceed, "", "dGVzdA=="},
  };
  for (const auto& [line, status, code, text] : cases) {
    INFO(line);
    const auto reply = parse_reply(line);
    REQUIRE(reply);
    CHECK(reply->status == status);
    CHECK(reply->code == code);
    CHECK(reply->text == text);
  }
}

TEST_CASE("what is no status line") {
  for (const std::string_view line : {"", "OK", "* OK", "+dGVzdA==", "ERR", " +OK", "220 ready"}) {
    INFO(line);
    CHECK_FALSE(parse_reply(line));
  }
}

TEST_CASE("what a refusal means") {
  struct {
    std::string_view line;
    Code expected;
  } cases[] = {
      {"-ERR [IN-USE] x", Code::server_busy},
      {"-ERR [LOGIN-DELAY] x", Code::server_login_delay},
      {"-ERR [AUTH] x", Code::auth_rejected},
      {"-ERR [SYS/TEMP] x", Code::server_temporary},
      {"-ERR [SYS/PERM] x", Code::server_permanent},
      {"-ERR [SYS/TEMP/DISK] x", Code::server_temporary},
      {"-ERR maildrop already locked by another session", Code::server_busy},
      {"-ERR POP3 lock busy. Is another session active?", Code::server_busy},
      {"-ERR Exceeded the login limit for a 15 minute period.", Code::server_login_delay},
      {"-ERR invalid password", Code::internal},
      {"-ERR [UNKNOWN] whatever", Code::internal},
  };
  for (const auto& [line, expected] : cases) {
    INFO(line);
    CHECK(meaning(*parse_reply(line), Code::internal) == expected);
  }
}
