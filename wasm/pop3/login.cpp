// SPDX-License-Identifier: Apache-2.0
#include "pop3/login.h"

#include <array>
#include <utility>

#include "pop3/ascii.h"
#include "sasl/apop.h"
#include "sasl/base64.h"
#include "sasl/wipe.h"

namespace pillarbox::pop3 {
namespace {

// RFC 5034 §4 and RFC 2449 §4: a command line has at most 255 octets with its CRLF.
constexpr size_t kCommandLineOctets = 255;

Failure refused(const Reply& reply, Code otherwise) {
  return {meaning(reply, otherwise), reply.text};
}

// NOTE: Office 365 says "Protocol error", others have their own words for a command line that they
// cannot read.
bool complains_of_syntax(const Reply& reply) {
  constexpr std::array<std::string_view, 5> kWords = {"PROTOCOL ERROR", "SYNTAX", "ARGUMENT",
                                                      "PARAMETER", "TOO LONG"};
  for (const std::string_view words : kWords) {
    if (contains_ignoring_case(reply.text, words)) return true;
  }
  return false;
}

}  // namespace

Login::Login(Security security, sasl::Auth auth, sasl::Credentials credentials, Facts facts,
             std::string language)
    : security_(security),
      auth_(auth),
      credentials_(std::move(credentials)),
      facts_(std::move(facts)),
      language_(std::move(language)),
      two_lines_(facts_.has(kTwoLineAuth)) {}

Login::~Login() {
  sasl::wipe(credentials_.user);
  forget_secrets();
}

void Login::note_said(std::string_view secret) { said_.emplace_back(secret); }

void Login::forget_secrets() {
  sasl::wipe(credentials_.password);
  for (std::string& said : said_) sasl::wipe(said);
  said_.clear();
}

bool Login::is_safe() const {
  return is_safe_argument(credentials_.user) && is_safe_argument(credentials_.password) &&
         is_safe_argument(language_);
}

Result<Login::Step, Failure> Login::on(const Greeting& greeting, Engine& engine) {
  if (greeting.reply.status == Status::err) {
    return Unexpected{refused(greeting.reply, Code::server_temporary)};
  }
  apop_challenge_ = sasl::apop_challenge(greeting.reply.text);
  return ask_capabilities(engine);
}

Result<Login::Step, Failure> Login::secured(Engine& engine) {
  secured_ = true;
  capabilities_ = {};
  return ask_capabilities(engine);
}

Result<Login::Step, Failure> Login::ask_capabilities(Engine& engine) {
  if (!facts_.has(kNoCapa)) {
    engine.send({.verb = Verb::capa});
    return Step::wait;
  }
  if (security_ != Security::stls || secured_) return prepare(engine);
  engine.send({.verb = Verb::stls});  // it may have it all the same, and without it we are done
  return Step::wait;
}

Result<Login::Step, Failure> Login::on(const Replied& replied, Engine& engine) {
  capa_refused_ = replied.command.verb == Verb::capa && replied.reply.status == Status::err;
  switch (replied.command.verb) {
    case Verb::capa:
      return on_capabilities(replied, engine);
    case Verb::stls:
      if (replied.reply.status == Status::ok) return Step::start_tls;
      return Unexpected{Failure{Code::tls_stls_unavailable, replied.reply.text}};
    case Verb::utf8:
    case Verb::lang:
      // Refused or not: the mail is the same, at worst in the server's own words and encoding.
      return prepare(engine);
    default:
      return on_attempt(replied, engine);
  }
}

Result<Login::Step, Failure> Login::on_capabilities(const Replied& replied, Engine& engine) {
  if (replied.reply.status == Status::ok) {
    capabilities_ = parse_capabilities(as_text(replied.body));
  }
  if (security_ == Security::stls && !secured_) {
    if (!capabilities_.stls) {
      return Unexpected{Failure{Code::tls_stls_unavailable, "The server does not offer STLS."}};
    }
    engine.send({.verb = Verb::stls});
    return Step::wait;
  }
  return prepare(engine);
}

// What comes before the first attempt.
Result<Login::Step, Failure> Login::prepare(Engine& engine) {
  // RFC 6856 §2: mail with UTF-8 in its header comes as it is, and not as a stand-in.
  if (capabilities_.utf8 && !std::exchange(asked_for_utf8_, true)) {
    engine.send({.verb = Verb::utf8});
    return Step::wait;
  }
  if (capabilities_.lang && !language_.empty() && !std::exchange(asked_for_language_, true)) {
    engine.send({.verb = Verb::lang, .argument = language_});
    return Step::wait;
  }
  const auto attempts = sasl::choose(auth_, {.mechanisms = capabilities_.sasl,
                                             .encrypted = security_ != Security::none,
                                             .apop = apop_challenge_.has_value()});
  attempts_.assign(attempts.begin(), attempts.end());
  while (attempts_.size() > 1 &&
         facts_.has(std::string(kRefused) += sasl::auth_name(attempts_.front()))) {
    attempts_.pop_front();
  }
  return attempt_next(engine);
}

std::optional<std::string> Login::lesson_of_hanging_up() const {
  if (!refusal_) return std::nullopt;
  if (learned_two_lines_) return std::string(kTwoLineAuth);
  // The next attempt was on its way already, and counts as not made.
  if (auth_ != sasl::Auth::automatic || refused_ == sasl::Auth::automatic) return std::nullopt;
  return std::string(kRefused) += sasl::auth_name(refused_);
}

std::string Login::without_secrets(std::string words) const {
  const auto strike = [&words](std::string secret) {
    // What was quoted may have been cut: its first characters give it away. One or two characters
    // are in any sentence, and would be shown by being struck out.
    const std::string_view first = std::string_view(secret).substr(0, 12);
    for (size_t at = first.size() < 3 ? std::string::npos : words.find(first);
         at != std::string::npos; at = words.find(first, at)) {
      size_t length = first.size();
      while (length < secret.size() && at + length < words.size() &&
             words[at + length] == secret[length]) {
        ++length;
      }
      words.replace(at, length, "****");
      at += 4;
    }
    sasl::wipe(secret);
  };
  // A server can repeat what it heard, and what it made of that.
  for (const std::string& said : said_) {
    strike(said);
    auto read = sasl::decode_base64(said);
    if (read && *read != credentials_.user) strike(std::move(*read));
  }
  strike(sasl::encode_base64(credentials_.password));
  strike(credentials_.password);
  return words;
}

Result<Login::Step, Failure> Login::attempt_next(Engine& engine) {
  if (attempts_.empty()) {
    refused_ = sasl::Auth::automatic;
    return Unexpected{refused(*refusal_, Code::auth_rejected)};
  }
  const sasl::Auth next = attempts_.front();
  attempts_.pop_front();
  return attempt(next, engine);
}

Result<Login::Step, Failure> Login::attempt(sasl::Auth attempt, Engine& engine) {
  attempt_ = attempt;
  in_one_line_ = false;
  turns_ = 0;
  if (attempt == sasl::Auth::user) {
    mechanism_name_ = "USER";
    engine.send({.verb = Verb::user, .argument = credentials_.user});
    return Step::wait;
  }
  if (attempt == sasl::Auth::apop) {
    if (!apop_challenge_) {
      return Unexpected{
          Failure{Code::auth_unsupported, "The server's greeting has no challenge for APOP."}};
    }
    mechanism_name_ = "APOP";
    std::string argument = sasl::apop_argument(credentials_, *apop_challenge_);
    note_said(std::string_view(argument).substr(argument.rfind(' ') + 1));
    engine.send({.verb = Verb::apop, .argument = std::move(argument)});
    return Step::wait;
  }
  mechanism_ = sasl::make_mechanism(attempt, credentials_);
  if (!mechanism_) return Unexpected{Failure{Code::internal, "There are no random numbers."}};
  mechanism_name_ = mechanism_->name();
  std::string argument = mechanism_name_;
  if (auto initial = two_lines_ ? std::nullopt : mechanism_->initial_response()) {
    // RFC 5034 §4: an empty initial response is written as "=".
    std::string encoded = initial->empty() ? "=" : sasl::encode_base64(*initial);
    if (sizeof("AUTH ") + argument.size() + encoded.size() + 2 <= kCommandLineOctets) {
      argument += ' ';
      argument += encoded;
      note_said(encoded);
      in_one_line_ = true;
      turns_ = 1;
    } else {
      mechanism_ = sasl::make_mechanism(attempt, credentials_);  // it begins with a line of its own
    }
    sasl::wipe(encoded);
    sasl::wipe(*initial);
  }
  if (!mechanism_) return Unexpected{Failure{Code::internal, "There are no random numbers."}};
  engine.send({.verb = Verb::auth, .argument = std::move(argument)});
  return Step::wait;
}

Result<Login::Step, Failure> Login::on_attempt(const Replied& replied, Engine& engine) {
  switch (replied.reply.status) {
    case Status::proceed:
      return respond(replied.reply, engine);
    case Status::ok:
      if (replied.command.verb == Verb::user) {
        engine.send({.verb = Verb::pass, .argument = credentials_.password});
        return Step::wait;
      }
      // NOTE: Exchange 2003 and poczta.o2.pl write "+OK" where "+ " belongs.
      if (mechanism_ && turns_ < mechanism_->turns()) return respond(replied.reply, engine);
      if (mechanism_ && !mechanism_->completed()) {
        // NOTE: some servers put SCRAM's last word behind the +OK (RFC 5034 §4 has it before).
        const auto last = sasl::decode_base64(replied.reply.text);
        if (!last || !mechanism_->respond(*last)) {
          return Unexpected{
              Failure{Code::auth_rejected, "The server did not prove that it knows the password."}};
        }
      }
      mechanism_.reset();
      forget_secrets();
      engine.enter(State::transaction);
      return Step::logged_in;
    case Status::err:
      break;
  }
  refusal_ = replied.reply;
  mechanism_.reset();
  refused_ = attempt_;
  if (in_one_line_ && replied.reply.code.empty() && complains_of_syntax(replied.reply)) {
    two_lines_ = learned_two_lines_ = true;
    return attempt(attempt_, engine);
  }
  // A response code says it for certain, and another attempt would only be counted against the
  // person; without one, the mechanism itself may be what the server cannot do.
  if (!replied.reply.code.empty()) return Unexpected{refused(*refusal_, Code::auth_rejected)};
  return attempt_next(engine);
}

Result<Login::Step, Failure> Login::respond(const Reply& challenge, Engine& engine) {
  const auto decoded = sasl::decode_base64(challenge.text);
  // NOTE: servers put words behind the "+" of a challenge without content; PLAIN and LOGIN do not
  // read it anyway.
  auto answer = mechanism_ ? mechanism_->respond(decoded.value_or("")) : std::nullopt;
  if (!answer) {
    // RFC 5034 §4: "*" cancels, and the server answers -ERR.
    engine.send({.verb = Verb::response, .argument = "*"});
    return Step::wait;
  }
  ++turns_;
  std::string encoded = sasl::encode_base64(*answer);
  note_said(encoded);
  engine.send({.verb = Verb::response, .argument = std::move(encoded)});
  sasl::wipe(*answer);
  return Step::wait;
}

}  // namespace pillarbox::pop3
