// SPDX-License-Identifier: Apache-2.0
// From the greeting to the TRANSACTION state: CAPA, STLS where it is asked for, then one attempt
// to log in after the other until one is accepted.
//
// What the server said before TLS is forgotten after it (RFC 2595 §4), and with STLS asked for
// nothing secret leaves before TLS stands: a server that has none ends the session.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "pop3/capabilities.h"
#include "pop3/engine.h"
#include "pop3/facts.h"
#include "sasl/choose.h"

namespace pillarbox::pop3 {

enum class Security { implicit, stls, none };

class Login {
 public:
  enum class Step { wait, start_tls, logged_in };

  // `language` is a tag of RFC 5646 in which the server should speak to the person, or empty.
  Login(Security security, sasl::Auth auth, sasl::Credentials credentials, Facts facts,
        std::string language);
  ~Login();

  // The user name and password can be written in one line each.
  bool is_safe() const;

  Result<Step, Failure> on(const Greeting& greeting, Engine& engine);
  Result<Step, Failure> on(const Replied& replied, Engine& engine);

  // The handshake that Step::start_tls asked for is done.
  Result<Step, Failure> secured(Engine& engine);

  std::string_view user() const { return credentials_.user; }
  const Capabilities& capabilities() const { return capabilities_; }
  // What logged in: "PLAIN", "USER"…
  const std::string& mechanism() const { return mechanism_name_; }
  // What the server said to the last attempt it refused: a server that then hangs up did not
  // break the network, it refused.
  const std::optional<Reply>& refusal() const { return refusal_; }
  // CAPA was refused, and nothing has been answered since.
  bool is_capa_refused() const { return capa_refused_; }
  // The server hung up after that refusal: what another session should know to get further.
  // Nothing if there is nothing left to try.
  std::optional<std::string> lesson_of_hanging_up() const;
  // `words` with **** for the password, and for what of it went over the line. Until it is logged
  // in: then there is nothing left to compare with.
  std::string without_secrets(std::string words) const;
  // This server takes no initial response: learned in this session.
  bool learned_two_lines() const { return learned_two_lines_; }

 private:
  Result<Step, Failure> on_capabilities(const Replied& replied, Engine& engine);
  Result<Step, Failure> on_attempt(const Replied& replied, Engine& engine);
  Result<Step, Failure> ask_capabilities(Engine& engine);
  Result<Step, Failure> prepare(Engine& engine);
  Result<Step, Failure> attempt(sasl::Auth auth, Engine& engine);
  Result<Step, Failure> respond(const Reply& challenge, Engine& engine);
  Result<Step, Failure> attempt_next(Engine& engine);
  void note_said(std::string_view secret);
  void forget_secrets();

  const Security security_;
  const sasl::Auth auth_;
  sasl::Credentials credentials_;
  const Facts facts_;
  const std::string language_;
  bool secured_ = false;
  std::optional<std::string> apop_challenge_;
  Capabilities capabilities_;
  bool capa_refused_ = false;
  bool asked_for_utf8_ = false;
  bool asked_for_language_ = false;
  std::deque<sasl::Auth> attempts_;
  sasl::Auth attempt_ = sasl::Auth::automatic;  // under way, or refused
  sasl::Auth refused_ = sasl::Auth::automatic;  // the last one that was
  bool in_one_line_ = false;                    // the initial response went with the command
  bool two_lines_ = false;
  bool learned_two_lines_ = false;
  int turns_ = 0;                 // messages of the mechanism that were sent
  std::deque<std::string> said_;  // what went over the line and could be turned into the password
  std::unique_ptr<sasl::Mechanism> mechanism_;
  std::string mechanism_name_;
  std::optional<Reply> refusal_;
};

}  // namespace pillarbox::pop3
