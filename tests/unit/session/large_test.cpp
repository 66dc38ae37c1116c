// SPDX-License-Identifier: Apache-2.0
// What must not grow with the mailbox, and what must not break with the message: a listing of
// 100,000, a line of 10 MB, every octet there is.
#include <malloc.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <new>
#include <string>
#include <variant>

#include "session/session.h"

using namespace pillarbox;

namespace {

// Heap octets in use, and the most there were since reset().
std::atomic<size_t> in_use{0};
std::atomic<size_t> most_in_use{0};

}  // namespace

void* operator new(size_t size) {
  void* block = std::malloc(size);
  if (!block) std::abort();
  const size_t now = in_use += malloc_usable_size(block);
  if (now > most_in_use) most_in_use = now;
  return block;
}
void* operator new(size_t size, const std::nothrow_t&) noexcept { return operator new(size); }
void operator delete(void* block) noexcept {
  if (block) in_use -= malloc_usable_size(block);
  std::free(block);
}
void operator delete(void* block, size_t) noexcept { operator delete(block); }

namespace {

constexpr int64_t kNow = 1'800'000'000'000;

session::Config config() {
  session::Config config;
  config.host = "localhost";
  config.security = pop3::Security::none;
  config.credentials = {"user", "secret"};
  return config;
}

void log_in(session::Session& session) {
  (void)session.start(kNow);
  for (const std::string_view reply : {"+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n", "+OK\r\n",
                                       "+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n"}) {
    (void)session.receive(as_bytes(reply), kNow);
  }
}

std::string uidl(size_t number) {
  std::string name = std::to_string(number);
  return "GmailId17f0a2b3" + std::string(10 - name.size(), '0') + name;
}

}  // namespace

TEST_CASE("a listing of 100,000 messages is planned in 2 s and 40 MB") {
  constexpr size_t kMessages = 100'000;
  std::string uidls;
  std::string sizes;
  for (size_t number = 1; number <= kMessages; ++number) {
    uidls += std::to_string(number) + " " + uidl(number) + "\r\n";
    sizes += std::to_string(number) + " 54321\r\n";
  }
  const std::string listing = "+OK 100000 5432100000\r\n+OK\r\n" + uidls + ".\r\n+OK\r\n" + sizes;

  const size_t before = in_use;
  most_in_use = before;
  const auto begun = std::chrono::steady_clock::now();
  session::Session session(config());
  for (size_t number = 1; number <= kMessages; number += 2) {
    session.remember(uidl(number), 0, kNow, 54321);
  }
  log_in(session);
  constexpr size_t kFrame = 64 * 1024;
  for (size_t at = 0; at < listing.size(); at += kFrame) {
    (void)session.receive(as_bytes(std::string_view(listing).substr(at, kFrame)), kNow);
  }
  const session::Output output = session.receive(as_bytes(".\r\n"), kNow);
  const auto took = std::chrono::steady_clock::now() - begun;

  REQUIRE(output.events.size() == 1);
  const auto* listed = std::get_if<session::Listed>(&output.events.front());
  REQUIRE(listed);
  CHECK(listed->listed == kMessages);
  CHECK(listed->fetch == kMessages / 2);
  CHECK(as_text(output.send).starts_with("RETR 100000\r\nRETR 99998\r\n"));
  INFO("most octets in use: " << most_in_use - before);
  CHECK(most_in_use - before <= 40 * 1024 * 1024);
  CHECK(took <= std::chrono::seconds(2));
}

TEST_CASE("a line of 10 MB and every octet come out as they went in") {
  std::string message = "Subject: long\r\n\r\n";
  for (size_t i = 0; i < 10 * 1024 * 1024; ++i) {
    const auto octet = static_cast<char>(i * 7 + i / 251);
    // CR would make line ends, which have their own tests.
    message += octet == '\r' ? 'r' : octet;
  }
  message += "\r\n";
  session::Session session(config());
  log_in(session);
  (void)session.receive(as_bytes("+OK 1 1\r\n+OK\r\n1 a\r\n.\r\n+OK\r\n1 1\r\n.\r\n"), kNow);
  std::string received;
  const std::string sent = "+OK\r\n" + message + ".\r\n+OK\r\n";
  for (size_t at = 0; at < sent.size(); at += 65'536) {
    session::Output output =
        session.receive(as_bytes(std::string_view(sent).substr(at, 65'536)), kNow);
    for (const session::Event& event : output.events) {
      const auto* mail = std::get_if<session::MailReceived>(&event);
      if (mail) received = as_text(mail->raw);
    }
  }
  CHECK(received.size() == message.size());
  CHECK((received == message));  // not shown: it is 10 MB
}
