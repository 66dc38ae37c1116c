// SPDX-License-Identifier: Apache-2.0
// The newest ticket of each server, in memory, for as long as the module lives.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>

#include "base/limits.h"
#include "tls/channel.h"

namespace pillarbox::tls {

class Tickets {
 public:
  // None if there is none. RFC 8446 §C.4: "Clients SHOULD NOT reuse a ticket for multiple
  // connections", so it is taken away.
  Ticket take(const std::string& host) {
    auto found = tickets_.extract(host);
    return found.empty() ? Ticket() : std::move(found.mapped());
  }

  void keep(const std::string& host, Ticket ticket) {
    if (!ticket) return;
    // A person has few mail servers; who has more does without the others' tickets.
    if (tickets_.size() >= limits::kTickets && !tickets_.contains(host)) tickets_.clear();
    tickets_.insert_or_assign(host, std::move(ticket));
  }

 private:
  std::unordered_map<std::string, Ticket> tickets_;
};

}  // namespace pillarbox::tls
