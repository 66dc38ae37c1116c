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

// What is known of a server whose handshake or record failed.
struct Impression {
  bool is_tls = true;              // its first octet can begin a TLS record
  bool wants_certificate = false;  // it has asked for one of ours, and there is none
};

// Why a handshake or a record failed, from OpenSSL's error queue.
Failure describe_error(unsigned long error, Impression server);

}  // namespace pillarbox::tls
