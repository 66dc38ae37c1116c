// SPDX-License-Identifier: Apache-2.0
// Certificates for tests, good and bad ones, made on the spot around a fixed "now".
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace pillarbox::tls::test {

// 2026-06-01 00:00:00 UTC: no test depends on the day it runs on.
constexpr int64_t kNow = 1780272000;
constexpr int64_t kDay = 86400;

inline void require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

using Key = std::shared_ptr<EVP_PKEY>;
using Cert = std::shared_ptr<X509>;

inline Key own(EVP_PKEY* key) {
  require(key != nullptr, "a key could not be made");
  return {key, EVP_PKEY_free};
}
inline Key make_p256() { return own(EVP_EC_gen("P-256")); }
inline Key make_ed25519() { return own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }
inline Key make_rsa(size_t bits) { return own(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits)); }
inline Key make_rsa_pss() {
  EVP_PKEY* key = nullptr;
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA-PSS", nullptr);
  EVP_PKEY_keygen_init(context);
  EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048);
  EVP_PKEY_generate(context, &key);
  EVP_PKEY_CTX_free(context);
  return own(key);
}

struct Extension {
  int nid;
  std::string value;  // as in an OpenSSL configuration file
};

struct Spec {
  std::string common_name;
  std::vector<Extension> extensions;
  Key key = make_p256();
  int64_t not_before = kNow - 30 * kDay;
  int64_t not_after = kNow + 30 * kDay;
  const EVP_MD* digest = EVP_sha256();  // null for Ed25519 issuers
};

// A certificate with its private key.
struct Identity {
  Cert cert;
  Key key;
};

inline void add_extension(X509* cert, X509* issuer, const Extension& extension) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  X509_EXTENSION* made =
      X509V3_EXT_conf_nid(nullptr, &context, extension.nid, extension.value.c_str());
  require(made != nullptr, extension.value.c_str());
  X509_add_ext(cert, made, -1);
  X509_EXTENSION_free(made);
}

// Signed by `issuer`, or by itself.
inline Identity issue(const Spec& spec, const Identity* issuer = nullptr) {
  static int64_t serial = 1000;
  Identity made{{X509_new(), X509_free}, spec.key};
  X509* cert = made.cert.get();
  X509* by = issuer != nullptr ? issuer->cert.get() : cert;
  X509_set_version(cert, X509_VERSION_3);
  ASN1_INTEGER_set_int64(X509_get_serialNumber(cert), ++serial);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(spec.common_name.c_str()), -1,
                             -1, 0);
  X509_set_issuer_name(cert, X509_get_subject_name(by));
  ASN1_TIME_set(X509_getm_notBefore(cert), spec.not_before);
  ASN1_TIME_set(X509_getm_notAfter(cert), spec.not_after);
  X509_set_pubkey(cert, spec.key.get());
  for (const Extension& extension : spec.extensions) add_extension(cert, by, extension);
  require(X509_sign(cert, issuer != nullptr ? issuer->key.get() : spec.key.get(), spec.digest) > 0,
          "a certificate could not be signed");
  // Read it back: what the tests use is what came over a wire.
  unsigned char* der = nullptr;
  const int size = i2d_X509(cert, &der);
  const unsigned char* at = der;
  made.cert = {d2i_X509(nullptr, &at, size), X509_free};
  OPENSSL_free(der);
  require(made.cert != nullptr, "a certificate could not be read");
  return made;
}

inline std::vector<Extension> ca_extensions() {
  return {{NID_basic_constraints, "critical,CA:TRUE"},
          {NID_key_usage, "critical,keyCertSign,cRLSign"},
          {NID_subject_key_identifier, "hash"}};
}
inline std::vector<Extension> server_extensions(const std::string& names) {
  std::vector<Extension> extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                                       {NID_key_usage, "critical,digitalSignature"},
                                       {NID_ext_key_usage, "serverAuth"}};
  if (!names.empty()) extensions.push_back({NID_subject_alt_name, names});
  return extensions;
}

inline Identity make_root(const std::string& name = "Test Root") {
  return issue({.common_name = name, .extensions = ca_extensions()});
}
inline Identity make_intermediate(const Identity& by, const std::string& name = "Test CA") {
  return issue({.common_name = name, .extensions = ca_extensions()}, &by);
}
inline Identity make_server(const Identity& by, const std::string& names = "DNS:mail.example") {
  return issue({.common_name = "mail.example", .extensions = server_extensions(names)}, &by);
}

inline std::string to_pem(const std::vector<Identity>& identities) {
  BIO* bio = BIO_new(BIO_s_mem());
  for (const Identity& identity : identities) PEM_write_bio_X509(bio, identity.cert.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(bio);
  return pem;
}

// The asset of tools/build_anchors.mjs.
inline std::string to_asset(const std::vector<Identity>& identities) {
  std::string asset = "PBXROOT1";
  for (const Identity& identity : identities) {
    unsigned char* der = nullptr;
    const int size = i2d_re_X509_tbs(identity.cert.get(), &der);
    require(size > 0, "a tbsCertificate could not be written");
    asset.append(reinterpret_cast<char*>(der), static_cast<size_t>(size));
    OPENSSL_free(der);
  }
  return asset;
}

}  // namespace pillarbox::tls::test
