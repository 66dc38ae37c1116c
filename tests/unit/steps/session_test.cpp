// SPDX-License-Identifier: Apache-2.0
// A large maildrop is planned in steps that grow with it and no faster.
#include <catch2/catch_test_macros.hpp>

#include "session/large_listing.h"
#include "steps/steps.h"

using namespace pillarbox;

namespace {

uint64_t steps_to_plan(size_t messages) {
  const std::string listing = large::listing(messages);
  const uint64_t before = steps::taken();
  session::Session session(large::config());
  const session::Output output = large::plan(session, messages, listing);
  const uint64_t steps = steps::taken() - before;
  REQUIRE(as_text(output.send).starts_with("RETR " + std::to_string(messages) + "\r\n"));
  return steps;
}

}  // namespace

TEST_CASE("a listing is planned in steps that grow with it and no faster") {
  constexpr size_t kMessages = 25'000;
  constexpr uint64_t kMostAMessage = 2000;
  const uint64_t one = steps_to_plan(kMessages);
  const uint64_t two = steps_to_plan(2 * kMessages);
  const uint64_t four = steps_to_plan(4 * kMessages);
  INFO(one << " steps, then " << two << ", then " << four);
  CHECK(one >= kMessages);
  CHECK(one <= kMessages * kMostAMessage);
  CHECK(two * 10 <= one * 22);
  CHECK(four * 10 <= two * 22);
}
