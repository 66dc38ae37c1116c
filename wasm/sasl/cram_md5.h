// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sasl/mechanism.h"

namespace pillarbox::sasl {

// RFC 2195. Keeps the password off the wire and proves nothing of the server: only where chosen.
std::unique_ptr<Mechanism> make_cram_md5(Credentials credentials);

}  // namespace pillarbox::sasl
