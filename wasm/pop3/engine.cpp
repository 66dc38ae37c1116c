// SPDX-License-Identifier: Apache-2.0
#include "pop3/engine.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "sasl/wipe.h"

namespace pillarbox::pop3 {
namespace {

// A server's own words, cut to what fits into a message to a person.
std::string quoted(std::string_view line) {
  constexpr size_t kShown = 120;
  std::string text = "\"" + std::string(line.substr(0, kShown));
  return text + (line.size() > kShown ? "…\"" : "\"");
}

uint64_t body_limit(const Command& command) {
  if (command.verb != Verb::retr) return limits::kListingOctets;
  return command.max_octets == 0 ? limits::kMessageOctets : command.max_octets;
}

}  // namespace

void Engine::send(Command command) {
  check(is_allowed(command.verb, state_), "a command belongs to the state it is sent in");
  if (command.verb == Verb::quit) state_ = State::update;
  std::string line = command.line();
  append(output_, line);
  log_.sent(command);
  const size_t octets = line.size();
  if (command.is_secret()) {
    sasl::wipe(line);
    sasl::wipe(command.argument);
  }
  unanswered_octets_ += octets;
  pending_.push_back({std::move(command), octets});
}

void Engine::receive(Bytes octets) {
  while (!octets.empty() && phase_ != Phase::ended) {
    if (phase_ == Phase::body) {
      const Command& command = pending_.front().command;
      if (unstuffer_->take(octets, body_)) {
        finish_body();
      } else if (body_.size() > body_limit(command)) {
        fail(Code::limit_exceeded, "The reply to " + command.log_text() + " does not end.");
      }
      continue;
    }
    const std::optional<Line> line = reader_.take(octets);
    const bool stls = !pending_.empty() && pending_.front().command.verb == Verb::stls;
    if (line && stls && !octets.empty()) {
      // Whatever comes in one piece with the +OK was not protected by TLS: it is somebody's
      // attempt to have it read as if it were.
      fail(Code::tls_stls_injection, "The server sent more than its reply to STLS.");
    } else if (line) {
      take_status(*line);
    } else if (reader_.too_long()) {
      fail(Code::limit_exceeded, "The server sent a reply line without an end.");
    }
  }
}

void Engine::take_status(const Line& line) {
  std::optional<Reply> reply = parse_reply(line.text);
  if (!reply) {
    log_.not_a_reply(line.text, state_);
    fail(Code::protocol_malformed, "Not a POP3 reply: " + quoted(line.text));
    return;
  }
  if (phase_ == Phase::greeting) {
    log_.greeted(*reply);
    if (reply->status == Status::proceed) {
      fail(Code::protocol_malformed, "Not a POP3 greeting: " + quoted(line.text));
      return;
    }
    phase_ = Phase::status;
    events_.push_back(Greeting{std::move(*reply)});
    return;
  }
  if (pending_.empty()) {
    log_.not_a_reply(line.text, state_);
    fail(Code::protocol_malformed, "The server answered nothing: " + quoted(line.text));
    return;
  }
  const Command& command = pending_.front().command;
  const bool in_auth = command.verb == Verb::auth || command.verb == Verb::response;
  if (reply->status == Status::proceed && !in_auth) {
    log_.not_a_reply(line.text, state_);
    fail(Code::protocol_malformed,
         "Not a reply to " + command.log_text() + ": " + quoted(line.text));
    return;
  }
  if (held_) {
    events_.push_back(std::move(*held_));
    held_.reset();
  }
  if (command.is_multi_line() && reply->status == Status::ok) {
    phase_ = Phase::body;
    unstuffer_.emplace(bare_line_feeds_ ? LineEnd::lf : line.end);
    status_ = std::move(*reply);
    body_.clear();
    // LIST's size is advisory: it saves copies when it is right and costs little when it lies.
    constexpr uint64_t kMostReserved = 8 * 1024 * 1024;
    if (command.verb == Verb::retr) {
      body_.reserve(static_cast<size_t>(std::min(command.expected_octets + 512, kMostReserved)));
    }
    return;
  }
  finish({command, std::move(*reply), {}});
}

void Engine::finish_body() {
  phase_ = Phase::status;
  finish({pending_.front().command, std::move(status_), std::exchange(body_, {})});
}

void Engine::finish(Replied replied) {
  log_.answered(replied.command, replied.reply, replied.body);
  unanswered_octets_ -= pending_.front().octets;
  pending_.pop_front();
  if (replied.command.verb == Verb::retr && replied.reply.status == Status::ok) {
    held_ = Received{std::move(replied.command), std::move(replied.body)};
  } else {
    events_.push_back(std::move(replied));
  }
}

void Engine::end_of_stream() {
  if (phase_ == Phase::ended) return;
  std::string detail = "The server closed the connection";
  if (phase_ == Phase::greeting) {
    detail += " before its greeting.";
  } else if (phase_ == Phase::body) {
    detail += " in the middle of its reply to " + pending_.front().command.log_text() + ".";
  } else if (!pending_.empty()) {
    detail += " instead of answering " + pending_.front().command.log_text() + ".";
  } else {
    detail += ".";
  }
  fail(Code::protocol_closed, std::move(detail));
}

void Engine::fail(Code code, std::string detail) {
  if (phase_ == Phase::body) log_.broken_off(pending_.front().command, status_, body_.size());
  doubtful_ = doubtful(code);
  phase_ = Phase::ended;
  held_.reset();
  events_.push_back(Failure{code, std::move(detail)});
}

std::optional<uint32_t> Engine::doubtful(Code failure) const {
  if (phase_ == Phase::ended) return doubtful_;
  const bool is_junk = failure == Code::protocol_malformed;
  if (held_ && is_junk) return held_->command.number;
  if (!pending_.empty() && pending_.front().command.verb == Verb::retr) {
    return pending_.front().command.number;
  }
  return held_ ? std::optional(held_->command.number) : std::nullopt;
}

bool Engine::stopped_at_bare_dot() const {
  if (phase_ != Phase::body) return false;
  const std::string_view body = as_text(body_);
  return body == ".\n" || body.ends_with("\n.\n");
}

std::optional<Event> Engine::next_event() {
  if (events_.empty()) return std::nullopt;
  Event event = std::move(events_.front());
  events_.pop_front();
  return event;
}

Buffer Engine::take_output() { return std::exchange(output_, {}); }

}  // namespace pillarbox::pop3
