// SPDX-License-Identifier: Apache-2.0
#include "pop3/log.h"

#include <utility>

#include "base/limits.h"
#include "sasl/base64.h"

namespace pillarbox::pop3 {
namespace {

std::string counted(size_t octets) { return std::to_string(octets) + " octets"; }

std::string status_line(const Reply& reply) {
  std::string line = "S: ";
  line += reply.status == Status::ok ? "+OK" : reply.status == Status::err ? "-ERR" : "+";
  if (!reply.code.empty()) {
    line += " [";
    line += reply.code;
    line += ']';
  }
  if (!reply.text.empty()) {
    line += ' ';
    line += reply.text;
  }
  return line;
}

// Behind a message its next line may pass for a status line, if the end was not where we saw it.
bool says_nothing_more_than_ok(Verb verb) {
  return verb == Verb::uidl || verb == Verb::list || verb == Verb::retr || verb == Verb::top ||
         verb == Verb::dele || verb == Verb::noop || verb == Verb::rset;
}

// A challenge, and the server's last word, are what a password can be guessed against.
bool is_of_mechanism(const Command& command, const Reply& reply) {
  if (reply.text.empty()) return false;
  if (reply.status == Status::proceed) return true;
  const bool in_auth = command.verb == Verb::auth || command.verb == Verb::response;
  return in_auth && reply.status == Status::ok && sasl::decode_base64(reply.text);
}

Reply shown(const Command& command, const Reply& reply) {
  Reply line = reply;
  if (is_of_mechanism(command, reply)) line.text = "****";
  if (reply.status == Status::ok && says_nothing_more_than_ok(command.verb)) line.text.clear();
  return line;
}

// What a server can do says more than its greeting.
std::string capabilities(Bytes body) {
  std::string text;
  for (const char c : as_text(body).substr(0, limits::kLogLineOctets)) {
    if (c == '\r') continue;
    if (c == '\n') {
      text += ", ";
    } else {
      text += c;
    }
  }
  if (text.ends_with(", ")) text.resize(text.size() - 2);
  return text;
}

}  // namespace

void Log::sent(const Command& command) { lines_.push_back("C: " + command.log_text()); }

void Log::greeted(const Reply& reply) { lines_.push_back(status_line(reply)); }

void Log::answered(const Command& command, const Reply& reply, Bytes body) {
  std::string line = status_line(shown(command, reply));
  if (command.is_multi_line() && reply.status == Status::ok) {
    line += " (" + counted(body.size()) + ")";
    if (command.verb == Verb::capa && !body.empty()) line += ": " + capabilities(body);
  }
  lines_.push_back(std::move(line));
}

void Log::broken_off(const Command& command, const Reply& reply, size_t octets) {
  lines_.push_back(status_line(shown(command, reply)) + " (" + counted(octets) + ", no end)");
}

void Log::not_a_reply(std::string_view line, State state) {
  if (state == State::authorization) {
    lines_.push_back("S: " + std::string(line));
  } else {
    lines_.push_back("S: (" + counted(line.size()) + " that are no reply)");
  }
}

std::vector<std::string> Log::take() { return std::exchange(lines_, {}); }

}  // namespace pillarbox::pop3
