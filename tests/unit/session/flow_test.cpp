// SPDX-License-Identifier: Apache-2.0
// That the line is kept busy: what is asked for while earlier messages are on their way.
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "session/session.h"

using namespace pillarbox;

namespace {

constexpr int64_t kNow = 1'800'000'000'000;

std::unique_ptr<session::Session> logged_in() {
  session::Config config;
  config.host = "localhost";
  config.security = pop3::Security::none;
  config.credentials = {"user", "secret"};
  auto session = std::make_unique<session::Session>(std::move(config));
  (void)session->start(kNow);
  for (const std::string_view reply : {"+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n", "+OK\r\n",
                                       "+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n"}) {
    (void)session->receive(as_bytes(reply), kNow);
  }
  return session;
}

// A maildrop with messages of these sizes, listed over a server that does PIPELINING.
std::string asked_after_listing(session::Session& session, const std::vector<uint64_t>& sizes) {
  std::string uidls = "+OK\r\n";
  std::string list = "+OK\r\n";
  for (size_t i = 0; i < sizes.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    uidls += number + " u" + number + "\r\n";
    list += number + " " + std::to_string(sizes[i]) + "\r\n";
  }
  const std::string reply =
      "+OK " + std::to_string(sizes.size()) + " 1\r\n" + uidls + ".\r\n" + list + ".\r\n";
  const session::Output output = session.receive(as_bytes(reply), kNow);
  return std::string(as_text(output.send));
}

std::string asked_after_listing(const std::vector<uint64_t>& sizes) {
  return asked_after_listing(*logged_in(), sizes);
}

}  // namespace

TEST_CASE("a message larger than the window does not wait for those before it") {
  // Newest first. The large one is the last that goes into the window, the oldest waits.
  static_assert(limits::kLeastWindowOctets == 256 * 1024);
  CHECK(asked_after_listing({100, 2'000'000, 300, 400}) == "RETR 4\r\nRETR 3\r\nRETR 2\r\n");
}

TEST_CASE("what is too large to be held beside the others waits for them") {
  CHECK(asked_after_listing({limits::kUnconfirmedOctets + 1, 300}) == "RETR 2\r\n");
}

TEST_CASE("what was refused takes no room in the window") {
  constexpr uint64_t kHalf = limits::kLeastWindowOctets / 2;
  const auto session = logged_in();
  CHECK(asked_after_listing(*session, std::vector<uint64_t>(6, kHalf)) == "RETR 6\r\nRETR 5\r\n");
  for (const std::string_view next : {"RETR 4\r\n", "RETR 3\r\n", "RETR 2\r\n"}) {
    CHECK(as_text(session->receive(as_bytes("-ERR\r\n"), kNow).send) == next);
  }
}

TEST_CASE("what the store has not confirmed bounds what is asked for") {
  constexpr size_t kSize = limits::kUnconfirmedOctets / 4 + 1;
  const std::string message = "+OK\r\n" + std::string(kSize - 2, 'x') + "\r\n.\r\n";
  const auto session = logged_in();
  std::string said = asked_after_listing(*session, std::vector<uint64_t>(6, kSize));
  // Two are with the store and the third has come in: a fourth beside them would be too much.
  for (const std::string_view asked : {"RETR 6\r\n", "RETR 5\r\n", "RETR 4\r\n"}) {
    CHECK(said == asked);
    said = as_text(session->receive(as_bytes(message), kNow).send);
  }
  CHECK(said == "NOOP\r\n");
  CHECK(as_text(session->receive(as_bytes("+OK\r\n"), kNow).send).empty());
  const std::vector<uint32_t> numbers = {6, 5};
  CHECK(as_text(session->confirm(numbers, kNow).send) == "RETR 3\r\n");
}
