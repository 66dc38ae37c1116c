// SPDX-License-Identifier: Apache-2.0
// One visit to one maildrop: the pipeline tls → pop3 → mime, driven by the host. Every call takes
// the time and answers completely: octets for the relay, events, and when to call again. Nothing
// waits in here.
//
//   receive(ciphertext) → tls → plaintext → pop3::Engine → Login, then Fetch → events
//                                               └→ commands → tls → send
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/limits.h"
#include "pop3/engine.h"
#include "pop3/login.h"
#include "session/event.h"
#include "session/fetch.h"
#include "session/known.h"
#include "session/window.h"
#include "tls/channel.h"

namespace pillarbox::session {

struct Config {
  std::string host;  // as the certificate must show it
  pop3::Security security = pop3::Security::implicit;
  // Without TLS to a host that is not loopback: only after the person's explicit word.
  bool allow_plaintext = false;
  sasl::Credentials credentials;
  sasl::Auth auth = sasl::Auth::automatic;
  Policy policy;
  pop3::Facts facts;     // of this host, learned by earlier sessions
  std::string language;  // RFC 5646 tag for the server's words, or empty
  std::string pin;       // "sha256/BASE64" of the SubjectPublicKeyInfo, or empty
  Buffer anchors;        // authorities, for tls::Config
  // How long a reply may keep us waiting, if that is less than the limits say: earlier sessions of
  // the same check have waited too.
  int64_t most_silence = limits::kIdleMilliseconds;
  tls::Ticket ticket;  // of an earlier session with this host, or none
};

struct Output {
  Buffer send;
  std::vector<Event> events;
  bool close = false;               // the socket is to be closed once `send` is out
  std::optional<int64_t> deadline;  // call tick() then, milliseconds since 1970
  // The conversation as it may be shown, "C: ", "S: " and "* " for our own words, each line ended
  // by \n. No secret, no mail and no UIDL is in it (pop3/log.h).
  std::string log;
};

class Session {
 public:
  explicit Session(Config config);
  ~Session();

  // Before start(), what is known of single messages.
  // Safe here already. `listed_octets` is what the listing said of its size; 0 if nobody noted it.
  void remember(std::string_view uidl, uint32_t occurrence, int64_t stored_at,
                uint64_t listed_octets = 0);
  // What it is like (MailReceived::header, and its octets), so that it is known again when the
  // server gives it another UIDL.
  void resemble(std::string_view uidl, uint32_t occurrence, std::string header, uint64_t octets);
  // Deleted here: to be deleted there.
  void discard(std::string_view uidl, uint32_t occurrence);
  // To be fetched whatever its size.
  void want(std::string_view uidl, uint32_t occurrence);
  // Over the limit of size, and its header is here.
  void remember_header(std::string_view uidl, uint32_t occurrence);
  // So many sessions failed at it: it comes last and alone, and after three not at all.
  void doubt(std::string_view uidl, uint32_t occurrence, uint32_t sessions);

  // The stream to the mail server is open. `now` is in milliseconds since 1970 (UTC), everywhere.
  Output start(int64_t now);
  Output receive(Bytes octets, int64_t now);
  Output closed(int64_t now);
  // `stored_at`: of each message, since when its octets are here; 0 or nothing for what is new.
  Output confirm(std::span<const uint32_t> numbers, int64_t now,
                 std::span<const int64_t> stored_at = {});
  // The store cannot take what it was given: RSET and hang up without QUIT, so that the server
  // keeps everything (RFC 1939 §6).
  Output storage_failed(int64_t now);
  Output cancel(int64_t now);
  Output tick(int64_t now);

  // For the next session with this host; none without TLS, or if the server gave none.
  tls::Ticket ticket() const { return tls_ ? tls_->ticket() : tls::Ticket(); }

 private:
  bool is_opening() const;
  int64_t most_opening() const;
  int64_t most_silence() const;
  void begin_tls(int64_t now);
  void feed(Bytes octets, int64_t now);
  void drain(int64_t now);
  void handle(pop3::Event event, int64_t now);
  void take(Result<pop3::Login::Step, Failure> step, int64_t now);
  void fail(Failure failure);
  void learn_from(const Failure& failure);
  void learn(std::string fact, bool reconnect);
  void fill();
  void take_log();
  void note(std::string_view line);
  void hang_up();
  Output finish(int64_t now);

  Config config_;
  Known known_;
  pop3::Engine engine_;
  pop3::Login login_;
  std::optional<Fetch> fetch_;
  Window window_;
  std::optional<tls::Channel> tls_;
  bool secured_ = false;        // told so
  bool expects_hello_ = false;  // STLS was accepted, and no octet has come since
  bool logged_in_ = false;
  bool greeted_ = false;
  bool ended_ = false;
  int64_t started_at_ = 0;
  int64_t heard_at_ = 0;
  int64_t spoke_at_ = 0;
  Output output_;
};

}  // namespace pillarbox::session
