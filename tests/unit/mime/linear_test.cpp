// SPDX-License-Identifier: Apache-2.0
// Mail made to be slow: twice the octets may take twice the time. Processor time is compared, the
// least of several runs, with a bound that only growth faster than linear can break: from n to 4n a
// quadratic reader takes sixteen times as long, a linear one four.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <ctime>
#include <functional>
#include <string>

#include "mime/html_text.h"
#include "mime/message.h"
#include "mime/summary.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

std::string repeat(std::string_view what, size_t octets) {
  std::string out;
  while (out.size() < octets) out += what;
  return out;
}

std::string nested_multiparts(size_t octets) {
  std::string out;
  for (size_t i = 0; out.size() < octets; ++i) {
    const std::string boundary = std::to_string(i);
    out += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
  }
  return out;
}

struct Attack {
  std::string_view name;
  std::function<std::string(size_t)> make;
};

const Attack kAttacks[] = {
    {"nested multiparts", nested_multiparts},
    {"boundaries",
     [](size_t n) {
       return "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + repeat("--b\r\n", n);
     }},
    {"lines that are almost boundaries",
     [](size_t n) {
       return "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + repeat("--bb\r\n", n);
     }},
    {"multiparts with wrong boundaries",
     [](size_t n) {
       return "Content-Type: multipart/mixed; boundary=no\r\n\r\n" +
              repeat("--x\r\nContent-Type: multipart/mixed; boundary=no\r\n\r\n", n);
     }},
    {"one long header", [](size_t n) { return "Subject: " + repeat("word ", n); }},
    {"folds", [](size_t n) { return "Subject:" + repeat("\r\n a", n); }},
    {"fields", [](size_t n) { return repeat("X: y\r\n", n); }},
    {"open comments", [](size_t n) { return "To: " + repeat("(", n); }},
    {"open quotes", [](size_t n) { return "To: " + repeat("\"a <", n); }},
    {"open brackets", [](size_t n) { return "To: " + repeat("[", n); }},
    {"open angles", [](size_t n) { return "To: " + repeat("<", n); }},
    {"groups", [](size_t n) { return "To: " + repeat("a:b;", n); }},
    {"addresses", [](size_t n) { return "To: " + repeat("a@b.example,", n); }},
    {"words of an address", [](size_t n) { return "To: " + repeat("a@ ", n); }},
    {"date words", [](size_t n) { return "Date: " + repeat("(1 Jan ", n); }},
    {"ids", [](size_t n) { return "References: " + repeat("<", n); }},
    {"starts of encoded words", [](size_t n) { return "Subject: " + repeat("=?a?q?", n); }},
    {"question marks", [](size_t n) { return "Subject: =?a?q?" + repeat("?", n); }},
    {"encoded words", [](size_t n) { return "Subject: " + repeat("=?utf-8?b?YQ?= ", n); }},
    {"parameters", [](size_t n) { return "Content-Type: a/b" + repeat("; a*0=b", n); }},
    {"quotes in parameters", [](size_t n) { return "Content-Type: a/b; " + repeat("\"a=", n); }},
    {"soft line breaks",
     [](size_t n) {
       return "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + repeat("=\r\n", n);
     }},
    {"spaces in quoted-printable",
     [](size_t n) {
       return "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + repeat(" ", n);
     }},
    {"padding",
     [](size_t n) { return "Content-Transfer-Encoding: base64\r\n\r\n" + repeat("YQ==", n); }},
    {"uuencode that is none", [](size_t n) { return "\r\n" + repeat("begin 644 a\r\n", n); }},
    {"uuencode", [](size_t n) { return "\r\n" + repeat("begin 644 a\r\n#0V%T\r\nend\r\n", n); }},
    {"yenc",
     [](size_t n) { return "A: b\r\n\r\n" + repeat("=ybegin line=1 size=1 name=a\r\n", n); }},
    {"escapes of ISO 2022", [](size_t n) { return "A: b\r\n\r\n" + repeat("\x1b$C\x1b(B", n); }},
    {"tags never closed",
     [](size_t n) { return "Content-Type: text/html\r\n\r\n" + repeat("<a b=\"", n); }},
    {"comments never closed",
     [](size_t n) { return "Content-Type: text/html\r\n\r\n" + repeat("<!-- ", n); }},
    {"styles never closed",
     [](size_t n) { return "Content-Type: text/html\r\n\r\n" + repeat("<style>", n); }},
};

double seconds(const std::string& mail) {
  double least = 1e9;
  for (int run = 0; run < 3; ++run) {
    const std::clock_t begin = std::clock();
    const Message message = parse(as_bytes(mail));
    to_json(message);
    summarise(as_bytes(mail));
    html_to_text(mail, Quotes::leave_out);
    least = std::min(least, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  return least;
}

}  // namespace

TEST_CASE("time grows with the octets and no faster") {
  constexpr size_t kOctets = 100'000;
  for (const Attack& attack : kAttacks) {
    const double one = seconds(attack.make(kOctets));
    const double four = seconds(attack.make(4 * kOctets));
    INFO(attack.name << ": " << one << " s, then " << four << " s");
    // A constant for what is too short to be measured.
    CHECK(four < 8 * one + 0.02);
  }
}
