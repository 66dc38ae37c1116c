// SPDX-License-Identifier: Apache-2.0
// A server that a channel believes, to start from.
#pragma once

#include "server.h"

namespace pillarbox::tls::test {

// One server and whom it is trusted by.
struct Fixture {
  Identity root = make_root();
  std::string anchors = to_pem({root});
  ServerOptions options{.identity = make_server(root)};

  Config config() const {
    return {.host = "mail.example", .anchors = anchors, .now_ms = kNow * 1000};
  }
  void only(int version) { options.min_version = options.max_version = version; }
};

inline std::string code_of(const Channel& channel) {
  return channel.failure() ? std::string(name(channel.failure()->code)) : std::string();
}

constexpr int kVersions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

}  // namespace pillarbox::tls::test
