// SPDX-License-Identifier: Apache-2.0
#include "mime/embedded.h"

#include <catch2/catch_test_macros.hpp>

#include "mime/transfer.h"
#include "mime/uuencode.h"

using namespace pillarbox;
using namespace pillarbox::mime;

TEST_CASE("a uuencoded line says how long it is") {
  CHECK(is_uuencoded("#0V%T"));
  CHECK(is_uuencoded("`"));
  CHECK(is_uuencoded(" "));
  CHECK(is_uuencoded("#0V%T!"));  // a check character
  CHECK(is_uuencoded("#0V%"));    // a space cut at the end
  CHECK(!is_uuencoded(""));
  CHECK(!is_uuencoded("and then some"));
  CHECK(!is_uuencoded("#0V%Tmore than it says"));
  CHECK(!is_uuencoded("M short"));
}

TEST_CASE("lines of uuencode and yEnc decode") {
  const auto uu = [](std::string_view lines) {
    const Buffer out = decode_all(TransferDecoder::of_uuencoded(as_bytes(lines)), 0);
    return std::string(as_text(out));
  };
  CHECK(uu("#0V%T\n`\n") == "Cat");
  CHECK(uu("#0V%T\r\n#0V%T\r\n") == "CatCat");
  CHECK(uu("\"0V$\n") == "Ca");
  CHECK(uu("!0P\n") == "C");
  CHECK(uu("").empty());
  const auto yenc = [](std::string_view lines) {
    const Buffer out = decode_all(TransferDecoder::of_yencoded(as_bytes(lines)), 0);
    return std::string(as_text(out));
  };
  CHECK(yenc("m\x8b\x9e") == "Cat");
  CHECK(yenc("m\r\n\x8b\n\x9e") == "Cat");
  CHECK(yenc("=}") == "\x13");
  CHECK(yenc("=") == "");
}

TEST_CASE("prose is no file") {
  Defects defects;
  CHECK(find_embedded("begin 644 the day\nwith coffee\n", defects).empty());
  CHECK(find_embedded("begin 9999 x\n#0V%T\nend\n", defects).empty());
  CHECK(find_embedded("we begin 644 x\n#0V%T\nend\n", defects).empty());
  CHECK(find_embedded("=ybegin and so on\n", defects).empty());
  CHECK(find_embedded("begin 644 x\n", defects).empty());
  CHECK(defects.list().empty());
}
