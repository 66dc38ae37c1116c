// SPDX-License-Identifier: Apache-2.0
#include "mime/address.h"

#include <catch2/catch_test_macros.hpp>

using namespace pillarbox::mime;

namespace {

// "name|address, name|address": enough to compare by eye.
std::string read(std::string_view value) {
  Defects defects;
  std::string out;
  for (const Address& address : parse_addresses(value, {}, defects)) {
    if (!out.empty()) out += ", ";
    out += address.name + '|' + address.address;
  }
  return out;
}

struct Row {
  std::string_view in;
  std::string_view out;
};

}  // namespace

TEST_CASE("RFC 5322 addresses") {
  const Row rows[] = {
      {"John Doe <jdoe@machine.example>", "John Doe|jdoe@machine.example"},
      {"mary@x.test, jdoe@example.org, Who? <one@y.test>",
       "|mary@x.test, |jdoe@example.org, Who?|one@y.test"},
      {"<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>",
       "|boss@nil.test, Giant; \"Big\" Box|sysservices@example.net"},
      {"A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
       "Ed Jones|c@a.test, |joe@where.test, John|jdoe@one.test"},
      {"Undisclosed recipients:;", ""},
      {"Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete|pete@silly.test"},
      {"A Group(Some people)\r\n :Chris Jones <c@(Chris's host.)public.example>, "
       "joe@example.org,\r\n"
       " John <jdoe@one.test> (my dear friend); (the end of the group)",
       "Chris Jones|c@public.example, |joe@example.org, John|jdoe@one.test"},
      {"Joe Q. Public <john.q.public@example.com>", "Joe Q. Public|john.q.public@example.com"},
      {"Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
       "Mary Smith|mary@example.net, |jdoe@test.example"},
      {"<@a.test,@b.test:joe@c.test>", "|joe@c.test"},
      {"John Doe <jdoe@machine(comment).  example>", "John Doe|jdoe@machine.example"},
      {"bob@example.org (Bob Smith)", "Bob Smith|bob@example.org"},
      {"\"john smith\"@example.org", "|\"john smith\"@example.org"},
      {"<\"john smith\"@example.org>", "|\"john smith\"@example.org"},
      {"\"john\"@example.org", "|john@example.org"},
      {"joe@[IPv6:2001:db8::1]", "|joe@[IPv6:2001:db8::1]"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(read(row.in) == row.out);
  }
}

TEST_CASE("addresses as people and programs write them") {
  const Row rows[] = {
      {"Bob", "Bob|"},
      {"<bob>", "|bob"},
      {"Bob bob@example.org", "Bob|bob@example.org"},
      {"\"Bob\" bob@example.org", "Bob|bob@example.org"},
      {"a@x.test; b@x.test", "|a@x.test, |b@x.test"},
      {"Bob <bob@example.org", "Bob|bob@example.org"},
      {"Bob <bob@x.test, Al <al@x.test>", "Bob|bob@x.test, Al|al@x.test"},
      {"<<bob@example.org>>", "|bob@example.org"},
      {"<bob@example.org> Bob", "Bob|bob@example.org"},
      {"\"Bob <bob@example.org>", "Bob|bob@example.org"},
      {"[list] Bob <bob@example.org>", "[list] Bob|bob@example.org"},
      {"mailto <mailto:bob@example.org>", "mailto|bob@example.org"},
      {"=?utf-8?Q?Smith,_B=C3=B6b?= <bob@x.test>", "Smith, Böb|bob@x.test"},
      {"=?utf-8?Q?Smith, B=C3=B6b?= <bob@x.test>", "Smith, Böb|bob@x.test"},
      {"\"=?utf-8?Q?B=C3=B6b?=\" <bob@x.test>", "Böb|bob@x.test"},
      {"B\xf6"
       "b <bob@x.test>",
       "Böb|bob@x.test"},
      {"jürgen@müller.example", "|jürgen@müller.example"},
      {"(only a comment)", ""},
      {"((((((((((", ""},
      {"", ""},
      {",,;,", ""},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(read(row.in) == row.out);
  }
}
