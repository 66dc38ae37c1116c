// SPDX-License-Identifier: Apache-2.0
// What is signed in whole, in segments, and cut short. tests/data/mime/signed has what OpenSSL
// wrote.
#include "mime/signed_data.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

std::string element(char tag, const std::string& contents) {
  std::string out(1, tag);
  if (contents.size() < 128) {
    out += static_cast<char>(contents.size());
  } else {
    out += '\x82';
    out += static_cast<char>(contents.size() >> 8);
    out += static_cast<char>(contents.size());
  }
  return out + contents;
}
std::string open_element(char tag, const std::string& contents) {
  return std::string{tag, '\x80'} + contents + std::string(2, '\0');
}

const std::string kType = element('\x06', "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02");
const std::string kData = element('\x06', "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01");
const std::string kVersion = element('\x02', "\x01");

using Wrap = std::string (*)(char, const std::string&);

// A SignedData around an octet string, with something behind it that is not to be read.
std::string signed_data(Wrap wrap, const std::string& octets) {
  const std::string algorithms = wrap('\x31', wrap('\x30', element('\x06', "\x01\x02")));
  const std::string content = wrap('\x30', kData + wrap('\xa0', octets));
  const std::string rest = element('\xa0', "certificates") + element('\x31', "signers");
  return wrap('\x30', kType + wrap('\xa0', wrap('\x30', kVersion + algorithms + content + rest)));
}

std::string unwrapped(const std::string& octets) {
  Buffer buffer(octets.begin(), octets.end());
  if (!unwrap_signed_data(buffer)) return "none";
  return std::string(as_text(buffer));
}

}  // namespace

TEST_CASE("what is signed comes out") {
  const std::string mail(300, 'm');
  for (const Wrap wrap : {&element, &open_element}) {
    CHECK(unwrapped(signed_data(wrap, element('\x04', mail))) == mail);
    CHECK(unwrapped(signed_data(wrap, element('\x04', ""))).empty());
    const std::string segments = element('\x04', "one ") + element('\x04', "two ");
    CHECK(unwrapped(signed_data(wrap, wrap('\x24', segments + element('\x04', "three")))) ==
          "one two three");
    // Segments of segments: X.690 §8.7.3.2 allows them.
    CHECK(unwrapped(
              signed_data(wrap, wrap('\x24', wrap('\x24', segments) + element('\x04', "three")))) ==
          "one two three");
  }
}

TEST_CASE("what is something else does not") {
  const std::string whole = signed_data(&element, element('\x04', "mail"));
  CHECK(begins_signed_data(as_bytes(std::string_view(whole).substr(0, 32))));
  std::string encrypted = whole;
  encrypted[whole.find(kType) + 10] = '\x03';
  CHECK_FALSE(begins_signed_data(as_bytes(encrypted)));
  CHECK(unwrapped(encrypted) == "none");
  // Detached: there is no content.
  CHECK(unwrapped(element('\x30',
                          kType + element('\xa0', element('\x30', kVersion + element('\x31', "") +
                                                                      element('\x30', kData))))) ==
        "none");
  CHECK(unwrapped("") == "none");
  CHECK(unwrapped("Content-Type: text/plain\r\n\r\nmail") == "none");
}

TEST_CASE("every prefix is read as far as it goes") {
  const std::string segments = element('\x04', "one ") + element('\x04', "two");
  for (const std::string& whole : {signed_data(&element, element('\x04', "one two")),
                                   signed_data(&open_element, open_element('\x24', segments))}) {
    for (size_t size = 0; size <= whole.size(); ++size) {
      const std::string got = unwrapped(whole.substr(0, size));
      CHECK((got == "none" || std::string_view("one two").starts_with(got)));
    }
  }
}
