// SPDX-License-Identifier: Apache-2.0
#include "tls/context.h"

#include <openssl/err.h>

#include "base/limits.h"

namespace pillarbox::tls {
namespace {

// ChaCha20 first: in wasm it is twice as fast as AES, and runs in constant time by design.
constexpr char kCiphersuites[] =
    "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384";
// TLS 1.2: forward secrecy and AEAD alone; OpenSSL's default takes CBC and static RSA.
constexpr char kCiphers[] = "ECDHE+CHACHA20:ECDHE+AESGCM";

// A key share for the hybrid and one for its classical half, so that a server without ML-KEM
// needs no second round trip. OpenSSL before 3.5 knows neither the group nor the asterisk.
constexpr char kGroups[] = "*X25519MLKEM768:*X25519:P-256:P-384";
constexpr char kGroupsWithoutHybrid[] = "X25519:P-256:P-384";

bool set_groups(SSL_CTX* context) {
  if (SSL_CTX_set1_groups_list(context, kGroups) == 1) return true;
  ERR_clear_error();
  return SSL_CTX_set1_groups_list(context, kGroupsWithoutHybrid) == 1;
}

}  // namespace

Handle<SSL_CTX> make_context() {
  Handle<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  if (!context) return nullptr;
  SSL_CTX* const it = context.get();
  if (SSL_CTX_set_min_proto_version(it, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_ciphersuites(it, kCiphersuites) != 1 ||
      SSL_CTX_set_cipher_list(it, kCiphers) != 1 || !set_groups(it)) {
    return nullptr;
  }
  // The same as where certificates are judged; here it is about what the handshake is signed with.
  SSL_CTX_set_security_level(it, 2);
  SSL_CTX_set_options(it,
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_set_max_cert_list(it, limits::kCertificateOctets);
  SSL_CTX_set_session_cache_mode(it, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_set_verify(it, SSL_VERIFY_PEER, nullptr);
  return context;
}

}  // namespace pillarbox::tls
