// SPDX-License-Identifier: Apache-2.0
// Replays a written conversation against a Session. One format for all of them:
//
//   # words about it
//   set after delete            configuration: after, days, max, auth, user, fact, …
//   known UIDL#OCCURRENCE DAYS  is safe here already since DAYS days; a further number is the
//                               octets that LIST said then
//   like UIDL#OCCURRENCE OCTETS HEADER  what one of those is like: its header begins with "Date:"
//   discard UIDL#OCCURRENCE 0   deleted here; so also want, header (known) and doubt (times)
//   S: text                     the server says this line, ended by CRLF
//   L: text                     the same, ended by a bare LF
//   R: text                     the same, without an end; \r \n \0 and \xHH are octets
//   C: text                     the client must have said exactly this line, next
//   E: event                    the session must have told exactly this, next
//   H: action                   the host: confirm N…, known N DAYS (confirm what was here since
//                               then), storage failed, cancel, close, tick MS, wait MS (without
//                               a tick)
//
// Messages are confirmed at once unless `set confirm by-hand`. The server's octets between two
// other lines are fed in pieces as Cut says; whatever the pieces, all must come out the same.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <charconv>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "pop3/ascii.h"
#include "session/session.h"

namespace pillarbox::testing {

// Where to cut the server's octets: at one place, or after every octet.
struct Cut {
  size_t at = 0;  // 0: nowhere
  bool everywhere = false;
};

inline std::string escaped(std::string_view octets) {
  std::string out;
  for (const char c : octets) {
    if (c == '\r') {
      out += "\\r";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\0') {
      out += "\\0";
    } else if (static_cast<uint8_t>(c) >= 0x80) {
      constexpr std::string_view kHex = "0123456789abcdef";
      out += "\\x";
      out += kHex[static_cast<uint8_t>(c) >> 4];
      out += kHex[static_cast<uint8_t>(c) & 15];
    } else {
      out += c;
    }
  }
  return out;
}

inline std::string unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      case '0':
        out += '\0';
        break;
      case 'x':
        out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
        break;
      default:
        out += text[i];
    }
  }
  return out;
}

inline std::string shown(const session::MessageId& id) {
  return std::to_string(id.number) + " " + escaped(id.uidl) + "#" + std::to_string(id.occurrence);
}

struct Shown {
  std::string operator()(const session::Secured&) const { return "secured"; }
  std::string operator()(const session::Authenticated& event) const {
    return "authenticated " + event.mechanism;
  }
  std::string operator()(const session::Learned& event) const {
    return "learned " + event.fact + (event.reconnect ? ", reconnect" : "");
  }
  std::string operator()(const session::HeaderReceived& event) const {
    return "header " + shown(event.id) + " of " + std::to_string(event.octets) + " " +
           escaped(as_text(event.header));
  }
  std::string operator()(const session::MailRecognised& event) const {
    return "recognised " + shown(event.id) + " as " + escaped(event.known_uidl) + "#" +
           std::to_string(event.known_occurrence);
  }
  std::string operator()(const session::MailDoubted& event) const {
    return "doubted " + shown(event.id);
  }
  std::string operator()(const session::Listed& event) const {
    return "listed " + std::to_string(event.listed) + " fetch " + std::to_string(event.fetch) +
           " octets " + std::to_string(event.fetch_octets);
  }
  std::string operator()(const session::MailReceived& event) const {
    return "message " + shown(event.id) + " " + escaped(as_text(event.raw));
  }
  std::string operator()(const session::MailDeleted& event) const {
    return "deleted " + shown(event.id);
  }
  std::string operator()(const session::MailSkipped& event) const {
    return "skipped " + shown(event.id) + " " + event.reason;
  }
  std::string operator()(const session::Failed& event) const {
    return "failed " + std::string(name(event.failure.code)) + " " + event.failure.detail;
  }
  std::string operator()(const session::Done&) const { return "done"; }
};

class Replay {
 public:
  explicit Replay(std::string text) : text_(std::move(text)) {}

