// SPDX-License-Identifier: Apache-2.0
#include "sasl/login.h"

#include <utility>

#include "sasl/wipe.h"

namespace pillarbox::sasl {
namespace {

class Login final : public Mechanism {
 public:
  explicit Login(Credentials credentials) : credentials_(std::move(credentials)) {}
  ~Login() override {
    wipe(credentials_.user);
    wipe(credentials_.password);
  }

  std::string_view name() const override { return "LOGIN"; }
  int turns() const override { return 2; }
  std::optional<std::string> initial_response() override { return std::nullopt; }

  std::optional<std::string> respond(std::string_view) override {
    switch (step_++) {
      case 0:
        return credentials_.user;
      case 1:
        return credentials_.password;
      default:
        return std::nullopt;
    }
  }

 private:
  Credentials credentials_;
  int step_ = 0;
};

}  // namespace

std::unique_ptr<Mechanism> make_login(Credentials credentials) {
  return std::make_unique<Login>(std::move(credentials));
}

}  // namespace pillarbox::sasl
