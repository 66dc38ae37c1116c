// SPDX-License-Identifier: Apache-2.0
// Why a session ended. The names are a contract with the user interface and with scripts that
// read the headless runner's JSON: add, never rename.
#pragma once

#include <string>
#include <string_view>

namespace pillarbox {

enum class Code {
  tls_untrusted,
  tls_expired,
  tls_wrong_host,
  tls_pin_mismatch,
  tls_protocol,
  tls_stls_unavailable,
  tls_stls_injection,
  auth_rejected,
  auth_unsupported,
  auth_insecure,
  server_busy,
  server_login_delay,
  server_temporary,
  server_permanent,
  protocol_malformed,
  protocol_closed,
  protocol_timeout,
  limit_exceeded,
  storage_failed,
  cancelled,
  internal,
};

// The dotted name of the contract, e.g. "auth.rejected".
std::string_view name(Code code);

// `detail` is for the person's detail fold and for logs: what the peer said, in its own words,
// never a secret.
struct Failure {
  Code code;
  std::string detail;
};

}  // namespace pillarbox
