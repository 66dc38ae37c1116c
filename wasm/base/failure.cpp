// SPDX-License-Identifier: Apache-2.0
#include "base/failure.h"

namespace pillarbox {

std::string_view name(Code code) {
  switch (code) {
    case Code::tls_untrusted:
      return "tls.untrusted";
    case Code::tls_expired:
      return "tls.expired";
    case Code::tls_wrong_host:
      return "tls.wrong-host";
    case Code::tls_pin_mismatch:
      return "tls.pin-mismatch";
    case Code::tls_protocol:
      return "tls.protocol";
    case Code::tls_stls_unavailable:
      return "tls.stls-unavailable";
    case Code::tls_stls_injection:
      return "tls.stls-injection";
    case Code::auth_rejected:
      return "auth.rejected";
    case Code::auth_unsupported:
      return "auth.unsupported";
    case Code::auth_insecure:
      return "auth.insecure";
    case Code::server_busy:
      return "server.busy";
    case Code::server_login_delay:
      return "server.login-delay";
    case Code::server_temporary:
      return "server.temporary";
    case Code::server_permanent:
      return "server.permanent";
    case Code::protocol_malformed:
      return "protocol.malformed";
    case Code::protocol_closed:
      return "protocol.closed";
    case Code::protocol_timeout:
      return "protocol.timeout";
    case Code::limit_exceeded:
      return "limit.exceeded";
    case Code::storage_failed:
      return "storage.failed";
    case Code::cancelled:
      return "cancelled";
    case Code::internal:
      break;
  }
  return "internal";
}

}  // namespace pillarbox
