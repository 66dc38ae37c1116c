// SPDX-License-Identifier: Apache-2.0
#include "pop3/command.h"

namespace pillarbox::pop3 {

std::string_view name(Verb verb) {
  switch (verb) {
    case Verb::capa:
      return "CAPA";
    case Verb::stls:
      return "STLS";
    case Verb::user:
      return "USER";
    case Verb::pass:
      return "PASS";
    case Verb::apop:
      return "APOP";
    case Verb::auth:
      return "AUTH";
    case Verb::response:
      return "";
    case Verb::stat:
      return "STAT";
    case Verb::uidl:
      return "UIDL";
    case Verb::list:
      return "LIST";
    case Verb::retr:
      return "RETR";
    case Verb::dele:
      return "DELE";
    case Verb::top:
      return "TOP";
    case Verb::noop:
      return "NOOP";
    case Verb::rset:
      return "RSET";
    case Verb::utf8:
      return "UTF8";
    case Verb::lang:
      return "LANG";
    case Verb::quit:
      break;
  }
  return "QUIT";
}

std::string Command::line() const {
  std::string line;
  line.reserve(argument.size() + 16);
  line += name(verb);
  if (names_a_message()) {
    line += ' ';
    line += std::to_string(number);
  }
  if (!argument.empty()) {
    if (!line.empty()) line += ' ';
    line += argument;
  }
  line += "\r\n";
  return line;
}

bool Command::is_secret() const {
  return verb == Verb::pass || verb == Verb::apop || verb == Verb::auth || verb == Verb::response;
}

std::string Command::log_text() const {
  Command shown = *this;
  if (is_secret()) {
    // The mechanism's name says more to whoever reads the log than it gives away.
    const size_t space = argument.find(' ');
    const bool has_mechanism = verb == Verb::auth;
    shown.argument = has_mechanism ? argument.substr(0, space) : "****";
    if (has_mechanism && space != std::string::npos) shown.argument += " ****";
  }
  std::string text = shown.line();
  text.resize(text.size() - 2);
  return text;
}

bool Command::names_a_message() const {
  return verb == Verb::retr || verb == Verb::dele || verb == Verb::top;
}

bool Command::is_multi_line() const {
  return verb == Verb::capa || verb == Verb::uidl || verb == Verb::list || verb == Verb::retr ||
         verb == Verb::top;
}

bool is_safe_argument(std::string_view argument) {
  return argument.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace pillarbox::pop3
