// SPDX-License-Identifier: Apache-2.0
// OpenSSL's objects and reasons in our words.
#pragma once

#include <cstdint>
#include <string>

#include "base/failure.h"
#include "tls/certificate.h"
#include "tls/handles.h"

namespace pillarbox::tls {

Certificate describe(const X509* certificate);
std::string describe(const X509_NAME* name);

// Why a handshake or a record failed, from OpenSSL's error queue. `is_tls` is whether the server's
// first octet can begin a TLS record at all.
Failure describe_error(unsigned long error, bool is_tls);

}  // namespace pillarbox::tls
