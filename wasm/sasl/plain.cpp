// SPDX-License-Identifier: Apache-2.0
#include "sasl/plain.h"

#include <utility>

#include "sasl/wipe.h"

namespace pillarbox::sasl {
namespace {

class Plain final : public Mechanism {
 public:
  explicit Plain(Credentials credentials) : credentials_(std::move(credentials)) {}
  ~Plain() override {
    wipe(credentials_.user);
    wipe(credentials_.password);
  }

  std::string_view name() const override { return "PLAIN"; }

  // RFC 4616 §2: message = [authzid] UTF8NUL authcid UTF8NUL passwd
  std::optional<std::string> initial_response() override {
    std::string message;
    message.reserve(credentials_.user.size() + credentials_.password.size() + 2);
    message += '\0';
    message += credentials_.user;
    message += '\0';
    message += credentials_.password;
    return message;
  }

  // A server that wants no initial response sends an empty challenge first.
  std::optional<std::string> respond(std::string_view) override { return initial_response(); }

 private:
  Credentials credentials_;
};

}  // namespace

std::unique_ptr<Mechanism> make_plain(Credentials credentials) {
  return std::make_unique<Plain>(std::move(credentials));
}

}  // namespace pillarbox::sasl
