// SPDX-License-Identifier: Apache-2.0
// What a session tells its host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/failure.h"
#include "mime/summary.h"
#include "tls/channel.h"

namespace pillarbox::session {

// A message as this session and this store know it.
struct MessageId {
  uint32_t number = 0;      // in this session only
  std::string uidl;         // opaque octets
  uint32_t occurrence = 0;  // among messages with the same UIDL
};

struct Secured {
  tls::Connection connection;
};
struct Authenticated {
  std::string mechanism;
};
struct Listed {
  uint64_t listed = 0;        // messages in the maildrop
  uint64_t fetch = 0;         // of them, those this session fetches
  uint64_t fetch_octets = 0;  // as the server states their sizes
};
// Answer with Session::confirm() once it is durable.
struct MailReceived {
  MessageId id;
  Buffer raw;
  mime::Summary summary;
};
// The server has said +OK to QUIT: only now is a message removed (RFC 1939 §6).
struct MailDeleted {
  MessageId id;
};
struct MailSkipped {
  MessageId id;
  std::string reason;
};
// Terminal: why the session ended early, with the certificate on failures of TLS.
struct Failed {
  Failure failure;
  std::optional<tls::Certificate> certificate;
};
// Terminal: everything that was to be done is done.
struct Done {};

using Event = std::variant<Secured, Authenticated, Listed, MailReceived, MailDeleted, MailSkipped,
                           Failed, Done>;

}  // namespace pillarbox::session
