// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "sasl/wipe.h"

namespace pillarbox::session {
namespace {

using pop3::Security;
using Step = pop3::Login::Step;

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

// RFC 8446 §5.1: the content types of TLS records are 20 to 23.
bool starts_a_record(uint8_t octet) { return octet >= 20 && octet <= 23; }

// The names and addresses of this machine. "127.example.org" is neither: only four numbers are an
// address (RFC 6761 §6.3, RFC 1122 §3.2.1.3).
bool is_loopback(std::string_view host) {
  const bool is_numeric = host.find_first_not_of("0123456789.") == std::string_view::npos;
  const bool is_address = is_numeric && std::count(host.begin(), host.end(), '.') == 3;
  return host == "localhost" || host == "::1" || host == "[::1]" ||
         (is_address && host.starts_with("127."));
}

}  // namespace

Session::Session(Config config)
    : config_(std::move(config)),
      login_(config_.security, config_.auth, std::move(config_.credentials), config_.facts,
             config_.language) {
  // A short string that is moved from still has its characters.
  sasl::wipe(config_.credentials.user);
  sasl::wipe(config_.credentials.password);
}

Session::~Session() = default;

void Session::remember(std::string_view uidl, uint32_t occurrence, int64_t stored_at,
                       uint64_t listed_octets) {
  KnownMessage& message = known_.at(uidl, occurrence);
  message.stored_at = stored_at;
  message.listed_octets = listed_octets;
  known_.note_uidl(uidl);
}

void Session::resemble(std::string_view uidl, uint32_t occurrence, std::string header,
                       uint64_t octets) {
  known_.resemble(std::move(header), {std::string(uidl), occurrence, octets});
}

void Session::discard(std::string_view uidl, uint32_t occurrence) {
  known_.at(uidl, occurrence).discarded = true;
}

void Session::want(std::string_view uidl, uint32_t occurrence) {
  known_.at(uidl, occurrence).wanted = true;
}

void Session::remember_header(std::string_view uidl, uint32_t occurrence) {
  known_.at(uidl, occurrence).header_known = true;
}

void Session::doubt(std::string_view uidl, uint32_t occurrence, uint32_t sessions) {
  known_.at(uidl, occurrence).doubts = sessions;
}

Output Session::start(int64_t now) {
  started_at_ = heard_at_ = spoke_at_ = now;
  fetch_.emplace(config_.policy, std::move(known_), config_.facts, login_.user());
  if (config_.facts.has(pop3::kBareLf)) engine_.expect_bare_line_feeds();
  if (config_.security == Security::none && !config_.allow_plaintext &&
      !is_loopback(config_.host)) {
    fail({Code::auth_insecure, "The connection would not be encrypted."});
  } else if (!login_.is_safe()) {
    fail({Code::auth_rejected, "A user name or password cannot hold a line break."});
  } else if (config_.security == Security::implicit) {
    begin_tls(now);
  }
  return finish(now);
}

Output Session::receive(Bytes octets, int64_t now) {
  if (!tls_) heard_at_ = now;
  if (!ended_ && !octets.empty()) {
    window_.heard(octets.size(), now);
    feed(octets, now);
    drain(now);
  }
  return finish(now);
}

Output Session::closed(int64_t now) {
  if (!ended_) {
    if (tls_) tls_->end_of_stream();
    if (tls_ && tls_->failure()) {
      fail(*tls_->failure());
    } else {
      engine_.end_of_stream();
      drain(now);
    }
  }
  hang_up();
  return finish(now);
}

Output Session::confirm(std::span<const uint32_t> numbers, int64_t now,
                        std::span<const int64_t> stored_at) {
  if (!ended_ && fetch_) {
    fetch_->confirm(numbers, stored_at, now);
    fill();
  }
  return finish(now);
}

Output Session::storage_failed(int64_t now) {
  if (!ended_) {
    if (logged_in_ && !fetch_->is_quitting()) engine_.send({.verb = pop3::Verb::rset});
    fail({Code::storage_failed, "The message could not be stored."});
  }
  return finish(now);
}

Output Session::cancel(int64_t now) {
  if (!ended_) fail({Code::cancelled, "Stopped."});
  return finish(now);
}

Output Session::tick(int64_t now) {
  if (ended_) return finish(now);
  if (is_opening() && now - started_at_ >= most_opening()) {
    const Failure failure{Code::protocol_timeout,
                          "The server did not open the conversation in time."};
    learn_from(failure);
    fail(failure);
  } else if (engine_.unanswered() > 0 && now - std::max(heard_at_, spoke_at_) >= most_silence()) {
    const Failure failure{Code::protocol_timeout, "The server has stopped answering."};
    learn_from(failure);
    fail(failure);
  } else if (logged_in_ && engine_.unanswered() == 0 &&
             now - spoke_at_ >= limits::kKeepAliveMilliseconds) {
    engine_.send({.verb = pop3::Verb::noop});
  }
  return finish(now);
}

// Until the greeting, and with TLS until it stands, one deadline covers everything.
bool Session::is_opening() const {
  return !greeted_ || (config_.security != Security::none && !secured_);
}

int64_t Session::most_opening() const {
  return std::min(limits::kGreetingMilliseconds, config_.most_silence);
}

int64_t Session::most_silence() const {
  const pop3::Command* awaited = engine_.awaited();
  int64_t most = limits::kIdleMilliseconds;
  if (awaited && awaited->verb == pop3::Verb::retr) most = limits::kMessageSilenceMilliseconds;
  if (awaited && awaited->verb == pop3::Verb::capa) most = limits::kCapaSilenceMilliseconds;
  return std::min(most, config_.most_silence);
}

void Session::begin_tls(int64_t now) {
  tls_.emplace(tls::Config{.host = config_.host,
                           .pin = config_.pin,
                           .anchors = as_text(config_.anchors),
                           .now_ms = now,
                           .ticket = &config_.ticket});
  // A host name or a pin that cannot be one: nothing was sent, and nothing would ever come.
  if (tls_->failure()) fail(*tls_->failure());
}

void Session::feed(Bytes octets, int64_t now) {
  if (!tls_) {
    engine_.receive(octets);
    return;
  }
  if (std::exchange(expects_hello_, false) && !starts_a_record(octets.front())) {
    fail({Code::tls_stls_injection, "The server sent text where the TLS handshake begins."});
    return;
  }
  const Bytes plaintext = tls_->receive(octets);
  // Octets of TLS that say nothing, as key updates without an end, are silence too.
  if (!plaintext.empty() || !secured_) heard_at_ = now;
  if (!secured_ && tls_->established()) {
    secured_ = true;
    tls::Connection connection = tls_->connection();
    note("* " + connection.protocol + ", " + connection.cipher + ", " + connection.group);
    output_.events.push_back(Secured{std::move(connection)});
    if (config_.security == Security::stls) take(login_.secured(engine_), heard_at_);
  }
  engine_.receive(plaintext);
  if (tls_->failure()) {
    // What came in clean before the failure is still handled; nothing is believed after it.
    drain(heard_at_);
    if (!ended_) fail(*tls_->failure());
  } else if (tls_->peer_closed()) {
    engine_.end_of_stream();
  }
}

void Session::drain(int64_t now) {
  take_log();  // while the password that a server may have repeated is still known
  while (!ended_) {
    std::optional<pop3::Event> event = engine_.next_event();
    if (!event) break;
    handle(std::move(*event), now);
  }
  if (!ended_) fill();
}

void Session::fill() {
  if (logged_in_) fetch_->fill(engine_, window_.octets());
}

void Session::handle(pop3::Event event, int64_t now) {
  std::visit(
      Overloaded{
          [&](const pop3::Greeting& greeting) {
            greeted_ = true;
            take(login_.on(greeting, engine_), now);
          },
          [&](const pop3::Replied& replied) {
            if (!logged_in_) {
              take(login_.on(replied, engine_), now);
            } else if (auto failure = fetch_->on(replied, engine_, now, output_.events)) {
              fail(std::move(*failure));
            }
          },
          [&](pop3::Received& received) {
            fetch_->on(std::move(received), engine_, output_.events);
          },
          [&](Failure& failure) {
            learn_from(failure);
            if (failure.code == Code::protocol_closed && !logged_in_ && login_.refusal()) {
              // NOTE: pop.free.fr and others hang up after a refused login.
              failure = {meaning(*login_.refusal(), Code::auth_rejected), login_.refusal()->text};
            }
            if (failure.code == Code::protocol_closed && fetch_->is_quitting() &&
                !fetch_->has_deletions()) {
              // Nothing was asked of QUIT, so nothing is lost with its answer.
              output_.events.push_back(Done{});
              return;
            }
            fail(std::move(failure));
          },
      },
      event);
  const bool done = !output_.events.empty() && std::holds_alternative<Done>(output_.events.back());
  if (done) hang_up();
}

void Session::take(Result<Step, Failure> step, int64_t now) {
  if (!step) {
    fail(step.error());
    return;
  }
  switch (*step) {
    case Step::wait:
      return;
    case Step::start_tls:
      expects_hello_ = true;
      begin_tls(now);
      return;
    case Step::logged_in:
      logged_in_ = true;
      output_.events.push_back(Authenticated{login_.mechanism()});
      if (login_.learned_two_lines()) learn(std::string(pop3::kTwoLineAuth), false);
      fetch_->start(engine_, login_.capabilities());
      return;
  }
}

void Session::learn(std::string fact, bool reconnect) {
  if (!config_.facts.has(fact)) output_.events.push_back(Learned{std::move(fact), reconnect});
}

// What a stream that broke off, fell silent or made no sense says about the host. Called before
// the failure is told.
void Session::learn_from(const Failure& failure) {
  const bool silent = failure.code == Code::protocol_timeout;
  const bool closed = failure.code == Code::protocol_closed;
  const bool senseless = failure.code == Code::protocol_malformed;
  const pop3::Command* awaited = engine_.awaited();
  if (!logged_in_) {
    // NOTE: some servers hang up on CAPA, or never answer it. Once, it may have been the network's
    // doing, and without CAPA there is no pipelining: so it takes two.
    if ((closed || silent) && awaited && awaited->verb == pop3::Verb::capa) {
      const bool again = config_.facts.has(pop3::kDroppedAtCapa);
      learn(std::string(again ? pop3::kNoCapa : pop3::kDroppedAtCapa), true);
    } else if (closed && login_.is_capa_refused()) {
      // NOTE: others refuse it first and hang up then, which is no network's doing.
      learn(std::string(pop3::kNoCapa), true);
    } else if (closed) {
      if (auto lesson = login_.lesson_of_hanging_up()) learn(std::move(*lesson), true);
    }
    return;
  }
  if (closed && fetch_->is_capa_to_blame(awaited)) {
    learn(std::string(pop3::kNoCapaAfterLogin), true);
    return;
  }
  if (silent && engine_.stopped_at_bare_dot()) {
    learn(std::string(pop3::kBareLf), true);
    return;
  }
  // NOTE: WildDuck wrote replies into one another, o2.pl hung up on more than one command. A drop
  // may as well be the network's, so it takes two to be sure, before any message came.
  if (engine_.unanswered() > 1 && fetch_->is_pipelining()) {
    const bool dropped = (closed || silent) && fetch_->is_pipelining_unproven();
    if (senseless || (dropped && config_.facts.has(pop3::kDroppedInWindow))) {
      learn(std::string(pop3::kNoPipelining), true);
    } else if (dropped) {
      learn(std::string(pop3::kDroppedInWindow), true);
    }
  }
  if (const auto number = engine_.doubtful(failure.code)) {
    output_.events.push_back(MailDoubted{fetch_->id(*number)});
  }
}

void Session::fail(Failure failure) {
  if (failure.code == Code::server_login_delay) {
    if (const auto seconds = pop3::interval_in_words(failure.detail)) {
      learn(std::string(pop3::kInterval) + std::to_string(*seconds), false);
    }
  }
  // NOTE: servers repeat in their refusal what they could not read.
  if (!logged_in_) failure.detail = login_.without_secrets(std::move(failure.detail));
  Failed failed{std::move(failure), std::nullopt};
  if (tls_ && name(failed.failure.code).starts_with("tls.")) {
    failed.certificate = tls_->certificate();
  }
  output_.events.push_back(std::move(failed));
  hang_up();
}

void Session::take_log() {
  for (std::string& line : engine_.take_log()) {
    note(logged_in_ ? line : login_.without_secrets(std::move(line)));
  }
}

void Session::note(std::string_view line) {
  const bool cut = line.size() > limits::kLogLineOctets;
  for (const char c : line.substr(0, limits::kLogLineOctets)) {
    const auto octet = static_cast<uint8_t>(c);
    output_.log += octet < 0x20 || octet == 0x7f ? '?' : c;
  }
  output_.log += cut ? "…\n" : "\n";
}

void Session::hang_up() {
  ended_ = true;
  output_.close = true;
}

Output Session::finish(int64_t now) {
  take_log();
  Buffer plaintext = engine_.take_output();
  if (!plaintext.empty()) {
    spoke_at_ = now;
    if (engine_.unanswered() == 1) window_.asked(now);
    if (tls_) {
      // With STLS under way nothing is sent but the handshake: the engine has nothing to say.
      tls_->send(plaintext);
    } else {
      append(output_.send, plaintext);
    }
    sasl::wipe(plaintext);
  }
  if (tls_) {
    if (ended_) tls_->close();
    append(output_.send, tls_->take_ciphertext());
  }
  if (!ended_) {
    if (is_opening()) {
      output_.deadline = started_at_ + most_opening();
    } else if (engine_.unanswered() > 0 || !logged_in_) {
      output_.deadline = std::max(heard_at_, spoke_at_) + most_silence();
    } else {
      output_.deadline = spoke_at_ + limits::kKeepAliveMilliseconds;
    }
  }
  return std::exchange(output_, {});
}

}  // namespace pillarbox::session
