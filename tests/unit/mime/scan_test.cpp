// SPDX-License-Identifier: Apache-2.0
// The functions that look at sixteen octets at once agree with their scalar twins.
#include "mime/scan.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "mime/base64.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

// Text in which what is looked for is neither rare nor everywhere.
std::string random_text(std::mt19937& random) {
  constexpr std::string_view kLikely = "abcdefghABCD0123+/\r\n\n--be=y\"\\\x1f \x80\xff";
  std::string text(random() % 200, '\0');
  for (char& c : text) {
    c = random() % 8 == 0 ? static_cast<char>(random()) : kLikely[random() % kLikely.size()];
  }
  return text;
}

}  // namespace

TEST_CASE("scalar and SIMD agree on a million random inputs") {
  std::mt19937 random(11);
  for (int round = 0; round < 1'000'000; ++round) {
    const std::string text = random_text(random);
    const size_t from = random() % (text.size() + 1);
    bool same = find_octet(text, '\n', from) == scalar_find_octet(text, '\n', from) &&
                find_json_escape(text, from) == scalar::find_json_escape(text, from) &&
                find_high(text, from) == scalar::find_high(text, from);
    const size_t line = from == 0 ? 0 : scalar_find_octet(text, '\n', from - 1) + 1;
    if (line <= text.size()) {
      same = same && find_line(text, '-', '-', line) == scalar::find_line(text, '-', '-', line);
    }

    std::string characters = text;
    for (char& c : characters) {
      if (random() % 64 != 0) c = "ABYZabyz0189+/"[random() % 14];
    }
    Buffer wide(200);
    Buffer narrow(200);
    const size_t groups = decode_base64_blocks(as_bytes(characters), wide);
    const Bytes decoded = as_bytes(characters).first(4 * groups);
    same = same && scalar::decode_base64_groups(decoded, narrow) == groups &&
           std::equal(wide.begin(), wide.begin() + static_cast<std::ptrdiff_t>(3 * groups),
                      narrow.begin());
    if (!same) FAIL("round " << round);
  }
  SUCCEED();
}

TEST_CASE("each place in a block is found") {
  for (size_t length = 0; length < 70; ++length) {
    for (size_t at = 0; at < length; ++at) {
      std::string text(length, 'a');
      text[at] = '\n';
      CHECK(find_octet(text, '\n', 0) == at);
      CHECK(find_json_escape(text, 0) == at);
      text[at] = '\xff';
      CHECK(find_high(text, 0) == at);
      CHECK(find_octet(text, '\n', 0) == length);
    }
  }
}

TEST_CASE("base64 blocks stop at every octet that is not of the alphabet") {
  for (int octet = 0; octet < 256; ++octet) {
    std::string text(64, 'A');
    text[37] = static_cast<char>(octet);
    const bool known = std::isalnum(octet) != 0 || octet == '+' || octet == '/';
    Buffer out(80);
    CHECK(decode_base64_blocks(as_bytes(text), out) == (known ? 16 : 9));
    CHECK(scalar::decode_base64_groups(as_bytes(text), out) == (known ? 16 : 9));
  }
}
