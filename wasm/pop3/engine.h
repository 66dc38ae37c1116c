// SPDX-License-Identifier: Apache-2.0
// The POP3 client as a pure function of octets: commands go in with send(), what the server said
// goes in with receive(), events come out of next_event(), octets for the server out of
// take_output(). Replies are matched to commands in order (RFC 2449 §6.6), so any number of
// commands may be under way; which ones, and when, is the caller's business (session/).
//
// Trust in the stream: a message is given out only when the status line of the next reply has come
// in clean. Junk behind the terminator of a message means that the end was not where we saw it,
// and then the message is not to be believed either. The caller sends NOOP behind the last one.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/failure.h"
#include "pop3/command.h"
#include "pop3/line_reader.h"
#include "pop3/log.h"
#include "pop3/reply.h"
#include "pop3/state.h"
#include "pop3/unstuff.h"

namespace pillarbox::pop3 {

// The server spoke first, as it must.
struct Greeting {
  Reply reply;
};

// A reply to a command. `body` are the lines of a multi-line reply, un-stuffed, as they came.
struct Replied {
  Command command;
  Reply reply;
  Buffer body;
};

// A whole message: RETR was answered +OK and the terminator was seen, and then a clean reply.
struct Received {
  Command command;
  Buffer message;
};

using Event = std::variant<Greeting, Replied, Received, Failure>;

class Engine {
 public:
  // The caller has seen that the session is in another state now; commands that the RFCs do not
  // allow in it are a bug of ours, and checked.
  void enter(State state) { state_ = state; }

  // This server ends every line by LF alone, whatever its status lines say.
  void expect_bare_line_feeds() { bare_line_feeds_ = true; }

  // Puts a command in line. A secret is wiped from memory as soon as it is in the output.
  void send(Command command);

  // After a +OK to STLS, the caller takes over the stream for the handshake and feeds plaintext
  // from then on.
  void receive(Bytes octets);

  // The server's stream ended. An unfinished message is discarded.
  void end_of_stream();

  std::optional<Event> next_event();

  // What must go to the server. It may hold a secret: wipe it once it is sent.
  Buffer take_output();

  // The conversation since the last call, a line each, as it may be shown (pop3/log.h).
  std::vector<std::string> take_log() { return log_.take(); }

  size_t unanswered() const { return pending_.size(); }
  size_t unanswered_octets() const { return unanswered_octets_; }
  // Of the reply that is arriving now, and of the message that waits for a reply behind it.
  size_t arrived_octets() const {
    return (phase_ == Phase::body ? body_.size() : 0) + (held_ ? held_->message.size() : 0);
  }
  // A message waits for the next reply before it is given out.
  bool is_holding() const { return held_.has_value(); }
  // The message that this failure makes doubtful. Junk speaks against the message that is held,
  // since nothing clean has come in behind it; silence and a hang-up against the one that is due.
  std::optional<uint32_t> doubtful(Code failure) const;
  // A message has stopped arriving behind "LF . LF", which ends it for a server that writes no CR.
  bool stopped_at_bare_dot() const;
  // The command whose reply is due; null if none is.
  const Command* awaited() const { return pending_.empty() ? nullptr : &pending_.front().command; }

 private:
  enum class Phase { greeting, status, body, ended };

  struct Pending {
    Command command;
    size_t octets;
  };

  void take_status(const Line& line);
  void finish_body();
  void finish(Replied replied);
  void fail(Code code, std::string detail);

  Phase phase_ = Phase::greeting;
  State state_ = State::authorization;
  bool bare_line_feeds_ = false;
  LineReader reader_;
  std::optional<Unstuffer> unstuffer_;
  Reply status_;  // of the reply whose body is arriving
  Buffer body_;
  std::optional<Received> held_;
  std::optional<uint32_t> doubtful_;  // at the failure
  std::deque<Pending> pending_;
  size_t unanswered_octets_ = 0;
  Buffer output_;
  Log log_;
  std::deque<Event> events_;
};

}  // namespace pillarbox::pop3
