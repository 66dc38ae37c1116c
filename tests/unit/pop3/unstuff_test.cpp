// SPDX-License-Identifier: Apache-2.0
#include "pop3/unstuff.h"

#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

using namespace pillarbox;
using namespace pillarbox::pop3;

namespace {

struct Outcome {
  std::string message;
  std::string left;
  bool ended = false;
  bool operator==(const Outcome&) const = default;
};

// Feeds `text` in pieces of `piece` octets.
Outcome fed(std::string_view text, size_t piece, LineEnd line_end) {
  Unstuffer unstuffer(line_end);
  Buffer message;
  Outcome outcome;
  while (!text.empty() && !outcome.ended) {
    Bytes octets = as_bytes(text.substr(0, piece));
    const size_t given = octets.size();
    outcome.ended = unstuffer.take(octets, message);
    text.remove_prefix(given - octets.size());
  }
  outcome.message = as_text(message);
  outcome.left = text;
  return outcome;
}

// What RFC 1939 §3 tells a server to send for a message that ends with a line end.
std::string stuffed(std::string_view message) {
  std::string out;
  bool line_start = true;
  for (size_t i = 0; i < message.size(); ++i) {
    if (line_start && message[i] == '.') out += '.';
    out += message[i];
    line_start = i > 0 && message[i] == '\n' && message[i - 1] == '\r';
  }
  return out + ".\r\n";
}

}  // namespace

TEST_CASE("a body ends at CRLF . CRLF and loses one dot of two at the start of a line") {
  struct {
    std::string_view body;
    Outcome expected;
  } cases[] = {
      {".\r\n", {"", "", true}},
      {".\r\n+OK\r\n", {"", "+OK\r\n", true}},
      {"a\r\n.\r\nb", {"a\r\n", "b", true}},
      {"..\r\n.\r\n", {".\r\n", "", true}},
      {"...\r\n.\r\n", {"..\r\n", "", true}},
      {".a\r\n.\r\n", {".a\r\n", "", true}},
      {"a.\r\n.\r\n", {"a.\r\n", "", true}},
      {"a\r\n..b.\r\n.\r\n", {"a\r\n.b.\r\n", "", true}},
      {"a\n.\nb\r\n.\r\n", {"a\n.\nb\r\n", "", true}},
      {"a\n.\r\nb\r\n.\r\n", {"a\n.\r\nb\r\n", "", true}},
      {"a\r\n.\nb\r\n.\r\n", {"a\r\n.\nb\r\n", "", true}},
      {"a\r\n.\r.\r\n.\r\n", {"a\r\n.\r.\r\n", "", true}},
      {"a\r\r\n.\r\n", {"a\r\r\n", "", true}},
      {"a\r\n.\r\r\n.\r\n", {"a\r\n.\r\r\n", "", true}},
      {"a", {"a", "", false}},
      {"a\r\n.\r", {"a\r\n", "", false}},
  };
  for (const auto& [body, expected] : cases) {
    for (size_t piece = 1; piece <= body.size(); ++piece) {
      INFO(body << " in pieces of " << piece);
      CHECK(fed(body, piece, LineEnd::crlf) == expected);
    }
  }
}

TEST_CASE("a server that ends its status lines with LF ends its bodies so as well") {
  struct {
    std::string_view body;
    Outcome expected;
  } cases[] = {
      {".\n", {"", "", true}},
      {"a\n.\nb", {"a\n", "b", true}},
      {"a\n..\n.\n", {"a\n.\n", "", true}},
      {"a\r\n.\r\n", {"a\r\n", "", true}},
      {"a\n.b\n.\n", {"a\n.b\n", "", true}},
  };
  for (const auto& [body, expected] : cases) {
    for (size_t piece = 1; piece <= body.size(); ++piece) {
      INFO(body << " in pieces of " << piece);
      CHECK(fed(body, piece, LineEnd::lf) == expected);
    }
  }
}

TEST_CASE("whatever is stuffed comes back, in whatever pieces") {
  std::mt19937 random(1939);
  constexpr std::string_view kAlphabet = "..\r\r\n\na";
  for (int round = 0; round < 4000; ++round) {
    std::string message;
    const size_t length = random() % 24;
    for (size_t i = 0; i < length; ++i) message += kAlphabet[random() % kAlphabet.size()];
    message += "\r\n";
    const std::string sent = stuffed(message) + "+OK\r\n";
    INFO("round " << round);
    for (const size_t piece : {sent.size(), size_t{1}, size_t{1} + random() % 7}) {
      REQUIRE(fed(sent, piece, LineEnd::crlf) == Outcome{message, "+OK\r\n", true});
    }
  }
}
