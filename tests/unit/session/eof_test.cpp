// SPDX-License-Identifier: Apache-2.0
// The stream may end after any octet of a session: what was given out is whole, nothing is deleted
// that was not confirmed, and the end is told.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "session/session.h"

using namespace pillarbox;

namespace {

constexpr int64_t kNow = 1'800'000'000'000;

// What the server says in a session of three messages that are deleted afterwards.
constexpr std::string_view kSession =
    "+OK ready\r\n"
    "+OK\r\nPIPELINING\r\nUSER\r\n.\r\n+OK\r\n+OK\r\n"
    "+OK\r\nPIPELINING\r\n.\r\n+OK 3 300\r\n"
    "+OK\r\n1 a\r\n2 b\r\n3 c\r\n.\r\n+OK\r\n1 100\r\n2 100\r\n3 100\r\n.\r\n"
    "+OK\r\nSubject: three\r\n\r\n..dot\r\n.\r\n"
    "+OK\r\nSubject: two\r\n\r\n\r\n.\r\n"
    "+OK\r\nSubject: one\r\n.\r\n"
    "+OK\r\n+OK\r\n+OK\r\n+OK\r\n"
    "+OK bye\r\n";

const std::map<uint32_t, std::string> kMessages = {{3, "Subject: three\r\n\r\n.dot\r\n"},
                                                   {2, "Subject: two\r\n\r\n\r\n"},
                                                   {1, "Subject: one\r\n"}};

struct Told {
  size_t messages = 0;
  size_t deleted = 0;
  bool failed = false;
  bool done = false;
  std::string said;
};

void take(session::Session& session, const session::Output& output, Told& told) {
  told.said += as_text(output.send);
  std::vector<uint32_t> numbers;
  for (const session::Event& event : output.events) {
    if (const auto* mail = std::get_if<session::MailReceived>(&event)) {
      CHECK(as_text(mail->raw) == kMessages.at(mail->id.number));
      numbers.push_back(mail->id.number);
      ++told.messages;
    }
    if (std::holds_alternative<session::MailDeleted>(event)) ++told.deleted;
    if (std::holds_alternative<session::Failed>(event)) told.failed = true;
    if (std::holds_alternative<session::Done>(event)) told.done = true;
  }
  if (!numbers.empty()) take(session, session.confirm(numbers, kNow), told);
}

Told play(size_t octets) {
  session::Config config;
  config.host = "localhost";
  config.security = pop3::Security::none;
  config.credentials = {"user", "secret"};
  config.policy.after = session::AfterDownload::remove;
  session::Session session(std::move(config));
  Told told;
  take(session, session.start(kNow), told);
  // A server speaks when it was spoken to: one line at a time is the strictest of them.
  std::string_view rest = kSession.substr(0, octets);
  while (!rest.empty()) {
    const size_t line = std::min(rest.find('\n'), rest.size() - 1) + 1;
    take(session, session.receive(as_bytes(rest.substr(0, line)), kNow), told);
    rest.remove_prefix(line);
  }
  take(session, session.closed(kNow), told);
  return told;
}

}  // namespace

TEST_CASE("the stream may end after any octet of a session") {
  for (size_t octets = 0; octets < kSession.size(); ++octets) {
    INFO("after " << octets << " octets");
    const Told told = play(octets);
    CHECK(told.failed);
    CHECK_FALSE(told.done);
    CHECK(told.deleted == 0);
    const bool quit = told.said.find("QUIT\r\n") != std::string::npos;
    CHECK((!quit || told.messages == 3));
  }
  const Told whole = play(kSession.size());
  CHECK(whole.done);
  CHECK_FALSE(whole.failed);
  CHECK(whole.messages == 3);
  CHECK(whole.deleted == 3);
}
