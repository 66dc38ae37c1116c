// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sasl/mechanism.h"

namespace pillarbox::sasl {

// RFC 4616. Sends the password as it is: only inside TLS, or on loopback.
std::unique_ptr<Mechanism> make_plain(Credentials credentials);

}  // namespace pillarbox::sasl
