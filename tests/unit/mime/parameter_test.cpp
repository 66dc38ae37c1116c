// SPDX-License-Identifier: Apache-2.0
#include "mime/parameter.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::mime;

namespace {

std::string read(std::string_view value, std::string_view name) {
  Defects defects;
  return std::string(parse_parameters(value, {}, defects).parameter(name));
}

struct Row {
  std::string_view in;
  std::string_view out;  // of "name"
};

}  // namespace

TEST_CASE("RFC 2231: the examples") {
  CHECK(read("message/external-body; access-type=URL; URL*0=\"ftp://\"; "
             "URL*1=\"cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar\"",
             "url") == "ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar");
  CHECK(read("application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A",
             "title") == "This is ***fun***");
  CHECK(read("application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; "
             "title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"",
             "title") == "This is even more ***fun*** isn't it!");
}

TEST_CASE("parameters as they come") {
  const Row rows[] = {
      {"a/b; name=x", "x"},
      {"a/b;name=\"x y\"", "x y"},
      {"a/b; NAME = x ; other=y", "x"},
      {"a/b; name=\"a \\\"b\\\" \\\\ c\"", "a \"b\" \\ c"},
      {"a/b; name=\"C:\\temp\\x.txt\"", "C:\\temp\\x.txt"},
      {"a/b; name=x (comment)", "x"},
      {"a/b (c); name=x", "x"},
      {"a/b; name=my report (1).pdf", "my report (1).pdf"},
      {"a/b; name=my report.pdf; size=3", "my report.pdf"},
      {"a/b; name=x charset=y", "x"},
      {"a/b; name=\"x\" charset=y", "x"},
      {"a/b; name=\"never closed", "never closed"},
      {"a/b; ; ; =; name=x", "x"},
      {"a/b; junk name=x", "x"},
      {"a/b; name=first; name=second", "first"},
      {"a/b; name=", ""},
      {"a/b; name*1=b; name*0=a", "ab"},            // any order
      {"a/b; name*0=a; name*2=c", "a"},             // a gap ends it
      {"a/b; name*0=a; name*0=x; name*1=b", "ab"},  // twice
      {"a/b; name=plain; name*=utf-8''caf%C3%A9", "café"},
      {"a/b; name*=utf-8''caf%c3%a9; name=plain", "café"},
      {"a/b; name*0*=utf-8''caf%C3; name*1*=%A9", "café"},  // a character in two sections
      {"a/b; name*=iso-8859-1''caf%E9", "café"},
      {"a/b; name*=''caf%C3%A9", "café"},
      {"a/b; name*=caf%C3%A9", "café"},
      {"a/b; name*=utf-8''100%", "100%"},
      {"a/b; name=\"=?utf-8?Q?caf=C3=A9?=\"", "café"},
      {"a/b; name==?utf-8?Q?caf=C3=A9?=; x=y", "café"},
      {"a/b; name*0=\"=?utf-8?Q?caf=C3\"; name*1=\"=A9?=\"", "café"},
      {"a/b; name=\"caf%C3%A9.txt\"", "café.txt"},
      {"a/b; name=\"100%25.txt\"", "100%25.txt"},
      {"a/b; name=\"a%20b.txt\"", "a b.txt"},
      {"a/b; name=\"caf\xc3\xa9\"", "café"},
      {"a/b; name=\"caf\xe9\"", "café"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(read(row.in, "name") == row.out);
  }
}

TEST_CASE("the value before the parameters") {
  Defects defects;
  CHECK(parse_parameters(" Text/Plain ; charset=x", {}, defects).value == "Text/Plain");
  CHECK(parse_parameters("text/ (c) plain", {}, defects).value == "text/plain");
  CHECK(parse_parameters("", {}, defects).value.empty());
  CHECK(parse_parameters("; charset=x", {}, defects).parameter("charset") == "x");
}
