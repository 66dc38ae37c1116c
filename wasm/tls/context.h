// SPDX-License-Identifier: Apache-2.0
// What we offer and accept of TLS: versions, ciphers, groups, options.
#pragma once

#include "tls/handles.h"

namespace pillarbox::tls {

// Null if OpenSSL lacks something of it (or memory).
Handle<SSL_CTX> make_context();

}  // namespace pillarbox::tls
