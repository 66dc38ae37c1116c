// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/bytes.h"

namespace pillarbox::sasl {

// Overwrites a secret before its memory is given back; the compiler may not leave it out.
void wipe(std::string& secret);
void wipe(Buffer& secret);

}  // namespace pillarbox::sasl
