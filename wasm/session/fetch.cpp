// SPDX-License-Identifier: Apache-2.0
#include "session/fetch.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/limits.h"

namespace pillarbox::session {
namespace {

using pop3::Status;
using pop3::Verb;

constexpr int64_t kDay = 24ll * 60 * 60 * 1000;
// "RETR 4294967295\r\n" is the longest command of this phase.
constexpr size_t kLongestCommand = 17;

uint64_t window_octets(uint64_t listed) { return listed == 0 ? limits::kUnknownOctets : listed; }

}  // namespace

void Fetch::start(pop3::Engine& engine, const pop3::Capabilities& before_login) {
  pipelining_ = before_login.pipelining;
  // NOTE: Gmail says PIPELINING only after login; servers without CAPA hang up when asked twice.
  if (before_login.known) engine.send({.verb = Verb::capa});
  if (pipelining_ || !before_login.known) ask_for_listing(engine);
}

void Fetch::ask_for_listing(pop3::Engine& engine) {
  asked_for_listing_ = true;
  engine.send({.verb = Verb::stat});
  if (!pipelining_) return;  // the rest follows one by one
  engine.send({.verb = Verb::uidl});
  engine.send({.verb = Verb::list});
}

std::optional<Failure> Fetch::on(const pop3::Replied& replied, pop3::Engine& engine, int64_t now,
                                 std::vector<Event>& events) {
  const bool ok = replied.reply.status == Status::ok;
  switch (replied.command.verb) {
    case Verb::capa:
      if (ok && pop3::parse_capabilities(as_text(replied.body)).pipelining) pipelining_ = true;
      if (!asked_for_listing_) ask_for_listing(engine);
      return std::nullopt;
    case Verb::stat:
      // An empty maildrop needs no STAT to be seen as one; it is asked because some servers only
      // open the maildrop here, and say in their refusal what is wrong with it.
      if (!ok) return Failure{meaning(replied.reply, Code::server_temporary), replied.reply.text};
      if (!pipelining_) engine.send({.verb = Verb::uidl});
      return std::nullopt;
    case Verb::uidl:
      if (!ok) {
        return Failure{meaning(replied.reply, Code::server_permanent),
                       "The server does not tell its messages apart (UIDL): " + replied.reply.text};
      }
      uidl_lines_ = replied.body;
      if (!pipelining_) engine.send({.verb = Verb::list});
      return std::nullopt;
    case Verb::list:
      // Sizes are only advice: without them the listing still stands.
      if (ok) list_lines_ = replied.body;
      plan(now, events);
      if (entries_.size() > limits::kMessages) {
        return Failure{Code::limit_exceeded, "The mailbox lists too many messages."};
      }
      return std::nullopt;
    case Verb::retr: {
      assert(!ok);
      const uint32_t number = replied.command.number;
      expected_octets_ -= window_octets(entry(number).octets);
      events.push_back(MailSkipped{id(number), replied.reply.text});
      return std::nullopt;
    }
    case Verb::dele:
      if (ok) deleted_.push_back(replied.command.number);
      return std::nullopt;
    case Verb::quit:
      if (!ok && !deleted_.empty()) {
        // RFC 1939 §6: "-ERR some deleted messages not removed". Which ones, the next listing says.
        return Failure{meaning(replied.reply, Code::server_temporary), replied.reply.text};
      }
      for (const uint32_t number : deleted_) events.push_back(MailDeleted{id(number)});
      events.push_back(Done{});
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

void Fetch::plan(int64_t now, std::vector<Event>& events) {
  entries_ = pop3::join_listing(as_text(uidl_lines_), as_text(list_lines_));
  uidl_lines_ = {};
  list_lines_ = {};
  // Messages with the same UIDL are told apart by their place in the listing, and places move when
  // one of them goes. So which of them is safe here is not certain enough to delete by.
  std::unordered_map<std::string_view, uint32_t> times_listed;
  for (const pop3::Entry& entry : entries_) ++times_listed[entry.uidl];
  Listed listed;
  listed.listed = entries_.size();
  std::vector<Event> skipped;
  // Newest first: the mail of today is what a person waits for.
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    const auto stored_at = known_.stored_at(entry->uidl, entry->occurrence);
    if (stored_at) {
      const bool due = policy_.after == AfterDownload::remove ||
                       (policy_.after == AfterDownload::remove_after_days &&
                        now - *stored_at >= policy_.days * kDay);
      if (due && times_listed[entry->uidl] == 1) to_delete_.push_back(entry->number);
    } else if (entry->octets > limits::kMessageOctets) {
      skipped.push_back(MailSkipped{id(entry->number), "larger than can be held here"});
    } else if (policy_.max_octets != 0 && entry->octets > policy_.max_octets) {
      skipped.push_back(MailSkipped{id(entry->number), "larger than the limit of this account"});
    } else {
      to_fetch_.push_back(entry->number);
      listed.fetch_octets += entry->octets;
    }
  }
  listed.fetch = to_fetch_.size();
  planned_ = true;
  events.push_back(listed);
  std::move(skipped.begin(), skipped.end(), std::back_inserter(events));
}

void Fetch::on(pop3::Received received, std::vector<Event>& events) {
  const uint32_t number = received.command.number;
  expected_octets_ -= window_octets(entry(number).octets);
  unconfirmed_[number] = received.message.size();
  unconfirmed_octets_ += received.message.size();
  mime::Summary summary = mime::summarise(received.message);
  events.push_back(MailReceived{id(number), std::move(received.message), std::move(summary)});
}

void Fetch::confirm(std::span<const uint32_t> numbers) {
  for (const uint32_t number : numbers) {
    const auto found = unconfirmed_.find(number);
    if (found == unconfirmed_.end()) continue;
    unconfirmed_octets_ -= found->second;
    unconfirmed_.erase(found);
    const bool now_due = policy_.after == AfterDownload::remove ||
                         (policy_.after == AfterDownload::remove_after_days && policy_.days == 0);
    if (now_due) to_delete_.push_back(number);
  }
}

bool Fetch::has_room_for(const pop3::Entry& entry, const pop3::Engine& engine) const {
  const uint64_t octets = window_octets(entry.octets);
  // Alone, any message may come: the window bounds what is in memory beside it.
  const bool alone = engine.unanswered() == 0 && unconfirmed_.empty();
  return alone || (expected_octets_ + octets <= limits::kWindowOctets &&
                   expected_octets_ + unconfirmed_octets_ + octets <= limits::kUnconfirmedOctets);
}

void Fetch::fill(pop3::Engine& engine) {
  if (!planned_ || quitting_) return;
  bool retr_is_last = false;
  while (engine.unanswered() == 0 || (pipelining_ && engine.unanswered_octets() + kLongestCommand <=
                                                         limits::kCommandOctetsInFlight)) {
    if (!to_delete_.empty()) {
      engine.send({.verb = Verb::dele, .number = to_delete_.front()});
      to_delete_.pop_front();
      retr_is_last = false;
    } else if (!to_fetch_.empty() && has_room_for(entry(to_fetch_.front()), engine)) {
      const pop3::Entry& next = entry(to_fetch_.front());
      engine.send({.verb = Verb::retr, .number = next.number, .expected_octets = next.octets});
      expected_octets_ += window_octets(next.octets);
      to_fetch_.pop_front();
      retr_is_last = true;
    } else {
      break;
    }
  }
  // A message is believed only when the next reply has come in clean, so the last one before a
  // pause needs a command behind it.
  const bool last_of_flight = retr_is_last && to_fetch_.empty() && pipelining_;
  const bool held_back = engine.is_holding() && engine.unanswered() == 0;
  if (last_of_flight || held_back) engine.send({.verb = Verb::noop});

  const bool finished = to_fetch_.empty() && to_delete_.empty() && unconfirmed_.empty() &&
                        engine.unanswered() == 0 && !engine.is_holding();
  if (finished) {
    quitting_ = true;
    engine.send({.verb = Verb::quit});
  }
}

const pop3::Entry& Fetch::entry(uint32_t number) const {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), number,
      [](const pop3::Entry& entry, uint32_t wanted) { return entry.number < wanted; });
  assert(found != entries_.end() && found->number == number);
  return *found;
}

MessageId Fetch::id(uint32_t number) const {
  const pop3::Entry& of = entry(number);
  return {of.number, of.uidl, of.occurrence};
}

}  // namespace pillarbox::session
