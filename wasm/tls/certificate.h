// SPDX-License-Identifier: Apache-2.0
// What a person is shown of a server's certificate.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pillarbox::tls {

// Text from the certificate is UTF-8 with control characters escaped. Times are seconds since
// 1970 (UTC).
struct Certificate {
  std::string subject;  // RFC 4514
  std::string issuer;
  std::vector<std::string> names;  // DNS names and IP addresses of the subjectAltName
  int64_t not_before = 0;
  int64_t not_after = 0;
  std::string sha256;    // fingerprint of the certificate, colon-separated upper-case hex
  std::string spki_pin;  // "sha256/" + base64 of the SHA-256 of the SubjectPublicKeyInfo
};

}  // namespace pillarbox::tls
