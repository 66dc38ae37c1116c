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
// Something about this host that is worth remembering (pop3/facts.h). With `reconnect`, the session
// is about to fail for it, and another one that is told of it may get further.
struct Learned {
  std::string fact;
  bool reconnect = false;
};
// Answer with Session::confirm() once it is durable.
struct MailReceived {
  MessageId id;
  Buffer raw;
  mime::Summary summary;
  uint64_t listed_octets = 0;  // what LIST said, to tell a reused UIDL by
  std::string header;          // header_digest() of it; empty if it is removed at once
};
// The header of a message that is over the limit of size: it is not fetched until it is wanted.
struct HeaderReceived {
  MessageId id;
  uint64_t octets = 0;  // as LIST says
  Buffer header;
  mime::Summary summary;
};
// A message that looks like one that is here under a name that is not listed any more. It stays on
// the server, and is not fetched.
struct MailRecognised {
  MessageId id;
  std::string known_uidl;
  uint32_t known_occurrence = 0;
};
// The session is about to fail, and this message may be why.
struct MailDoubted {
  MessageId id;
};
// The server has said +OK to QUIT: only now is a message removed (RFC 1939 §6).
struct MailDeleted {
  MessageId id;
};
// Without an id, of messages that the server counts and does not name.
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

using Event = std::variant<Secured, Authenticated, Learned, Listed, MailReceived, HeaderReceived,
                           MailRecognised, MailDeleted, MailSkipped, MailDoubted, Failed, Done>;

}  // namespace pillarbox::session
