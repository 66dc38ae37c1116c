// SPDX-License-Identifier: Apache-2.0
#include "sasl/base64.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::sasl;
using namespace std::string_view_literals;

TEST_CASE("base64 is that of RFC 4648 §10") {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\0\xff\xfe"sv, "AP/+"},
  };
  for (const auto& [octets, text] : vectors) {
    INFO(text);
    CHECK(encode_base64(octets) == text);
    CHECK(decode_base64(text) == std::string(octets));
  }
}

TEST_CASE("what is not base64 is refused") {
  for (const auto text : {"Zg"sv, "Zg="sv, "Zg==="sv, "Z==="sv, "Zg==Zg=="sv, "Z g="sv, "Zm9v\n"sv,
                          "=Zg="sv, "Zm-_"sv, "===="sv}) {
    INFO(text);
    CHECK_FALSE(decode_base64(text));
  }
}
