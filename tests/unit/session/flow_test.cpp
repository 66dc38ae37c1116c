// SPDX-License-Identifier: Apache-2.0
// That the line is kept busy: what is asked for while earlier messages are on their way.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "session/session.h"

using namespace pillarbox;

namespace {

constexpr int64_t kNow = 1'800'000'000'000;

// A session with a server that does PIPELINING, which has listed messages of these sizes.
struct Listed {
  session::Session session;
  std::string asked;

  explicit Listed(const std::vector<uint64_t>& sizes) : session(config()) {
    (void)session.start(kNow);
    for (const std::string_view reply : {"+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n", "+OK\r\n",
                                         "+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n"}) {
      (void)hear(reply);
    }
    std::string uidls = "+OK\r\n";
    std::string list = "+OK\r\n";
    for (size_t i = 0; i < sizes.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      uidls += number + " u" + number + "\r\n";
      list += number + " " + std::to_string(sizes[i]) + "\r\n";
    }
    const std::string stat = "+OK " + std::to_string(sizes.size()) + " 1\r\n";
    asked = hear(stat + uidls + ".\r\n" + list + ".\r\n");
  }

  // What it says to this.
  std::string hear(std::string_view reply) {
    return std::string(as_text(session.receive(as_bytes(reply), kNow).send));
  }

 private:
  static session::Config config() {
    session::Config config;
    config.host = "localhost";
    config.security = pop3::Security::none;
    config.credentials = {"user", "secret"};
    return config;
  }
};

}  // namespace

TEST_CASE("a message larger than the window does not wait for those before it") {
  // Newest first. The large one is the last that goes into the window, the oldest waits.
  static_assert(limits::kLeastWindowOctets == 256 * 1024);
  CHECK(Listed({100, 2'000'000, 300, 400}).asked == "RETR 4\r\nRETR 3\r\nRETR 2\r\n");
}

TEST_CASE("what is too large to be held beside the others waits for them") {
  CHECK(Listed({limits::kUnconfirmedOctets + 1, 300}).asked == "RETR 2\r\n");
}

TEST_CASE("the window is filled up when half of it is free, not with every message") {
  constexpr size_t kQuarter = limits::kLeastWindowOctets / 4;
  Listed listed(std::vector<uint64_t>(10, kQuarter));
  CHECK(listed.asked == "RETR 10\r\nRETR 9\r\nRETR 8\r\nRETR 7\r\n");
  const std::string message = "+OK\r\n" + std::string(kQuarter - 2, 'x') + "\r\n.\r\n";
  CHECK(listed.hear(message) == "");
  CHECK(listed.hear(message) == "RETR 6\r\nRETR 5\r\n");
}

TEST_CASE("what has arrived of a message makes room for the next ones") {
  constexpr size_t kHalf = limits::kLeastWindowOctets / 2;
  Listed listed({100, 100, 16 * kHalf});
  CHECK(listed.asked == "RETR 3\r\n");
  CHECK(listed.hear("+OK\r\n" + std::string(15 * kHalf - 1, 'x')) == "");
  CHECK(listed.hear("x") == "RETR 2\r\nRETR 1\r\nNOOP\r\n");
}

TEST_CASE("what was refused takes no room in the window") {
  constexpr uint64_t kHalf = limits::kLeastWindowOctets / 2;
  Listed listed(std::vector<uint64_t>(6, kHalf));
  CHECK(listed.asked == "RETR 6\r\nRETR 5\r\n");
  for (const std::string_view next : {"RETR 4\r\n", "RETR 3\r\n", "RETR 2\r\n"}) {
    CHECK(listed.hear("-ERR\r\n") == next);
  }
}

TEST_CASE("what the store has not confirmed bounds what is asked for") {
  constexpr size_t kSize = limits::kUnconfirmedOctets / 4 + 1;
  const std::string message = "+OK\r\n" + std::string(kSize - 2, 'x') + "\r\n.\r\n";
  Listed listed(std::vector<uint64_t>(6, kSize));
  std::string said = listed.asked;
  // Two are with the store and the third has come in: a fourth beside them would be too much.
  for (const std::string_view asked : {"RETR 6\r\n", "RETR 5\r\n", "RETR 4\r\n"}) {
    CHECK(said == asked);
    said = listed.hear(message);
  }
  CHECK(said == "NOOP\r\n");
  CHECK(listed.hear("+OK\r\n") == "");
  const std::vector<uint32_t> numbers = {6, 5};
  CHECK(as_text(listed.session.confirm(numbers, kNow).send) == "RETR 3\r\n");
}
