// SPDX-License-Identifier: Apache-2.0
// The TRANSACTION state: what to ask for next, given what is known.
//
//   CAPA STAT UIDL LIST → [TOP …] → plan → RETR … → (host stores) confirm → DELE … → NOOP/QUIT
//
// TOP is asked for before the plan where messages have no UIDL, or most have a new one; and for
// what is too large to be fetched. It is never the stored copy: servers cut it short.
//
// The order of safety is here and nowhere else: no DELE before the message is confirmed, no QUIT
// before the last confirm and the last reply. QUIT counts as much as DELE, since some servers
// (Gmail) put away whatever was retrieved in a session that ends with it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "pop3/capabilities.h"
#include "pop3/engine.h"
#include "pop3/facts.h"
#include "pop3/listing.h"
#include "session/event.h"
#include "session/known.h"
#include "session/plan.h"

namespace pillarbox::session {

class Fetch {
 public:
  // `user` as it logs in: some servers take more from it than a name.
  Fetch(Policy policy, Known known, pop3::Facts facts, std::string_view user)
      : policy_(policy),
        known_(std::move(known)),
        facts_(std::move(facts)),
        recent_(user.starts_with("recent:")) {}

  // Logged in: asks for the listing, in one flight if the server is known to take it.
  void start(pop3::Engine& engine, const pop3::Capabilities& before_login);

  // Each puts its events behind `events`; fill() is to be called afterwards.
  std::optional<Failure> on(const pop3::Replied& replied, pop3::Engine& engine, int64_t now,
                            std::vector<Event>& events);
  void on(pop3::Received received, const pop3::Engine& engine, std::vector<Event>& events);

  // These messages are durable, with their moments of storing if their octets were here before; 0
  // or nothing for what is new. Numbers that were not given out are ignored.
  void confirm(std::span<const uint32_t> numbers, std::span<const int64_t> stored_at, int64_t now);

  // Sends whatever a window of so many octets allows, NOOP behind the last message, and at the end
  // QUIT.
  void fill(pop3::Engine& engine, uint64_t window_octets);

  // More than one command may be under way, and none of the messages has shown yet that the server
  // can do it.
  bool is_pipelining_unproven() const { return pipelining_ && !proven_; }
  bool is_pipelining() const { return pipelining_; }
  // The connection ended at CAPA, or at the command behind a refused one.
  bool is_capa_to_blame(const pop3::Command* awaited) const {
    return stage_ == Stage::listing && awaited &&
           (awaited->verb == pop3::Verb::capa ||
            (capa_refused_ && awaited->verb == pop3::Verb::stat));
  }
  // As events name it.
  MessageId id(uint32_t number) const;

  // QUIT is on its way or answered: no message can be lost by the connection ending now.
  bool is_quitting() const { return stage_ == Stage::quitting; }
  bool has_deletions() const { return !deleted_.empty(); }
  // Everything that could be asked for was, and the store is what we wait for.
  bool waits_for_store() const { return !unconfirmed_.empty(); }

 private:
  enum class Stage { listing, naming, recognising, fetching, quitting };

  void ask_for_listing(pop3::Engine& engine);
  void learn(const pop3::Capabilities& capabilities, std::vector<Event>& events);
  std::optional<Failure> take_listing(const pop3::Reply& list, int64_t now,
                                      std::vector<Event>& events);
  void take_top(const pop3::Replied& replied, int64_t now, std::vector<Event>& events);
  void compare_headers(int64_t now, std::vector<Event>& events);
  void tell_unnamed(std::vector<Event>& events) const;
  void plan(int64_t now, std::vector<Event>& events);
  uint64_t most_octets(const pop3::Entry& of) const;
  bool send_next(pop3::Engine& engine, uint64_t window_octets);
  bool is_doubtful(uint32_t number) const;
  pop3::Entry& entry(uint32_t number);
  const pop3::Entry& entry(uint32_t number) const;

  void note(const pop3::Capabilities& capabilities);

  Policy policy_;
  Known known_;
  const pop3::Facts facts_;
  const bool recent_;  // NOTE: Gmail lists the same 30 days then, however often they were retrieved
  Stage stage_ = Stage::listing;
  bool pipelining_ = false;
  bool proven_ = false;
  bool capa_refused_ = false;
  std::optional<uint32_t> stat_;
  std::optional<pop3::Reply> uidl_refusal_;
  Buffer uidl_lines_;
  Buffer list_lines_;
  std::vector<pop3::Entry> entries_;  // by number, ascending
  Plan plan_;
  std::deque<uint32_t> to_top_;
  size_t tops_ = 0;                                     // asked for and not answered
  size_t refused_tops_ = 0;                             // in a row
  std::vector<uint32_t> deleted_;                       // DELE was answered +OK
  uint64_t expected_octets_ = 0;                        // of RETRs and TOPs not answered yet
  std::unordered_map<uint32_t, uint64_t> unconfirmed_;  // number → octets
  uint64_t unconfirmed_octets_ = 0;
};

}  // namespace pillarbox::session
