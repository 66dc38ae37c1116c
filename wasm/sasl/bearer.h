// SPDX-License-Identifier: Apache-2.0
// OAuth 2 access tokens in place of a password.
#pragma once

#include "sasl/mechanism.h"

namespace pillarbox::sasl {

// OAUTHBEARER (RFC 7628). Credentials.password is the access token.
std::unique_ptr<Mechanism> make_oauthbearer(Credentials credentials);

// XOAUTH2, Google's and Microsoft's earlier form of the same.
std::unique_ptr<Mechanism> make_xoauth2(Credentials credentials);

}  // namespace pillarbox::sasl
