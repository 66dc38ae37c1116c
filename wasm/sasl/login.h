// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sasl/mechanism.h"

namespace pillarbox::sasl {

// draft-murchison-sasl-login: user name, then password, each after a challenge whose text is only
// a prompt. Obsolete, and all that some servers have.
std::unique_ptr<Mechanism> make_login(Credentials credentials);

}  // namespace pillarbox::sasl
