// SPDX-License-Identifier: Apache-2.0
#include "base/find.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace pillarbox;

TEST_CASE("an octet is found wherever it stands, and the first of several") {
  for (size_t length = 0; length < 70; ++length) {
    const std::string without(length, 'a');
    for (size_t from = 0; from <= length + 1; ++from) {
      CHECK(find_octet(without, '.', from) == length);
      CHECK(scalar_find_octet(without, '.', from) == length);
    }
    for (size_t at = 0; at < length; ++at) {
      std::string text = without;
      text[at] = '.';
      text[length - 1] = '.';
      CHECK(find_octet(text, '.', 0) == at);
      CHECK(scalar_find_octet(text, '.', 0) == at);
      CHECK(find_octet(text, '.', at) == at);
      CHECK(find_octet(text, '.', at + 1) == (at + 1 == length ? length : length - 1));
      CHECK(find_octet(text, '\xae', 0) == length);  // '.' with its highest bit set
    }
  }
}
