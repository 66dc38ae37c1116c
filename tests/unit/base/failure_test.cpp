// SPDX-License-Identifier: Apache-2.0
#include "base/failure.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>

using namespace pillarbox;

TEST_CASE("every failure has a name of its own, in the form of the contract") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
    const std::string_view each = name(static_cast<Code>(i));
    INFO(each);
    CHECK(names.insert(each).second);
    CHECK(each.find_first_not_of("abcdefghijklmnopqrstuvwxyz.-") == std::string_view::npos);
  }
}
