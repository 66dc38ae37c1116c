// SPDX-License-Identifier: Apache-2.0
// What the maildrop holds: the replies to STAT, LIST and UIDL (RFC 1939 §5 and §7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pillarbox::pop3 {

// One message as the server numbers it in this session.
// NOTE: RFC 1939 §5 counts from 1, and servers were seen that count from 0: a message is asked for
// by the number that the server gave it.
struct Entry {
  uint32_t number = 0;
  std::string uidl;         // opaque octets of any length
  uint32_t occurrence = 0;  // 0 for the first message with this UIDL, 1 for the second…
  uint64_t octets = 0;      // from LIST; advisory, servers lie; 0 if unknown
};

// STAT's count of messages; nothing if there is no number. Its octets are of no use to anyone.
std::optional<uint32_t> parse_stat(std::string_view text);

// The same from LIST alone, for servers without UIDL: every name is empty.
std::vector<Entry> list_alone(std::string_view list_lines);

// Numbers the messages with the same UIDL.
void count_occurrences(std::vector<Entry>& entries);

// The two bodies joined by message number. UIDL's say decides what exists: a message without one
// cannot be recognised again, and a size without one is of no use. In order of the numbers.
std::vector<Entry> join_listing(std::string_view uidl_lines, std::string_view list_lines);

}  // namespace pillarbox::pop3
