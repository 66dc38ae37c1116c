// SPDX-License-Identifier: Apache-2.0
// The conversation of RFC 5802 §3:
//
//   C: n,,n=user,r=CNONCE                          client-first
//   S: r=CNONCE SNONCE,s=SALT,i=ITERATIONS         server-first
//   C: c=biws,r=CNONCE SNONCE,p=PROOF              client-final
//   S: v=SIGNATURE                                 server-final
#include "sasl/scram.h"

#include <charconv>
#include <utility>

#include "base/limits.h"
#include "sasl/base64.h"
#include "sasl/wipe.h"

namespace pillarbox::sasl {
namespace {

// RFC 5802 §5.1: "," and "=" in a name are written "=2C" and "=3D".
std::string escaped_name(std::string_view user) {
  std::string out;
  for (const char c : user) {
    if (c == ',') {
      out += "=2C";
    } else if (c == '=') {
      out += "=3D";
    } else {
      out += c;
    }
  }
  return out;
}

// The value of the attribute that stands first in `message`, taken off it with its comma.
std::optional<std::string_view> take_attribute(std::string_view& message, char name) {
  if (message.size() < 2 || message[0] != name || message[1] != '=') return std::nullopt;
  const size_t comma = message.find(',');
  const std::string_view value =
      message.substr(2, comma == std::string_view::npos ? comma : comma - 2);
  message = comma == std::string_view::npos ? std::string_view() : message.substr(comma + 1);
  return value;
}

class Scram final : public Mechanism {
 public:
  Scram(Hash hash, Credentials credentials, std::string nonce)
      : hash_(hash), credentials_(std::move(credentials)), nonce_(std::move(nonce)) {
    first_bare_ = "n=" + escaped_name(credentials_.user) + ",r=" + nonce_;
  }
  ~Scram() override { wipe(credentials_.password); }

  int turns() const override { return 2; }
  std::string_view name() const override {
    return hash_ == Hash::sha1 ? "SCRAM-SHA-1" : "SCRAM-SHA-256";
  }

  std::optional<std::string> initial_response() override {
    step_ = Step::server_first;
    return "n,," + first_bare_;
  }

  std::optional<std::string> respond(std::string_view challenge) override {
    switch (step_) {
      case Step::client_first:
        return initial_response();
      case Step::server_first:
        step_ = Step::server_final;
        return client_final(challenge);
      case Step::server_final:
        step_ = Step::over;
        return verify(challenge);
      case Step::over:
        break;
    }
    return std::nullopt;
  }

  bool completed() const override { return verified_; }

 private:
  enum class Step { client_first, server_first, server_final, over };

  std::optional<std::string> client_final(std::string_view server_first) {
    std::string_view rest = server_first;
    const auto nonce = take_attribute(rest, 'r');
    const auto salt64 = take_attribute(rest, 's');
    const auto count = take_attribute(rest, 'i');
    if (!nonce || !salt64 || !count) return std::nullopt;
    // RFC 5802 §5.1: the nonce must begin with ours, or the answer is one to somebody else.
    if (!nonce->starts_with(nonce_) || nonce->size() == nonce_.size()) return std::nullopt;
    const auto salt = decode_base64(*salt64);
    uint32_t iterations = 0;
    const auto [end, error] =
        std::from_chars(count->data(), count->data() + count->size(), iterations);
    if (!salt || salt->empty() || error != std::errc() || end != count->data() + count->size() ||
        iterations < limits::kLeastScramIterations || iterations > limits::kMostScramIterations) {
      return std::nullopt;
    }

    std::string final_without_proof = "c=biws,r=" + std::string(*nonce);
    const std::string auth_message =
        first_bare_ + "," + std::string(server_first) + "," + final_without_proof;
    std::string salted = pbkdf2(hash_, credentials_.password, *salt, iterations);
    std::string client_key = hmac(hash_, salted, "Client Key");
    const std::string signature = hmac(hash_, digest(hash_, client_key), auth_message);
    server_signature_ = hmac(hash_, hmac(hash_, salted, "Server Key"), auth_message);
    std::string proof = client_key;
    for (size_t i = 0; i < proof.size() && i < signature.size(); ++i) {
      proof[i] = static_cast<char>(proof[i] ^ signature[i]);
    }
    wipe(salted);
    wipe(client_key);
    return final_without_proof + ",p=" + encode_base64(proof);
  }

  std::optional<std::string> verify(std::string_view server_final) {
    const auto signature64 = take_attribute(server_final, 'v');
    if (!signature64) return std::nullopt;
    const auto signature = decode_base64(*signature64);
    verified_ =
        signature && !signature->empty() && equal_in_constant_time(*signature, server_signature_);
    if (!verified_) return std::nullopt;
    return "";
  }

  const Hash hash_;
  Credentials credentials_;
  const std::string nonce_;
  std::string first_bare_;
  std::string server_signature_;
  Step step_ = Step::client_first;
  bool verified_ = false;
};

}  // namespace

std::unique_ptr<Mechanism> make_scram(Hash hash, Credentials credentials, std::string nonce) {
  if (nonce.empty()) return nullptr;
  return std::make_unique<Scram>(hash, std::move(credentials), std::move(nonce));
}

}  // namespace pillarbox::sasl
