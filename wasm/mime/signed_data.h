// SPDX-License-Identifier: Apache-2.0
// S/MIME of the opaque kind (RFC 8551 §3.5.2): the mail itself stands inside the signature's
// structure, a CMS SignedData (RFC 5652 §5). It is taken out to be read; nothing is verified.
#pragma once

#include "base/bytes.h"

namespace pillarbox::mime {

// Whether these may be the first octets of a SignedData: 32 are enough.
bool begins_signed_data(Bytes start);

// Leaves in `octets` what was signed, and nothing else. False, and no promise of what is left, if
// there is nothing in it: encrypted mail, certificates alone, a detached signature.
bool unwrap_signed_data(Buffer& octets);

}  // namespace pillarbox::mime
