// SPDX-License-Identifier: Apache-2.0
// Whether a server's certificate is to be believed. OpenSSL does the judging; what is ours is what
// it is asked, and its answers in our codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/failure.h"
#include "tls/handles.h"
#include "tls/host.h"
#include "tls/trust.h"

namespace pillarbox::tls {

struct Expectation {
  Host host;
  std::optional<Pin> pin;    // in place of the authorities
  std::string_view anchors;  // borrowed
  int64_t now = 0;           // seconds since 1970 (UTC)
};

struct Verdict {
  int result = X509_V_ERR_UNSPECIFIED;  // X509_V_…, decides which alert the server gets
  std::optional<Failure> failure;       // none: believed
};

// `chain` is what the server sent beside its own certificate, in any order.
Verdict verify(X509* leaf, const STACK_OF(X509) * chain, const Expectation& expected);

}  // namespace pillarbox::tls