  void run(Cut cut) {
    cut_ = cut;
    now_ = kStart;
    said_.clear();
    told_.clear();
    server_.clear();
    by_hand_ = false;
    password_ = "secret";
    session::Config config;
    config.host = "localhost";
    config.security = pop3::Security::none;
    config.credentials = {"user", password_};
    std::optional<session::Session> session;

    std::istringstream lines(text_);
    size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      INFO("line " << number << ": " << line);
      if (line.empty() || line.starts_with('#')) continue;
      if (line.starts_with("set ")) {
        set(config, line.substr(4));
        continue;
      }
      if (is_known_line(line)) {
        known_.push_back(line);
        continue;
      }
      if (!session) {
        session.emplace(std::move(config));
        for (const std::string& each : known_) tell(*session, each);
        known_.clear();
        take(*session, session->start(now_));
      }
      REQUIRE(line.size() >= 2);
      const std::string rest = line.size() > 3 ? line.substr(3) : "";
      if (line.starts_with("S:")) {
        server_ += unescaped(rest) + "\r\n";
      } else if (line.starts_with("L:")) {
        server_ += unescaped(rest) + "\n";
      } else if (line.starts_with("R:")) {
        server_ += unescaped(rest);
      } else if (line.starts_with("C:")) {
        flush(*session);
        const size_t end = said_.find("\r\n");
        REQUIRE(said_.substr(0, end) == rest);
        said_.erase(0, end == std::string::npos ? end : end + 2);
      } else if (line.starts_with("E:")) {
        flush(*session);
        REQUIRE(!told_.empty());
        REQUIRE(told_.front() == rest);
        told_.pop_front();
      } else if (line.starts_with("H:")) {
        flush(*session);
        act(*session, rest);
      } else {
        FAIL("not a line of a transcript");
      }
    }
    REQUIRE(session);
    flush(*session);
    CHECK(said_ == "");
    CHECK(told_ == std::deque<std::string>{});
  }

  // The number of octets of the longest thing the server says, which is how many cuts there are.
  size_t longest() const { return longest_; }

 private:
  static constexpr int64_t kStart = 1'800'000'000'000;

  static bool is_known_line(std::string_view line) {
    for (const std::string_view word :
         {"known ", "like ", "discard ", "want ", "header ", "doubt "}) {
      if (line.starts_with(word)) return true;
    }
    return false;
  }

  // "WORD UIDL#OCCURRENCE NUMBER…"
  void tell(session::Session& session, const std::string& line) {
    const size_t name = line.find(' ') + 1;
    const size_t hash = line.rfind('#');
    const std::string word = line.substr(0, name - 1);
    const std::string uidl = unescaped(line.substr(name, hash - name));
    const auto rest = pop3::words(std::string_view(line).substr(hash + 1));
    const auto number = [&](size_t at) {
      return at < rest.size() ? std::stoll(std::string(rest[at])) : 0;
    };
    const auto occurrence = static_cast<uint32_t>(number(0));
    if (word == "known") {
      session.remember(uidl, occurrence, now_ - number(1) * 86'400'000,
                       static_cast<uint64_t>(number(2)));
    } else if (word == "like") {
      const std::string header = unescaped(line.substr(line.find(" Date:") + 1));
      session.resemble(uidl, occurrence, session::header_digest(header),
                       static_cast<uint64_t>(number(1)));
    } else if (word == "discard") {
      session.discard(uidl, occurrence);
    } else if (word == "want") {
      session.want(uidl, occurrence);
    } else if (word == "header") {
      session.remember_header(uidl, occurrence);
    } else {
      session.doubt(uidl, occurrence, static_cast<uint32_t>(number(1)));
    }
  }

  void set(session::Config& config, const std::string& setting) {
    const size_t space = setting.find(' ');
    const std::string key = setting.substr(0, space);
    const std::string value = unescaped(setting.substr(space + 1));
    if (key == "after") {
      config.policy.after = value == "delete" ? session::AfterDownload::remove
                            : value == "days" ? session::AfterDownload::remove_after_days
                                              : session::AfterDownload::leave;
    } else if (key == "days") {
      config.policy.days = static_cast<uint32_t>(std::stoul(value));
    } else if (key == "max") {
      config.policy.max_octets = std::stoull(value);
    } else if (key == "auth") {
      const auto auth = sasl::auth_named(value);
      REQUIRE(auth);
      config.auth = *auth;
    } else if (key == "fact") {
      config.facts.add(value);
    } else if (key == "language") {
      config.language = value;
    } else if (key == "headers") {
      config.policy.headers_of_large = value == "of-large";
    } else if (key == "most") {
      config.policy.max_messages = static_cast<uint32_t>(std::stoul(value));
    } else if (key == "user") {
      config.credentials.user = value;
    } else if (key == "password") {
      config.credentials.password = password_ = value;
    } else if (key == "host") {
      config.host = value;
    } else if (key == "allow") {
      config.allow_plaintext = value == "plaintext";
    } else if (key == "security") {
      config.security = value == "stls" ? pop3::Security::stls : pop3::Security::implicit;
    } else if (key == "confirm") {
      by_hand_ = value == "by-hand";
    } else {
      FAIL("no such setting");
    }
  }

  void act(session::Session& session, const std::string& action) {
    if (action == "close") {
      take(session, session.closed(now_));
    } else if (action == "cancel") {
      take(session, session.cancel(now_));
    } else if (action == "storage failed") {
      take(session, session.storage_failed(now_));
    } else if (action.starts_with("wait ")) {
      now_ += std::stoll(action.substr(5));
    } else if (action.starts_with("tick ")) {
      now_ += std::stoll(action.substr(5));
      take(session, session.tick(now_));
    } else if (action.starts_with("confirm ")) {
      std::vector<uint32_t> numbers;
      const std::string list = action.substr(8);
      for (const std::string_view word : pop3::words(list)) {
        numbers.push_back(static_cast<uint32_t>(std::stoul(std::string(word))));
      }
      take(session, session.confirm(numbers, now_));
    } else if (action.starts_with("known ")) {
      const auto words = pop3::words(std::string_view(action).substr(6));
      REQUIRE(words.size() == 2);
      const uint32_t number = static_cast<uint32_t>(std::stoul(std::string(words[0])));
      const int64_t since = now_ - std::stoll(std::string(words[1])) * 86'400'000;
      take(session, session.confirm(std::span(&number, 1), now_, std::span(&since, 1)));
    } else {
      FAIL("no such action");
    }
  }

  void take(session::Session& session, session::Output output) {
    said_ += as_text(output.send);
    CHECK(output.log.find(password_) == std::string::npos);
    std::vector<uint32_t> received;
    for (const session::Event& event : output.events) {
      told_.push_back(std::visit(Shown{}, event));
      if (const auto* mail = std::get_if<session::MailReceived>(&event)) {
        received.push_back(mail->id.number);
      }
    }
    if (!by_hand_ && !received.empty()) take(session, session.confirm(received, now_));
  }

  void flush(session::Session& session) {
    longest_ = std::max(longest_, server_.size());
    const std::string octets = std::exchange(server_, {});
    const Bytes all = as_bytes(octets);
    if (cut_.everywhere) {
      for (size_t i = 0; i < all.size(); ++i)
        take(session, session.receive(all.subspan(i, 1), now_));
      return;
    }
    const size_t at = std::min(cut_.at, all.size());
    if (at > 0) take(session, session.receive(all.first(at), now_));
    if (at < all.size()) take(session, session.receive(all.subspan(at), now_));
  }

  std::string text_;
  Cut cut_;
  int64_t now_ = kStart;
  bool by_hand_ = false;
  std::string password_;
  std::string server_;            // not fed yet
  std::string said_;              // by the client, not yet compared
  std::deque<std::string> told_;  // events, not yet compared
  std::vector<std::string> known_;
  size_t longest_ = 0;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace pillarbox::testing
