// SPDX-License-Identifier: Apache-2.0
// Whatever a server says at whatever step of logging in, no event holds the password or what of it
// goes over the line.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sasl/base64.h"
#include "session/session.h"

using namespace pillarbox;

namespace {

constexpr int64_t kNow = 1'800'000'000'000;
// Longer than what is quoted of a line.
const std::string kPassword = "correct horse battery staple" + std::string(300, 't');

// What the session told, and what of it would help a guess.
struct Conversation {
  std::string told;                  // every text that events carry, and the log
  std::string log;                   // of it
  std::vector<std::string> secrets;  // that went over the line
};

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

void take(Conversation& conversation, const session::Output& output) {
  conversation.told += texts(output.events) + output.log;
  conversation.log += output.log;
}

// What of a line is secret: the last word of PASS, APOP, AUTH and of a line without a verb.
std::string secret_of(std::string_view line) {
  const size_t space = line.find(' ');
  const std::string_view verb = line.substr(0, space);
  if (space == std::string_view::npos) {
    const bool bare = verb == "CAPA" || verb == "QUIT" || verb == "UTF8" || verb == "STAT";
    return std::string(bare ? "" : verb);
  }
  if (verb == "PASS") return std::string(line.substr(space + 1));
  const size_t last = line.rfind(' ');
  const bool holds_one = verb == "APOP" || (verb == "AUTH" && last > space);
  return std::string(holds_one ? line.substr(last + 1) : "");
}

// A challenge that each mechanism can answer; SCRAM's goes on with the nonce that it was given.
std::string challenge(std::string_view heard) {
  const std::string first = sasl::decode_base64(secret_of(heard)).value_or("");
  const size_t nonce = first.find("r=");
  const bool scram = first.starts_with("n,,") && nonce != std::string::npos;
  return sasl::encode_base64(scram ? first.substr(nonce) + "server,s=c2FsdA==,i=4096"
                                   : "<1896.697170952@dbc.mtview.ca.us>");
}

// Talks until the end, with a server that takes the first steps of a mechanism and then repeats
// what it has heard in one way or another.
Conversation conversation(sasl::Auth auth, std::string_view answer, int challenges, bool echo) {
  Conversation all;
  session::Config config;
  config.host = "localhost";
  config.security = pop3::Security::none;
  config.credentials = {"user", kPassword};
  config.auth = auth;
  session::Session session(std::move(config));
  take(all, session.start(kNow));
  std::string reply = "+OK <1896.697170952@dbc.mtview.ca.us>\r\n+OK\r\nSASL PLAIN LOGIN\r\n.\r\n";
  for (int turn = 0; turn < 8; ++turn) {
    const size_t first = turn == 0 ? reply.find('\n') + 1 : reply.size();
    session::Output output =
        session.receive(as_bytes(std::string_view(reply).substr(0, first)), kNow);
    if (first < reply.size()) {
      take(all, output);
      output = session.receive(as_bytes(std::string_view(reply).substr(first)), kNow);
    }
    take(all, output);
    if (output.close) break;
    const std::string heard(as_text(output.send).substr(0, as_text(output.send).find('\r')));
    if (std::string secret = secret_of(heard); secret.size() > 12) {
      all.secrets.push_back(std::move(secret));
    }
    const bool goes_on = turn < challenges && !heard.starts_with("USER");
    reply = goes_on ? "+ " + challenge(heard) : std::string(answer) + (echo ? heard : "");
    reply += "\r\n";
  }
  take(all, session.closed(kNow));
  return all;
}

// No part of it that says much.
bool holds(std::string_view told, std::string_view secret) {
  return told.find(secret.substr(0, 20)) != std::string_view::npos;
}

}  // namespace

TEST_CASE("neither an event nor the log holds a secret, whatever the server repeats") {
  using sasl::Auth;
  const Auth auth =
      GENERATE(Auth::automatic, Auth::user, Auth::apop, Auth::plain, Auth::login, Auth::cram_md5,
               Auth::scram_sha_1, Auth::scram_sha_256, Auth::xoauth2, Auth::oauthbearer);
  size_t secrets = 0;
  for (const std::string_view answer :
       {"-ERR ", "-ERR [AUTH] you said ", "-ERR syntax error: ", "+ ", "+OK ", "", "junk "}) {
    for (const int challenges : {0, 1, 2}) {
      for (const bool echo : {true, false}) {
        INFO(sasl::auth_name(auth) << ": " << answer << " after " << challenges);
        const auto [told, log, said] = conversation(auth, answer, challenges, echo);
        CHECK(told.find(kPassword.substr(0, 12)) == std::string::npos);
        CHECK(told.find(sasl::encode_base64(kPassword).substr(0, 12)) == std::string::npos);
        const std::string plain = std::string("\0user\0", 6) + kPassword;
        CHECK_FALSE(holds(told, sasl::encode_base64(plain)));
        for (const std::string& secret : said) {
          INFO(secret);
          CHECK_FALSE(holds(told, secret));
          CHECK_FALSE(holds(told, sasl::encode_base64(secret)));
          CHECK_FALSE(holds(told, sasl::decode_base64(secret).value_or(secret)));
        }
        secrets += said.size();
        CHECK(log.starts_with("S: +OK <1896.697170952@dbc.mtview.ca.us>\nC: CAPA\n"));
        if (!said.empty()) CHECK(log.find("****") != std::string::npos);
      }
    }
  }
  CHECK(secrets > 0);  // or nothing was looked for
}
