// SPDX-License-Identifier: Apache-2.0
// A command on its way to the server: its octets, the kind of reply it is answered with, and what
// may be written to a log in its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pillarbox::pop3 {

enum class Verb {
  capa,
  stls,
  user,
  pass,
  apop,
  auth,
  response,
  stat,
  uidl,
  list,
  retr,
  dele,
  top,
  noop,
  rset,
  utf8,
  lang,
  quit
};

struct Command {
  Verb verb = Verb::noop;
  uint32_t number = 0;           // RETR, DELE and TOP: the message
  std::string argument;          // without CRLF
  uint64_t expected_octets = 0;  // RETR: what LIST said, for the window and for reserving memory
  uint64_t max_octets = 0;       // RETR: a message that goes on beyond them is given up

  // The whole line with CRLF. Must be wiped after use where is_secret().
  std::string line() const;

  // PASS, APOP and everything inside AUTH carry credentials.
  bool is_secret() const;

  // What may be logged or shown: secrets replaced by "****".
  std::string log_text() const;

  // Its line holds `number`.
  bool names_a_message() const;

  // RFC 1939 §3 and RFC 2449 §5: replies to these go on after a +OK until a line of one dot.
  bool is_multi_line() const;
};

std::string_view name(Verb verb);

// RFC 1939 §3 wants printable ASCII arguments; CR, LF and NUL in a user name or password would
// split the command in two, so they are refused before anything is sent.
bool is_safe_argument(std::string_view argument);

}  // namespace pillarbox::pop3
