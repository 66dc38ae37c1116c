// SPDX-License-Identifier: Apache-2.0
// OpenSSL's footing in wasm: entropy and memory. Natively it stands on its own feet.
#pragma once

namespace pillarbox::tls {

// Whether OpenSSL may be used at all. False if its randomness could not be bound to the host's or
// its memory to the wiping allocator: a channel then fails before it sends an octet.
bool is_platform_ready();

}  // namespace pillarbox::tls
