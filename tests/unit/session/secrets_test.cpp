// SPDX-License-Identifier: Apache-2.0
// Whatever a server says at whatever step of logging in, no event holds the password or what of it
// goes over the line.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <variant>
#include <vector>

#include "sasl/base64.h"
#include "session/session.h"

using namespace pillarbox;

namespace {

constexpr int64_t kNow = 1'800'000'000'000;
// Longer than what is quoted of a line.
const std::string kPassword = "correct horse battery staple" + std::string(300, 't');

// Every text that events carry in this phase.
std::string texts(const std::vector<session::Event>& events) {
  std::string all;
  for (const session::Event& event : events) {
    if (const auto* failed = std::get_if<session::Failed>(&event)) all += failed->failure.detail;
    if (const auto* learned = std::get_if<session::Learned>(&event)) all += learned->fact;
    if (const auto* told = std::get_if<session::Authenticated>(&event)) all += told->mechanism;
    all += '\n';
  }
  return all;
}

// Talks until the end, with a server that repeats what it has heard in one way or another.
std::string conversation(sasl::Auth auth, std::string_view answer, bool echo) {
  session::Config config;
  config.host = "localhost";
  config.security = pop3::Security::none;
  config.credentials = {"user", kPassword};
  config.auth = auth;
  session::Session session(config);
  std::string told = texts(session.start(kNow).events);
  std::string reply = "+OK <1896.697170952@dbc.mtview.ca.us>\r\n+OK\r\nSASL PLAIN LOGIN\r\n.\r\n";
  for (int turn = 0; turn < 8; ++turn) {
    const size_t first = turn == 0 ? reply.find('\n') + 1 : reply.size();
    session::Output output =
        session.receive(as_bytes(std::string_view(reply).substr(0, first)), kNow);
    if (first < reply.size()) {
      told += texts(output.events);
      output = session.receive(as_bytes(std::string_view(reply).substr(first)), kNow);
    }
    told += texts(output.events);
    if (output.close) break;
    const std::string heard(as_text(output.send).substr(0, as_text(output.send).find('\r')));
    reply = std::string(answer) + (echo ? heard : "") + "\r\n";
  }
  told += texts(session.closed(kNow).events);
  return told;
}

}  // namespace

TEST_CASE("no event holds a secret, whatever the server repeats") {
  using sasl::Auth;
  const Auth auth = GENERATE(Auth::automatic, Auth::user, Auth::apop, Auth::plain, Auth::login,
                             Auth::cram_md5, Auth::xoauth2, Auth::oauthbearer);
  for (const std::string_view answer :
       {"-ERR ", "-ERR [AUTH] you said ", "-ERR syntax error: ", "+ ", "+OK ", "", "junk "}) {
    for (const bool echo : {true, false}) {
      INFO(sasl::auth_name(auth) << ": " << answer);
      const std::string told = conversation(auth, answer, echo);
      CHECK(told.find(kPassword.substr(0, 12)) == std::string::npos);
      CHECK(told.find(sasl::encode_base64(kPassword).substr(0, 12)) == std::string::npos);
      const std::string plain = std::string("\0user\0", 6) + kPassword;
      CHECK(told.find(sasl::encode_base64(plain).substr(0, 20)) == std::string::npos);
      for (const std::string_view front : {"user=user", "n,a=user,"}) {
        const std::string token = std::string(front) + "\x01" + "auth=Bearer " + kPassword;
        CHECK(told.find(sasl::encode_base64(token).substr(0, 40)) == std::string::npos);
      }
    }
  }
}
