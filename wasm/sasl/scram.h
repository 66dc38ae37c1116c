// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sasl/digest.h"
#include "sasl/mechanism.h"

namespace pillarbox::sasl {

// SCRAM (RFC 5802, RFC 7677) without channel binding. The server never sees the password, and
// must prove that it knows it: completed() is false until it has.
std::unique_ptr<Mechanism> make_scram(Hash hash, Credentials credentials, std::string nonce);

}  // namespace pillarbox::sasl
