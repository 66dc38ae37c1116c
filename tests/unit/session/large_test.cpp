// SPDX-License-Identifier: Apache-2.0
// What must not grow with the mailbox, and what must not break with the message: a listing of
// 100,000 (its steps are counted in tests/unit/steps), a line of 10 MB, every octet there is.
#include <malloc.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <new>
#include <string>
#include <variant>

#include "session/large_listing.h"
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

TEST_CASE("a listing of 100,000 messages is planned in 40 MB") {
  constexpr size_t kMessages = 100'000;
  const std::string listing = large::listing(kMessages);

  const size_t before = in_use;
  most_in_use = before;
  session::Session session(large::config());
  const session::Output output = large::plan(session, kMessages, listing);

  REQUIRE(output.events.size() == 1);
  const auto* listed = std::get_if<session::Listed>(&output.events.front());
  REQUIRE(listed);
  CHECK(listed->listed == kMessages);
  CHECK(listed->fetch == kMessages / 2);
  CHECK(as_text(output.send).starts_with("RETR 100000\r\nRETR 99998\r\n"));
  INFO("most octets in use: " << most_in_use - before);
  CHECK(most_in_use - before <= 40 * 1024 * 1024);
}

TEST_CASE("a line of 10 MB and every octet come out as they went in") {
  std::string message = "Subject: long\r\n\r\n";
  for (size_t i = 0; i < 10 * 1024 * 1024; ++i) {
    const auto octet = static_cast<char>(i * 7 + i / 251);
    // CR would make line ends, which have their own tests.
    message += octet == '\r' ? 'r' : octet;
  }
  message += "\r\n";
  session::Session session(large::config());
  large::log_in(session);
  (void)session.receive(as_bytes("+OK 1 1\r\n+OK\r\n1 a\r\n.\r\n+OK\r\n1 1\r\n.\r\n"), large::kNow);
  std::string received;
  const std::string sent = "+OK\r\n" + message + ".\r\n+OK\r\n";
  for (size_t at = 0; at < sent.size(); at += 65'536) {
    session::Output output =
        session.receive(as_bytes(std::string_view(sent).substr(at, 65'536)), large::kNow);
    for (const session::Event& event : output.events) {
      const auto* mail = std::get_if<session::MailReceived>(&event);
      if (mail) received = as_text(mail->raw);
    }
  }
  CHECK(received.size() == message.size());
  CHECK((received == message));  // not shown: it is 10 MB
}
