// SPDX-License-Identifier: Apache-2.0
#include "session/fetch.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "pop3/lines.h"

namespace pillarbox::session {
namespace {

using pop3::Status;
using pop3::Verb;

// A server that refuses so many TOPs in a row has none.
constexpr size_t kMaxRefusedTops = 3;

// "RETR 4294967295\r\n" is the longest command of this phase, but for TOP's " 0".
constexpr size_t kLongestCommand = 19;

uint64_t window_octets(uint64_t listed) {
  return believable(listed) == 0 ? limits::kUnknownOctets : listed;
}

// What a refusal means if its words or code say more than "no".
std::optional<Failure> explained(const pop3::Reply& refusal) {
  const Code code = pop3::meaning(refusal, Code::internal);
  if (code == Code::internal) return std::nullopt;
  return Failure{code, refusal.text};
}

// NOTE: FTGate answers TOP with a second "+OK" in front of the header.
Bytes without_second_ok(Bytes body) {
  std::string_view rest = as_text(body);
  return pop3::take_line(rest).starts_with("+OK") ? as_bytes(rest) : body;
}

}  // namespace

void Fetch::start(pop3::Engine& engine, const pop3::Capabilities& before_login) {
  note(before_login);
  // RFC 2449 §5: what is listed after the login may be something else. Nothing is sent before it is
  // read, since PIPELINING may be gone.
  // NOTE: Gmail says PIPELINING only after login; servers without CAPA hang up when asked twice.
  if (before_login.known && !facts_.has(pop3::kNoCapaAfterLogin)) {
    engine.send({.verb = Verb::capa});
  } else {
    ask_for_listing(engine);
  }
}

void Fetch::note(const pop3::Capabilities& capabilities) {
  pipelining_ = capabilities.pipelining && !facts_.has(pop3::kNoPipelining);
  if (capabilities.gmail && !recent_) policy_.known_is_in_the_way = true;
}

void Fetch::ask_for_listing(pop3::Engine& engine) {
  engine.send({.verb = Verb::stat});
  if (!pipelining_) return;  // the rest follows one by one
  engine.send({.verb = Verb::uidl});
  engine.send({.verb = Verb::list});
}

void Fetch::learn(const pop3::Capabilities& capabilities, std::vector<Event>& events) {
  const auto tell = [&](std::string fact) {
    if (!facts_.has(fact)) events.push_back(Learned{std::move(fact)});
  };
  note(capabilities);
  if (const auto seconds = capabilities.login_delay_seconds; seconds && *seconds > 0) {
    tell(std::string(pop3::kInterval) + std::to_string(*seconds));
  }
  if (capabilities.expire_days == 0u) tell(std::string(pop3::kExpireAtOnce));
}

std::optional<Failure> Fetch::on(const pop3::Replied& replied, pop3::Engine& engine, int64_t now,
                                 std::vector<Event>& events) {
  const bool ok = replied.reply.status == Status::ok;
  switch (replied.command.verb) {
    case Verb::capa:
      if (ok) learn(pop3::parse_capabilities(as_text(replied.body)), events);
      capa_refused_ = !ok;
      ask_for_listing(engine);
      return std::nullopt;
    case Verb::stat:
      // An empty maildrop needs no STAT to be seen as one; it is asked because some servers only
      // open the maildrop here, and say in their refusal what is wrong with it.
      if (!ok) return Failure{meaning(replied.reply, Code::server_temporary), replied.reply.text};
      stat_ = pop3::parse_stat(replied.reply.text);
      if (!pipelining_) engine.send({.verb = Verb::uidl});
      return std::nullopt;
    case Verb::uidl:
      if (ok) {
        uidl_lines_ = replied.body;
      } else {
        if (auto failure = explained(replied.reply)) return failure;
        uidl_refusal_ = replied.reply;
      }
      if (!pipelining_) engine.send({.verb = Verb::list});
      return std::nullopt;
    case Verb::list:
      if (ok) list_lines_ = replied.body;
      return take_listing(replied.reply, now, events);
    case Verb::top:
      take_top(replied, now, events);
      return std::nullopt;
    case Verb::retr: {
      check(!ok, "an accepted RETR comes as a message");
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

std::optional<Failure> Fetch::take_listing(const pop3::Reply& list, int64_t now,
                                           std::vector<Event>& events) {
  const bool listed = list.status == Status::ok;
  if (!listed) {
    // NOTE: Outlook.com says only here that one logs in too often.
    if (auto failure = explained(list)) return failure;
  }
  if (!uidl_refusal_) {
    // Sizes are only advice: without them the listing still stands.
    entries_ = pop3::join_listing(as_text(uidl_lines_), as_text(list_lines_));
    tell_unnamed(events);
  } else if (stat_ != 0u) {
    const std::string detail =
        "The server does not tell its messages apart (UIDL): " + uidl_refusal_->text;
    // NOTE: Verizon lost UIDL for months. What was named once is not fetched again under names of
    // our own, but waited for.
    if (known_.has_uidls()) return Failure{Code::server_temporary, detail};
    if (!listed) return Failure{Code::server_permanent, detail};
    entries_ = pop3::list_alone(as_text(list_lines_));
  }
  uidl_lines_ = {};
  list_lines_ = {};
  if (entries_.size() > limits::kMessages) {
    return Failure{Code::limit_exceeded, "The mailbox lists too many messages."};
  }
  if (uidl_refusal_ && !entries_.empty()) {
    stage_ = Stage::naming;
    for (const pop3::Entry& each : entries_) to_top_.push_back(each.number);
  } else {
    compare_headers(now, events);
  }
  return std::nullopt;
}

// A message that is counted and has no line that can be read is not passed over without a word.
void Fetch::tell_unnamed(std::vector<Event>& events) const {
  const size_t sizes = pop3::list_alone(as_text(list_lines_)).size();
  const size_t counted = std::max<size_t>(stat_.value_or(0), sizes);
  if (counted <= entries_.size()) return;
  events.push_back(MailSkipped{{},
                               "the server counts " + std::to_string(counted) +
                                   " messages and gives a name (UIDL) to " +
                                   std::to_string(entries_.size())});
}

void Fetch::compare_headers(int64_t now, std::vector<Event>& events) {
  // What is removed from the server at once is fetched anyway, to be compared.
  if (policy_.after != AfterDownload::remove && looks_migrated(entries_, known_)) {
    std::unordered_set<std::string_view> listed;
    for (const pop3::Entry& each : entries_) listed.insert(each.uidl);
    known_.forget_likenesses_of(listed);
    for (auto each = entries_.rbegin(); known_.has_likenesses() && each != entries_.rend();
         ++each) {
      if (!known_.find(each->uidl, each->occurrence)) to_top_.push_back(each->number);
    }
  }
  stage_ = Stage::recognising;
  if (to_top_.empty()) plan(now, events);
}

void Fetch::take_top(const pop3::Replied& replied, int64_t now, std::vector<Event>& events) {
  expected_octets_ -= limits::kHeaderOctets;
  --tops_;
  const uint32_t number = replied.command.number;
  const bool ok = replied.reply.status == Status::ok;
  const Bytes header = without_second_ok(replied.body);
  pop3::Entry& of = entry(number);
  if (stage_ == Stage::naming) {
    // Without TOP it gets its name when it is here.
    if (ok) of.uidl = surrogate_uidl(of.octets, as_text(header));
  } else if (stage_ == Stage::recognising) {
    refused_tops_ = ok ? 0 : refused_tops_ + 1;
    // It has no TOP: everything is fetched, and the store compares.
    if (refused_tops_ == kMaxRefusedTops) to_top_.clear();
    const auto found = ok ? recognise(as_text(header), of.octets, known_) : std::nullopt;
    if (found) {
      events.push_back(MailRecognised{id(number), found->uidl, found->occurrence});
      // Without a listed size: the name is a hint, on which the message is not deleted.
      const KnownMessage* before = known_.find(found->uidl, found->occurrence);
      known_.at(of.uidl, of.occurrence).stored_at = before ? before->stored_at : now;
    }
  } else if (ok) {
    events.push_back(HeaderReceived{id(number), of.octets, Buffer(header.begin(), header.end()),
                                    mime::summarise(header)});
  }
  if (tops_ > 0 || !to_top_.empty()) return;
  if (stage_ == Stage::naming) {
    pop3::count_occurrences(entries_);
    plan(now, events);
  } else if (stage_ == Stage::recognising) {
    plan(now, events);
  }
}

void Fetch::plan(int64_t now, std::vector<Event>& events) {
  plan_ = make_plan(entries_, known_, policy_, now);
  to_top_ = std::move(plan_.header);
  events.push_back(Listed{entries_.size(), plan_.fetch.size(), plan_.fetch_octets});
  for (const uint32_t number : plan_.too_large) {
    events.push_back(MailSkipped{id(number), "larger than the limit of this account"});
  }
  for (const uint32_t number : plan_.given_up) {
    events.push_back(MailSkipped{id(number), "it made earlier sessions fail"});
  }
  stage_ = Stage::fetching;
}

void Fetch::on(pop3::Received received, const pop3::Engine& engine, std::vector<Event>& events) {
  // The next reply has begun behind it; if that is not the last one under way, then the server
  // does keep several apart.
  if (engine.unanswered() > 0) proven_ = true;
  const uint32_t number = received.command.number;
  pop3::Entry& of = entry(number);
  expected_octets_ -= window_octets(of.octets);
  if (is_folder_internal(as_text(received.message))) return;  // neither shown nor ever deleted
  if (of.uidl.empty()) {
    of.uidl = surrogate_uidl(of.octets, as_text(received.message));
    of.occurrence = static_cast<uint32_t>(
        std::count_if(entries_.begin(), entries_.end(),
                      [&](const pop3::Entry& each) { return each.uidl == of.uidl; }) -
        1);
  }
  unconfirmed_[number] = received.message.size();
  unconfirmed_octets_ += received.message.size();
  mime::Summary summary = mime::summarise(received.message);
  // What is removed at once is never looked for under another name.
  std::string header = policy_.after == AfterDownload::remove
                           ? std::string()
                           : header_digest(as_text(received.message));
  events.push_back(MailReceived{id(number), std::move(received.message), std::move(summary),
                                of.octets, std::move(header)});
}

void Fetch::confirm(std::span<const uint32_t> numbers, std::span<const int64_t> stored_at,
                    int64_t now) {
  for (size_t i = 0; i < numbers.size(); ++i) {
    const auto found = unconfirmed_.find(numbers[i]);
    if (found == unconfirmed_.end()) continue;
    unconfirmed_octets_ -= found->second;
    unconfirmed_.erase(found);
    const pop3::Entry& of = entry(numbers[i]);
    const bool was_here = i < stored_at.size() && stored_at[i] != 0;
    KnownMessage is = known_.at(of.uidl, of.occurrence);
    is.stored_at = was_here ? stored_at[i] : now;
    // What the person has deleted is what was here, and not what came under its name.
    is.discarded = is.discarded && was_here;
    if (is_due(is, policy_, now)) plan_.remove.push_back(numbers[i]);
  }
}

bool Fetch::is_doubtful(uint32_t number) const {
  const auto& all = plan_.doubtful;
  return std::find(all.begin(), all.end(), number) != all.end();
}

// Where the reply to RETR is stopped, whatever LIST says.
uint64_t Fetch::most_octets(const pop3::Entry& of) const {
  const KnownMessage* message = known_.find(of.uidl, of.occurrence);
  if (policy_.max_octets == 0 || (message && message->wanted)) return limits::kMessageOctets;
  // Servers that count a line end as one octet list a message too small by some percent.
  const uint64_t most = policy_.max_octets + policy_.max_octets / 8 + limits::kHeaderOctets;
  return std::min(most, limits::kMessageOctets);
}

// One more command, if there is one and the window has room for it.
bool Fetch::send_next(pop3::Engine& engine, uint64_t window) {
  if (!plan_.remove.empty()) {
    engine.send({.verb = Verb::dele, .number = plan_.remove.front()});
    plan_.remove.pop_front();
    return true;
  }
  // Alone, anything may come: the window bounds what is in memory beside it.
  const bool alone = engine.unanswered() == 0 && unconfirmed_.empty();
  const auto has_room = [&](uint64_t octets) {
    // The last message that goes into the window may stand out of it: to wait until it fits, or
    // until all before it is confirmed, would leave the line idle at every large one.
    return alone || (expected_octets_ < window + engine.arrived_octets() &&
                     expected_octets_ + unconfirmed_octets_ + octets <= limits::kUnconfirmedOctets);
  };
  if (!to_top_.empty()) {
    if (!has_room(limits::kHeaderOctets)) return false;
    engine.send({.verb = Verb::top, .number = to_top_.front(), .argument = "0"});
    expected_octets_ += limits::kHeaderOctets;
    ++tops_;
    to_top_.pop_front();
    return true;
  }
  if (plan_.fetch.empty()) return false;
  const pop3::Entry& next = entry(plan_.fetch.front());
  const uint64_t octets = window_octets(next.octets);
  if (!has_room(octets)) return false;
  // What made a session fail goes alone, when all else is safe.
  if (is_doubtful(next.number) && (!alone || engine.is_holding())) return false;
  engine.send({.verb = Verb::retr,
               .number = next.number,
               .expected_octets = believable(next.octets),
               .max_octets = most_octets(next)});
  expected_octets_ += octets;
  plan_.fetch.pop_front();
  return true;
}

void Fetch::fill(pop3::Engine& engine, uint64_t window) {
  if (stage_ == Stage::listing || stage_ == Stage::quitting) return;
  const bool fetched = !plan_.fetch.empty();
  // With every message that arrives there is room for another, but a command each would wake
  // everyone on the way for each: it is filled up when half of it is free.
  const bool is_half_free = 2 * engine.unanswered_octets() <= limits::kCommandOctetsInFlight &&
                            2 * expected_octets_ <= window + 2 * engine.arrived_octets();
  const auto may_send = [&] {
    return engine.unanswered() == 0 ||
           (pipelining_ && is_half_free &&
            engine.unanswered_octets() + kLongestCommand <= limits::kCommandOctetsInFlight);
  };
  while (may_send() && send_next(engine, window)) {
  }
  // A message is believed only when the next reply has come in clean, so the last one before a
  // pause needs a command behind it.
  const bool last_of_flight = fetched && plan_.fetch.empty() && pipelining_;
  const bool held_back = engine.is_holding() && engine.unanswered() == 0;
  if (last_of_flight || held_back) engine.send({.verb = Verb::noop});

  const bool finished = stage_ == Stage::fetching && plan_.fetch.empty() && plan_.remove.empty() &&
                        to_top_.empty() && unconfirmed_.empty() && engine.unanswered() == 0 &&
                        !engine.is_holding();
  if (finished) {
    stage_ = Stage::quitting;
    engine.send({.verb = Verb::quit});
  }
}

const pop3::Entry& Fetch::entry(uint32_t number) const {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), number,
      [](const pop3::Entry& entry, uint32_t wanted) { return entry.number < wanted; });
  check(found != entries_.end() && found->number == number, "a message is one of the listing");
  return *found;
}

pop3::Entry& Fetch::entry(uint32_t number) {
  return const_cast<pop3::Entry&>(std::as_const(*this).entry(number));
}

MessageId Fetch::id(uint32_t number) const {
  const pop3::Entry& of = entry(number);
  return {of.number, of.uidl, of.occurrence};
}

}  // namespace pillarbox::session
