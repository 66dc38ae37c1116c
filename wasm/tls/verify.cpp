// SPDX-License-Identifier: Apache-2.0
#include "tls/verify.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "tls/describe.h"

namespace pillarbox::tls {
namespace {

// 112 bits: RSA from 2048, elliptic curves from 224, no SHA-1 signatures.
constexpr int kSecurityLevel = 2;
constexpr int kSecurityBits = 112;

Code code_of(int result) {
  switch (result) {
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD:
    case X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
      return Code::tls_expired;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return Code::tls_wrong_host;
    default:
      return Code::tls_untrusted;
  }
}

Verdict refused(int result, std::string detail) {
  return {result, Failure{code_of(result), std::move(detail)}};
}

// RFC 7671 §5.1, of the same kind of trust: "the server is authenticated … based entirely on" the
// key; neither names nor dates of the certificate around it count.
Verdict verify_pin(const X509* leaf, const Pin& expected) {
  const std::optional<Pin> actual = pin_of(leaf);
  if (actual != expected) {
    return {X509_V_ERR_CERT_REJECTED,
            Failure{Code::tls_pin_mismatch,
                    "The server's key is not the trusted one: expected " + format_pin(expected) +
                        ", got " + (actual ? format_pin(*actual) : "an unreadable key") + "."}};
  }
  const EVP_PKEY* key = X509_get0_pubkey(leaf);
  if (key == nullptr || EVP_PKEY_get_security_bits(key) < kSecurityBits) {
    return refused(X509_V_ERR_EE_KEY_TOO_SMALL, "The server's key is too weak to be trusted.");
  }
  return {X509_V_OK, std::nullopt};
}

// The certificates a path may be made of; pointers into what the caller owns.
using Certificates = std::vector<X509*>;

// What one walk from the leaf towards an authority found.
struct Attempt {
  int result = X509_V_ERR_UNSPECIFIED;
  std::string detail;
  const X509* suspect = nullptr;  // leave this one out and another way may be found
};

bool is_dead_end(int result) {
  return result == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
         result == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
         result == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
}

// A way that leads nowhere, or over a certificate with the issuer's name and another key.
bool is_wrong_way(int result) {
  return is_dead_end(result) || result == X509_V_ERR_CERT_SIGNATURE_FAILURE;
}

std::string detail_of(int result, const X509* at, int depth, size_t sent) {
  const std::string subject = at != nullptr ? describe(X509_get_subject_name(at)) : std::string();
  if (is_dead_end(result) && result != X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN && at != nullptr) {
    const std::string issuer = describe(X509_get_issuer_name(at));
    if (depth == 0 && sent == 0) {
      return "The server sends no intermediate certificate: the issuer of its own, " + issuer +
             ", is missing and is not a known authority.";
    }
    return "The issuer of " + subject + ", " + issuer +
           ", is missing from what the server sends and is not a known authority.";
  }
  return std::string(X509_verify_cert_error_string(result)) + ": " + subject;
}

bool set_expectation(X509_STORE_CTX* context, const Expectation& expected) {
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context);
  // Purpose and trust: a chain whose certificates may all stand for a TLS server.
  if (X509_STORE_CTX_set_default(context, "ssl_server") != 1) return false;
  X509_VERIFY_PARAM_set_auth_level(param, kSecurityLevel);
  X509_VERIFY_PARAM_set_depth(param, limits::kChainDepth);
  X509_VERIFY_PARAM_set_time(param, static_cast<time_t>(expected.now));
  // What a person names as an authority is one, be it an intermediate or the server's certificate
  // itself. Not X509_V_FLAG_X509_STRICT: it refuses roots that have no key identifier.
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
  // RFC 9525 §6.3: the subjectAltName alone, and a wildcard is the whole left-most label.
  X509_VERIFY_PARAM_set_hostflags(
      param, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const Host& host = expected.host;
  return host.kind == Host::Kind::address
             ? X509_VERIFY_PARAM_set1_ip_asc(param, host.text.c_str()) == 1
             : X509_VERIFY_PARAM_set1_host(param, host.text.data(), host.text.size()) == 1;
}

BorrowedChain stack_of(const Certificates& certificates) {
  BorrowedChain stack(sk_X509_new_null());
  for (X509* certificate : certificates) {
    if (stack && sk_X509_push(stack.get(), certificate) == 0) return nullptr;
  }
  return stack;
}

Handle<X509_STORE> store_of(const Certificates& anchors) {
  Handle<X509_STORE> store(X509_STORE_new());
  for (X509* anchor : anchors) {
    if (store && X509_STORE_add_cert(store.get(), anchor) != 1) return nullptr;
  }
  return store;
}

Attempt attempt(const Certificates& anchors, X509* leaf, const Certificates& chain,
                const Expectation& expected) {
  const Handle<X509_STORE> store = store_of(anchors);
  const BorrowedChain sent = stack_of(chain);
  const Handle<X509_STORE_CTX> context(X509_STORE_CTX_new());
  if (!store || !sent || !context ||
      X509_STORE_CTX_init(context.get(), store.get(), leaf, sent.get()) != 1 ||
      !set_expectation(context.get(), expected)) {
    return {X509_V_ERR_OUT_OF_MEM, "The certificate could not be checked.", nullptr};
  }
  if (X509_verify_cert(context.get()) == 1) return {X509_V_OK, {}, nullptr};
  Attempt failed;
  failed.result = X509_STORE_CTX_get_error(context.get());
  if (failed.result == X509_V_OK) failed.result = X509_V_ERR_UNSPECIFIED;
  const int depth = X509_STORE_CTX_get_error_depth(context.get());
  failed.detail =
      detail_of(failed.result, X509_STORE_CTX_get_current_cert(context.get()), depth, chain.size());
  const STACK_OF(X509)* path = X509_STORE_CTX_get0_chain(context.get());
  if (is_dead_end(failed.result)) {
    failed.suspect = sk_X509_value(path, sk_X509_num(path) - 1);
  } else if (is_wrong_way(failed.result)) {
    failed.suspect = sk_X509_value(path, depth + 1);  // null beyond the end
  }
  return failed;
}

// Certificates may be cross-signed: two with one name and key, of which only one leads to a known
// authority; and renewed authorities may keep their name. OpenSSL takes the first that fits and
// does not turn back, so we do: what led nowhere is left out and the walk begins again.
Attempt find_path(Certificates anchors, X509* leaf, Certificates chain,
                  const Expectation& expected) {
  Attempt first = attempt(anchors, leaf, chain, expected);
  const X509* suspect = first.suspect;
  for (int tries = 1; tries < limits::kPathAttempts; ++tries) {
    if (suspect == nullptr || std::erase(chain, suspect) + std::erase(anchors, suspect) == 0) break;
    Attempt next = attempt(anchors, leaf, chain, expected);
    // Any other reason says more than the first one did; success says all.
    if (!is_wrong_way(next.result)) return next;
    suspect = next.suspect;
  }
  return first;
}

}  // namespace

Verdict verify(X509* leaf, const STACK_OF(X509) * chain, const Expectation& expected) {
  if (expected.pin) return verify_pin(leaf, *expected.pin);
  if (expected.now < 0 || expected.now > std::numeric_limits<time_t>::max()) {
    // time_t has 32 bits in Emscripten 3.1.6.
    return refused(X509_V_ERR_CERT_HAS_EXPIRED,
                   "This build cannot check dates after January 2038.");
  }
  Certificates sent;
  for (int i = 0; i < sk_X509_num(chain); ++i) sent.push_back(sk_X509_value(chain, i));
  Certificates shown = sent;
  shown.push_back(leaf);
  const auto found = find_anchors(expected.anchors, shown);
  if (!found) return {X509_V_ERR_UNSPECIFIED, Failure{Code::internal, found.error()}};
  Certificates anchors;
  for (const Handle<X509>& anchor : *found) anchors.push_back(anchor.get());

  Attempt attempt = find_path(std::move(anchors), leaf, std::move(sent), expected);
  ERR_clear_error();
  if (attempt.result != X509_V_OK) return refused(attempt.result, std::move(attempt.detail));
  // Both key exchanges we offer have the server sign (RFC 5280 §4.2.1.3, RFC 8446 §4.4.2.2), which
  // OpenSSL does not hold a key usage without digitalSignature against.
  if ((X509_get_key_usage(leaf) & X509v3_KU_DIGITAL_SIGNATURE) == 0) {
    return refused(X509_V_ERR_INVALID_PURPOSE,
                   "The server's certificate does not allow its key to sign.");
  }
  return {X509_V_OK, std::nullopt};
}

}  // namespace pillarbox::tls
