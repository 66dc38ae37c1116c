// SPDX-License-Identifier: Apache-2.0
// The conversation as it may be shown to whoever helps: a command by its log_text(), a reply by its
// status line, and of everything that goes on behind one only how many octets it was. So there is
// no mail in it and no UIDL, and no secret of ours. What a server repeats of a secret is struck out
// by Login::without_secrets(), before the lines leave the session.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "pop3/command.h"
#include "pop3/reply.h"
#include "pop3/state.h"

namespace pillarbox::pop3 {

class Log {
 public:
  void sent(const Command& command);
  void greeted(const Reply& reply);
  void answered(const Command& command, const Reply& reply, Bytes body);
  // The stream broke off inside the reply to this.
  void broken_off(const Command& command, const Reply& reply, size_t octets);
  // It stood where a status line belongs. After logging in it may be a piece of a mail.
  void not_a_reply(std::string_view line, State state);

  std::vector<std::string> take();

 private:
  std::vector<std::string> lines_;
};

}  // namespace pillarbox::pop3
