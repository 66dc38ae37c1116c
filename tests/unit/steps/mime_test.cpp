// SPDX-License-Identifier: Apache-2.0
// Mail made to be slow: twice the octets may take twice the steps, at n, 2n and 4n. A quadratic
// reader takes four times as many each time; sorting, the least that is more than linear, 2.1.
// Nor may any octet be dear, where a limit ends the growth before the first n.
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>

#include "mime/html_text.h"
#include "mime/message.h"
#include "mime/origin.h"
#include "mime/rtf.h"
#include "mime/summary.h"
#include "steps/steps.h"

using namespace std::literals;
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

// The beginning of a mail that is signed data, up to its content.
constexpr std::string_view kSignedData =
    "Content-Type: application/pkcs7-mime\r\n\r\n"
    "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00"
    "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80"sv;

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
    {"parts without a charset",
     [](size_t n) {
       return "Content-Type: multipart/mixed; boundary=b\r\nSubject:" +
              repeat("\r\n =?a?q?", n / 8) + "\r\n\r\n" + repeat("--b\r\n\r\n\xe9\r\n", n);
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
    {"segments in segments of S/MIME",
     [](size_t n) { return std::string(kSignedData) + repeat("\x24\x80", n); }},
    {"empty segments of S/MIME",
     [](size_t n) { return std::string(kSignedData) + repeat("\x04\0"sv, n); }},
    {"groups of RTF", [](size_t n) { return "{\\rtf1" + repeat("{\\b ", n); }},
    {"characters of RTF", [](size_t n) { return "{\\rtf1" + repeat("\\u8364?\\'80", n); }},
    {"results with comments",
     [](size_t n) { return "Authentication-Results: a" + repeat(";(", n); }},
    {"results", [](size_t n) { return "Authentication-Results: a" + repeat(";a=b c.d=e", n); }},
    {"addresses of a list", [](size_t n) { return "List-Unsubscribe: " + repeat("<a", n); }},
    {"fields of a list", [](size_t n) { return repeat("List-Post: <a:b>\r\n", n); }},
    {"styles never closed",
     [](size_t n) { return "Content-Type: text/html\r\n\r\n" + repeat("<style>", n); }},
};

uint64_t steps_to_read(const std::string& mail) {
  const uint64_t before = steps::taken();
  const Message message = parse(as_bytes(mail));
  to_json(message);
  read_origin(message);
  read_rtf(mail);
  summarise(as_bytes(mail));
  html_to_text(mail, Quotes::leave_out);
  return steps::taken() - before;
}

}  // namespace

TEST_CASE("steps grow with the octets and no faster") {
  constexpr size_t kOctets = 100'000;
  constexpr uint64_t kMostAnOctet = 200;
  for (const Attack& attack : kAttacks) {
    const uint64_t one = steps_to_read(attack.make(kOctets));
    const uint64_t two = steps_to_read(attack.make(2 * kOctets));
    const uint64_t four = steps_to_read(attack.make(4 * kOctets));
    INFO(attack.name << ": " << one << " steps, then " << two << ", then " << four);
    CHECK(one >= kOctets);  // they are counted at all
    CHECK(one <= kOctets * kMostAnOctet);
    CHECK(two * 10 <= one * 22);
    CHECK(four * 10 <= two * 22);
  }
}
