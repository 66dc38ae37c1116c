// SPDX-License-Identifier: Apache-2.0
// What a SASL mechanism (RFC 4422) is to the POP3 layer: a name and answers to challenges, all of
// them decoded octets; base64 and the "AUTH" command belong to the caller.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pillarbox::sasl {

struct Credentials {
  std::string user;
  std::string password;
};

class Mechanism {
 public:
  virtual ~Mechanism() = default;

  // The registered name, e.g. "PLAIN".
  virtual std::string_view name() const = 0;

  // What may go out with the command itself, for mechanisms where the client speaks first.
  virtual std::optional<std::string> initial_response() = 0;

  // The answer to a challenge; nothing if the challenge makes no sense, and the exchange must be
  // cancelled with "*".
  virtual std::optional<std::string> respond(std::string_view challenge) = 0;

  // How many messages of ours there are at least. A server's success before the last of them is
  // no success: some write +OK where a challenge belongs.
  virtual int turns() const { return 1; }

  // Whether a success may be believed: some mechanisms want a proof from the server as well.
  virtual bool completed() const { return true; }
};

}  // namespace pillarbox::sasl
