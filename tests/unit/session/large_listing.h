// SPDX-License-Identifier: Apache-2.0
// A maildrop of many messages, half of them known: what a session is told of it until it has a
// plan.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "session/session.h"

namespace pillarbox::large {

constexpr int64_t kNow = 1'800'000'000'000;

inline session::Config config() {
  session::Config config;
  config.host = "localhost";
  config.security = pop3::Security::none;
  config.credentials = {"user", "secret"};
  return config;
}

inline void log_in(session::Session& session) {
  (void)session.start(kNow);
  for (const std::string_view reply : {"+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n", "+OK\r\n",
                                       "+OK\r\n", "+OK\r\nPIPELINING\r\n.\r\n"}) {
    (void)session.receive(as_bytes(reply), kNow);
  }
}

inline std::string uidl(size_t number) {
  std::string name = std::to_string(number);
  return "GmailId17f0a2b3" + std::string(10 - name.size(), '0') + name;
}

// The replies to STAT, UIDL and LIST, without the dot that ends them.
inline std::string listing(size_t messages) {
  std::string uidls;
  std::string sizes;
  for (size_t number = 1; number <= messages; ++number) {
    uidls += std::to_string(number) + " " + uidl(number) + "\r\n";
    sizes += std::to_string(number) + " 54321\r\n";
  }
  const std::string count = std::to_string(messages);
  return "+OK " + count + " 5432100000\r\n+OK\r\n" + uidls + ".\r\n+OK\r\n" + sizes;
}

// What the session makes of it.
inline session::Output plan(session::Session& session, size_t messages, std::string_view listing) {
  for (size_t number = 1; number <= messages; number += 2) {
    session.remember(uidl(number), 0, kNow, 54321);
  }
  log_in(session);
  constexpr size_t kFrame = 64 * 1024;
  for (size_t at = 0; at < listing.size(); at += kFrame) {
    (void)session.receive(as_bytes(listing.substr(at, kFrame)), kNow);
  }
  return session.receive(as_bytes(".\r\n"), kNow);
}

}  // namespace pillarbox::large
