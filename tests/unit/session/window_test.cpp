// SPDX-License-Identifier: Apache-2.0
#include "session/window.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

using pillarbox::session::Window;
namespace limits = pillarbox::limits;

namespace {

// A line of `rate` octets a millisecond and a round trip, whose server always has the whole window
// to send: what comes in a round trip is the window, or all that the line carries.
uint64_t settled(uint64_t rate, int64_t round_trip) {
  Window window;
  window.asked(0);
  window.heard(10, round_trip);
  int64_t now = round_trip;
  for (int turn = 0; turn < 50; ++turn) {
    now += round_trip;
    window.heard(std::min(window.octets(), rate * static_cast<uint64_t>(round_trip)), now);
  }
  return window.octets();
}

}  // namespace

TEST_CASE("the window starts small and grows to twice what the line holds") {
  CHECK(Window().octets() == limits::kLeastWindowOctets);
  // 10 MB/s over 100 ms hold 1 MB.
  CHECK(settled(10'000, 100) == 2'000'000);
}

TEST_CASE("a short or slow line keeps the least window, and none goes over the most") {
  CHECK(settled(1'000, 20) == limits::kLeastWindowOctets);
  CHECK(settled(1'000'000, 300) == limits::kMostWindowOctets);
}

TEST_CASE("the shortest line has the window of one of ten milliseconds") {
  CHECK(settled(90'000, 1) == 2 * 10 * 90'000);
}

TEST_CASE("silence does not make the window smaller") {
  Window window;
  window.asked(0);
  window.heard(10, 100);
  window.heard(2'000'000, 200);
  const uint64_t before = window.octets();
  window.heard(10, 60'000);
  CHECK(window.octets() == before);
}
