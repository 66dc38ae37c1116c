// SPDX-License-Identifier: Apache-2.0
#include "mime/origin.h"

#include <catch2/catch_test_macros.hpp>

#include "base/limits.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

// The message borrows from the mail, so the origin must not.
Origin origin_of(const std::string& header) { return read_origin(parse(as_bytes(header))); }

using Properties = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("RFC 8601 Appendix B: the examples") {
  const Origin none = origin_of("Authentication-Results: example.org 1; none\r\n\r\n");
  REQUIRE(none.authentication.size() == 1);
  CHECK(none.authentication[0].server == "example.org");
  CHECK(none.authentication[0].results.empty());

  const Origin two = origin_of(
      "Authentication-Results: example.com;\r\n auth=pass (cram-md5) "
      "smtp.auth=sender@example.net;\r\n spf=pass smtp.mailfrom=example.net\r\n"
      "Authentication-Results: example.com; iprev=pass\r\n policy.iprev=192.0.2.200\r\n\r\n");
  REQUIRE(two.authentication.size() == 2);
  REQUIRE(two.authentication[0].results.size() == 2);
  CHECK(two.authentication[0].results[0].method == "auth");
  CHECK(two.authentication[0].results[0].properties ==
        Properties{{"smtp.auth", "sender@example.net"}});
  CHECK(two.authentication[0].results[1].method == "spf");
  CHECK(two.authentication[0].results[1].result == "pass");
  CHECK(two.authentication[1].results[0].properties == Properties{{"policy.iprev", "192.0.2.200"}});

  const Origin commented = origin_of(
      "Authentication-Results: foo.example.net (foobar) 1 (baz);\r\n"
      "    dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
      "      policy (A dot can go here) . (like that) expired\r\n"
      "      (this surprised me) = (as I wasn't expecting it) 1362471462\r\n\r\n");
  REQUIRE(commented.authentication.size() == 1);
  CHECK(commented.authentication[0].server == "foo.example.net");
}

TEST_CASE("results as servers write them") {
  const Origin origin = origin_of(
      "Authentication-Results: mx.example.com;\r\n"
      "       DKIM=Pass header.i=@a.example header.s=k1 header.b=\"a/b=\";\r\n"
      "       dmarc=fail (p=REJECT \\) sp=NONE) reason=\"no; match\" header.from=b.example;\r\n"
      "       arc=none\r\n\r\n");
  REQUIRE(origin.authentication.size() == 1);
  const std::vector<AuthenticationResult>& results = origin.authentication[0].results;
  REQUIRE(results.size() == 3);
  CHECK(results[0].method == "dkim");
  CHECK(results[0].result == "pass");
  CHECK(results[0].properties ==
        Properties{{"header.i", "@a.example"}, {"header.s", "k1"}, {"header.b", "a/b="}});
  CHECK(results[1].reason == "no; match");
  CHECK(results[1].properties == Properties{{"header.from", "b.example"}});
  CHECK(results[2].method == "arc");
}

TEST_CASE("RFC 6376 §3.5: who signed") {
  const Origin origin = origin_of(
      "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=brisbane;\r\n"
      "   c=simple; q=dns/txt; i=@eng.exa\r\n mple.net; b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSb\r\n"
      "DKIM-Signature: d=second.example;d=third.example;;s\r\n\r\n");
  REQUIRE(origin.signatures.size() == 2);
  CHECK(origin.signatures[0].domain == "example.net");
  CHECK(origin.signatures[0].selector == "brisbane");
  CHECK(origin.signatures[0].identity == "@eng.example.net");
  CHECK(origin.signatures[0].algorithm == "rsa-sha256");
  CHECK(origin.signatures[1].domain == "second.example");
  CHECK(origin.signatures[1].selector.empty());
}

TEST_CASE("RFC 2369, 2919 and 8058: which list") {
  const MailingList list = origin_of(
                               "List-Id: =?utf-8?q?Caf=C3=A9?= \"news\" <news.a.example>\r\n"
                               "List-Unsubscribe: (by mail) <mailto:u@a.example?subject=x>,\r\n"
                               "  <https://a.example/\r\n u?a,b>\r\n"
                               "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                               "List-Post: NO\r\nList-Archive: <http://a.example/>\r\nList-Help: "
                               "<mailto:h@a.example\r\n\r\n")
                               .list;
  CHECK(list.id == "news.a.example");
  CHECK(list.name == "Café \"news\"");
  CHECK(list.unsubscribe ==
        std::vector<std::string>{"mailto:u@a.example?subject=x", "https://a.example/u?a,b"});
  CHECK(list.one_click);
  CHECK(list.post.empty());
  CHECK(list.archive == std::vector<std::string>{"http://a.example/"});
  CHECK(list.help.empty());
  CHECK(origin_of("List-ID: bare.a.example\r\n\r\n").list.id == "bare.a.example");
  CHECK_FALSE(origin_of("Subject: none\r\n\r\n").list.one_click);
}

TEST_CASE("a header full of results is cut") {
  std::string header = "Authentication-Results: a";
  for (size_t i = 0; i < 3 * limits::kParameters; ++i) header += ";spf=pass";
  const Origin origin = origin_of(header + "\r\n\r\n");
  REQUIRE(origin.authentication.size() == 1);
  CHECK(origin.authentication[0].results.size() <= limits::kParameters);
}
