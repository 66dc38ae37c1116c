// SPDX-License-Identifier: Apache-2.0
#include "sasl/cram_md5.h"

#include <utility>

#include "sasl/digest.h"

namespace pillarbox::sasl {
namespace {

class CramMd5 final : public Mechanism {
 public:
  explicit CramMd5(Credentials credentials) : credentials_(std::move(credentials)) {}

  std::string_view name() const override { return "CRAM-MD5"; }
  std::optional<std::string> initial_response() override { return std::nullopt; }

  // RFC 2195 §2: user name, a space, and the keyed digest in lower-case hexadecimal.
  std::optional<std::string> respond(std::string_view challenge) override {
    if (std::exchange(answered_, true) || challenge.empty()) return std::nullopt;
    return credentials_.user + " " + hex(hmac(Hash::md5, credentials_.password, challenge));
  }

 private:
  Credentials credentials_;
  bool answered_ = false;
};

}  // namespace

std::unique_ptr<Mechanism> make_cram_md5(Credentials credentials) {
  return std::make_unique<CramMd5>(std::move(credentials));
}

}  // namespace pillarbox::sasl
