// SPDX-License-Identifier: Apache-2.0
// A whole session against a server that says anything. The first octets choose policy and cuts.
// What must hold whatever it says: no DELE for a message that was not confirmed, no QUIT while one
// is unconfirmed, nothing after the end.
#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

#include "pop3/ascii.h"
#include "session/session.h"

using namespace pillarbox;

namespace {

class Host {
 public:
  // `all` is what the server is going to say.
  Host(uint8_t choice, std::string_view all)
      : confirms_(choice & 1),
        may_come_again_(choice & 4 || all.find("known") != all.rfind("known") ||
                        pop3::contains_ignoring_case(all, "X-GOOGLE-")),
        session_(config(choice)) {
    session_.remember("known", 0, 0);
    if (choice & 16) {
      // A maildrop of which much is known, all kinds of it.
      session_.remember("b", 0, kNow, 1000);
      session_.discard("b", 0);
      session_.doubt("c", 0, 1);
      session_.doubt("d", 0, 3);
      session_.want("e", 0);
      session_.resemble("known", 0, session::header_digest("Subject: x\r\n\r\n"), 10);
    }
    take(session_.start(kNow));
  }

  void hear(Bytes octets) { take(session_.receive(octets, kNow)); }
  void close() { take(session_.closed(kNow)); }

 private:
  static constexpr int64_t kNow = 1'800'000'000'000;

  static session::Config config(uint8_t choice) {
    session::Config config;
    config.host = "localhost";
    config.security = choice & 2 ? pop3::Security::stls : pop3::Security::none;
    config.credentials = {"user", "secret"};
    if (choice & 4) {
      config.policy.after =
          choice & 128 ? session::AfterDownload::remove_after_days : session::AfterDownload::remove;
      config.policy.days = 7;
    }
    config.policy.max_octets = choice & 8 ? 1000 : 0;
    config.policy.headers_of_large = choice & 8;
    if (choice & 32) config.facts.add(std::string(pop3::kNoCapa));
    if (choice & 64) config.facts.add(std::string(pop3::kNoPipelining));
    if (choice & 128) config.facts.add(std::string(pop3::kBareLf));
    return config;
  }

  void take(session::Output output) {
    if (ended_ && (!output.events.empty() || !output.send.empty())) std::abort();
    std::vector<uint32_t> received;
    for (const session::Event& event : output.events) {
      if (const auto* mail = std::get_if<session::MailReceived>(&event)) {
        received.push_back(mail->id.number);
        unconfirmed_.insert(mail->id.number);
        const bool is_known = mail->id.uidl == "known" && mail->id.occurrence == 0;
        if (is_known && !may_come_again_) std::abort();
      }
      if (std::holds_alternative<session::Failed>(event) ||
          std::holds_alternative<session::Done>(event)) {
        ended_ = true;
      }
    }
    judge(as_text(output.send));
    if (confirms_ && !received.empty()) {
      for (const uint32_t number : received) unconfirmed_.erase(number);
      take(session_.confirm(received, kNow));
    }
  }

  void judge(std::string_view said) {
    for (const uint32_t number : unconfirmed_) {
      const std::string dele = "DELE " + std::to_string(number) + "\r\n";
      if (said.find(dele) != std::string_view::npos) std::abort();
    }
    if (!unconfirmed_.empty() && said.find("QUIT\r\n") != std::string_view::npos) std::abort();
  }

  const bool confirms_;
  // Another message may have the UIDL, or the server be Gmail, or the message is to be deleted and
  // nobody noted its size: what is known is asked for again.
  const bool may_come_again_;
  session::Session session_;
  std::set<uint32_t> unconfirmed_;
  bool ended_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  Host host(data[0], as_text(Bytes(data, size)));
  const size_t piece = 1 + data[1];
  for (Bytes rest = Bytes(data, size).subspan(2); !rest.empty();) {
    const Bytes octets = rest.first(std::min(piece, rest.size()));
    host.hear(octets);
    rest = rest.subspan(octets.size());
  }
  host.close();
  return 0;
}
