// SPDX-License-Identifier: Apache-2.0
#include "sasl/bearer.h"

#include <utility>

#include "sasl/wipe.h"

namespace pillarbox::sasl {
namespace {

enum class Form { oauthbearer, xoauth2 };

class Bearer final : public Mechanism {
 public:
  Bearer(Form form, Credentials credentials) : form_(form), credentials_(std::move(credentials)) {}
  ~Bearer() override { wipe(credentials_.password); }

  std::string_view name() const override {
    return form_ == Form::oauthbearer ? "OAUTHBEARER" : "XOAUTH2";
  }

  // NOTE: Office 365 takes the token on a line of its own only, and tokens are longer than the
  // 255 octets that a command may have anyway.
  std::optional<std::string> initial_response() override { return std::nullopt; }

  std::optional<std::string> respond(std::string_view) override {
    if (!std::exchange(given_, true)) return token();
    // Any further challenge is an error in JSON, which must be answered before the server says
    // -ERR: with ^A (RFC 7628 §3.2.3), or with nothing in XOAUTH2.
    return form_ == Form::oauthbearer ? "\x01" : "";
  }

 private:
  std::string token() const {
    std::string out;
    out.reserve(credentials_.user.size() + credentials_.password.size() + 32);
    if (form_ == Form::oauthbearer) {
      out += "n,a=" + credentials_.user + ",";  // RFC 7628 §3.1, gs2-header
    } else {
      out += "user=" + credentials_.user;
    }
    out +=
        "\x01"
        "auth=Bearer ";
    out += credentials_.password;
    out += "\x01\x01";
    return out;
  }

  const Form form_;
  Credentials credentials_;
  bool given_ = false;
};

}  // namespace

std::unique_ptr<Mechanism> make_oauthbearer(Credentials credentials) {
  return std::make_unique<Bearer>(Form::oauthbearer, std::move(credentials));
}

std::unique_ptr<Mechanism> make_xoauth2(Credentials credentials) {
  return std::make_unique<Bearer>(Form::xoauth2, std::move(credentials));
}

}  // namespace pillarbox::sasl
