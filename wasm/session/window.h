// SPDX-License-Identifier: Apache-2.0
// How many octets of mail may be asked for ahead: twice what the line holds, its bandwidth times
// its round trip. Both are measured, as congestion control does it: the round trip is the shortest
// time from a command that was alone under way to its reply, the bandwidth the most that came in a
// stretch of at least one round trip. While the window is what slows us down each stretch brings a
// whole window, so it doubles; once the line is full it stays.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/limits.h"

namespace pillarbox::session {

class Window {
 public:
  // A command was sent while nothing else was under way.
  void asked(int64_t now) { asked_at_ = now; }

  // Octets came in, as they are on the way: with TLS and all.
  void heard(uint64_t octets, int64_t now) {
    if (asked_at_) {
      const int64_t trip = std::max<int64_t>(1, now - *asked_at_);
      round_trip_ = round_trip_ ? std::min(*round_trip_, trip) : trip;
      asked_at_.reset();
      since_ = now;
      octets_ = 0;
      return;
    }
    octets_ += octets;
    if (!round_trip_) return;
    const int64_t stretch = std::max(*round_trip_, kShortestStretch);
    const int64_t elapsed = now - since_;
    if (elapsed < stretch) return;
    const uint64_t came = octets_ * static_cast<uint64_t>(stretch) / static_cast<uint64_t>(elapsed);
    since_ = now;
    octets_ = 0;
    size_ = std::clamp(std::max(size_, 2 * came), limits::kLeastWindowOctets,
                       limits::kMostWindowOctets);
  }

  uint64_t octets() const { return size_; }

 private:
  // Milliseconds are all the clock has; and on the shortest line too a server, a relay and we are
  // processes that wait for their turn.
  static constexpr int64_t kShortestStretch = 10;

  std::optional<int64_t> asked_at_;
  std::optional<int64_t> round_trip_;
  int64_t since_ = 0;
  uint64_t octets_ = 0;
  uint64_t size_ = limits::kLeastWindowOctets;
};

}  // namespace pillarbox::session
