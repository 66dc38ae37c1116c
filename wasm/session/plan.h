// SPDX-License-Identifier: Apache-2.0
// From a listing and what is known to what is to be done: pure decisions, no octets.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "pop3/listing.h"
#include "session/event.h"
#include "session/known.h"

namespace pillarbox::session {

enum class AfterDownload { leave, remove, remove_after_days };

struct Policy {
  AfterDownload after = AfterDownload::leave;
  uint32_t days = 0;              // for remove_after_days, from the moment of storing
  uint64_t max_octets = 0;        // messages that LIST says are larger are skipped; 0 for all
  bool headers_of_large = false;  // fetch the header of what is skipped for its size
  uint32_t max_messages = 0;      // in one session; 0 for all
  // NOTE: Gmail lists the oldest 250 or so that were not yet retrieved in a session that ended with
  // QUIT. What is known and listed was left by one that did not: it is fetched again, or the
  // listing would fill up with it and never show what is behind.
  bool known_is_in_the_way = false;
};

struct Plan {
  std::deque<uint32_t> fetch;      // numbers, newest first, doubtful ones last
  std::deque<uint32_t> remove;     // safe here, or deleted here
  std::deque<uint32_t> header;     // too large
  std::vector<uint32_t> doubtful;  // of `fetch`: to be asked for alone
  std::vector<uint32_t> too_large;
  std::vector<uint32_t> given_up;  // made too many sessions fail
  uint64_t fetch_octets = 0;
};

Plan make_plan(const std::vector<pop3::Entry>& entries, const Known& known, const Policy& policy,
               int64_t now);

// What LIST said of a size, where it can be true; else 0, for unknown.
// NOTE: a server that counted in 32 bits listed a small mail with 4294967400 octets.
uint64_t believable(uint64_t listed_octets);

// The message is to be removed from the server, if it is what is known here under its name.
bool is_due(const KnownMessage& message, const Policy& policy, int64_t now);

// More than half of a maildrop that we know is new: its UIDLs may have changed, and the messages
// with them or not.
bool looks_migrated(const std::vector<pop3::Entry>& entries, const Known& known);

// The header of a message in 32 characters: equal for equal headers, but for the fields that a
// server writes into a stored message, and whatever the line ends are. A list's copy and a resent
// message have other headers than the first one, though Message-ID and Date are the same.
std::string header_digest(std::string_view message_or_header);

// The stored message that a message with this header may be, taken out of `known`: by its header,
// and about the size.
std::optional<Likeness> recognise(std::string_view header, uint64_t listed_octets, Known& known);

// A name for a message of a server without UIDL: from its size and header, and marked by a space
// in front, which no listed UIDL has.
std::string surrogate_uidl(uint64_t octets, std::string_view message_or_header);

// The first message of a folder of UW-IMAP is not mail but the server's own record.
bool is_folder_internal(std::string_view message);

}  // namespace pillarbox::session
