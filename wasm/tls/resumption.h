// SPDX-License-Identifier: Apache-2.0
// What a Ticket holds. It lives in memory only.
#pragma once

#include <string>

#include "tls/handles.h"

namespace pillarbox::tls {

struct Resumption {
  std::string host;
  Handle<SSL_SESSION> session;
  // What the server showed when it was last asked. A resumed handshake shows no certificate, so
  // before the ticket is offered this one is judged again: by today's date, pin and authorities.
  Handle<X509> leaf;
  Chain chain;
};

}  // namespace pillarbox::tls
