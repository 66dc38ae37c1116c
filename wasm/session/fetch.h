// SPDX-License-Identifier: Apache-2.0
// The TRANSACTION state: what to ask for next, given what is known.
//
//   CAPA STAT UIDL LIST → plan → RETR … → (host stores) confirm → DELE … → NOOP/QUIT
//
// The order of safety is here and nowhere else: no DELE before the message is confirmed, no QUIT
// before the last confirm and the last reply. QUIT counts as much as DELE, since some servers
// (Gmail) put away whatever was retrieved in a session that ends with it.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "pop3/capabilities.h"
#include "pop3/engine.h"
#include "pop3/listing.h"
#include "session/event.h"
#include "session/known.h"

namespace pillarbox::session {

enum class AfterDownload { leave, remove, remove_after_days };

struct Policy {
  AfterDownload after = AfterDownload::leave;
  uint32_t days = 0;        // for remove_after_days, from the moment of storing
  uint64_t max_octets = 0;  // messages that LIST says are larger are skipped; 0 for all
};

class Fetch {
 public:
  Fetch(Policy policy, Known known) : policy_(policy), known_(std::move(known)) {}

  // Logged in: asks for the listing, in one flight if the server is known to take it.
  void start(pop3::Engine& engine, const pop3::Capabilities& before_login);

  // Each puts its events behind `events`; fill() is to be called afterwards.
  std::optional<Failure> on(const pop3::Replied& replied, pop3::Engine& engine, int64_t now,
                            std::vector<Event>& events);
  void on(pop3::Received received, std::vector<Event>& events);

  // These messages are durable. Numbers that were not given out are ignored.
  void confirm(std::span<const uint32_t> numbers);

  // Sends whatever the window allows, NOOP behind the last message, and at the end QUIT.
  void fill(pop3::Engine& engine);

  // QUIT is on its way or answered: no message can be lost by the connection ending now.
  bool is_quitting() const { return quitting_; }
  bool has_deletions() const { return !deleted_.empty(); }
  // Everything that could be asked for was, and the store is what we wait for.
  bool waits_for_store() const { return !unconfirmed_.empty(); }

 private:
  void ask_for_listing(pop3::Engine& engine);
  void plan(int64_t now, std::vector<Event>& events);
  bool has_room_for(const pop3::Entry& entry, const pop3::Engine& engine) const;
  const pop3::Entry& entry(uint32_t number) const;
  MessageId id(uint32_t number) const;

  const Policy policy_;
  const Known known_;
  bool pipelining_ = false;
  bool asked_for_listing_ = false;
  bool planned_ = false;
  bool quitting_ = false;
  Buffer uidl_lines_;
  Buffer list_lines_;
  std::vector<pop3::Entry> entries_;  // by number, ascending
  std::deque<uint32_t> to_fetch_;     // numbers
  std::deque<uint32_t> to_delete_;
  std::vector<uint32_t> deleted_;                       // DELE was answered +OK
  uint64_t expected_octets_ = 0;                        // of RETRs not answered yet
  std::unordered_map<uint32_t, uint64_t> unconfirmed_;  // number → octets
  uint64_t unconfirmed_octets_ = 0;
};

}  // namespace pillarbox::session
