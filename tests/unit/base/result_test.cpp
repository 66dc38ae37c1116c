// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/failure.h"

using namespace pillarbox;

TEST_CASE("a result holds a value or the reason why there is none") {
  Result<std::string, Failure> value = std::string("mail");
  REQUIRE(value);
  CHECK(*value == "mail");
  CHECK(value->size() == 4);

  const Result<std::string, Failure> none =
      Unexpected{Failure{Code::server_busy, "locked by another session"}};
  REQUIRE_FALSE(none);
  CHECK(none.error().code == Code::server_busy);
  CHECK(none.error().detail == "locked by another session");
  CHECK(none.value_or("empty") == "empty");
}

TEST_CASE("a result of two equal types still tells them apart") {
  const Result<int, int> value = 7;
  const Result<int, int> none = Unexpected{7};
  CHECK(value);
  CHECK_FALSE(none);
}
