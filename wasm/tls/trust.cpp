// SPDX-License-Identifier: Apache-2.0
// The asset is the magic below and then one tbsCertificate (RFC 5280 §4.1) after another: all that
// OpenSSL judges an authority by (name, key, validity, key identifiers, constraints), octet for
// octet, without the self-signature, which proves nothing of a certificate that is trusted because
// it is listed. It is a quarter smaller so; a certificate is put together again around it.
#include "tls/trust.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>

#include "base/bytes.h"

namespace pillarbox::tls {
namespace {

using Found = Result<std::vector<Handle<X509>>, std::string>;

constexpr std::string_view kMagic = "PBXROOT1";
constexpr std::string_view kPinPrefix = "sha256/";
constexpr size_t kPinBase64 = 44;

bool names_match(const X509_NAME* name, std::span<X509* const> certificates) {
  for (const X509* certificate : certificates) {
    if (X509_NAME_cmp(name, X509_get_issuer_name(certificate)) == 0 ||
        X509_NAME_cmp(name, X509_get_subject_name(certificate)) == 0) {
      return true;
    }
  }
  return false;
}

// Takes one DER element with its header off the front; empty if there is no whole one.
Bytes take_element(Bytes& from) {
  const uint8_t* at = from.data();
  long length = 0;
  int tag = 0;
  int form = 0;
  const int flags = ASN1_get_object(&at, &length, &tag, &form, static_cast<long>(from.size()));
  // 0x80: an error, a length beyond the end among them. 0x01: indefinite, which DER has not.
  if (from.empty() || (flags & 0x81) != 0) return {};
  const Bytes element = from.first(static_cast<size_t>(at - from.data() + length));
  from = from.subspan(element.size());
  return element;
}

Bytes contents(Bytes element) {
  const uint8_t* at = element.data();
  long length = 0;
  int tag = 0;
  int form = 0;
  ASN1_get_object(&at, &length, &tag, &form, static_cast<long>(element.size()));
  return {at, static_cast<size_t>(length)};
}

struct Tbs {
  Bytes whole;
  Bytes algorithm;
  Bytes issuer;  // of a root: the subject too
};

// RFC 5280 §4.1: version [0] DEFAULT v1, serialNumber, signature, issuer, …
std::optional<Tbs> parse_tbs(Bytes whole) {
  constexpr uint8_t kVersion = 0xA0;
  Bytes rest = contents(whole);
  if (!rest.empty() && rest.front() == kVersion) take_element(rest);
  take_element(rest);
  const Bytes algorithm = take_element(rest);
  const Bytes issuer = take_element(rest);
  if (algorithm.empty() || issuer.empty()) return std::nullopt;
  return Tbs{whole, algorithm, issuer};
}

// SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }, the last an empty BIT STRING.
Handle<X509> certificate_around(const Tbs& tbs) {
  constexpr uint8_t kNoSignature[] = {0x03, 0x01, 0x00};
  const size_t length = tbs.whole.size() + tbs.algorithm.size() + sizeof kNoSignature;
  if (length > 0xFFFF) return nullptr;
  Buffer der = {0x30, 0x82, static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length & 0xFF)};
  append(der, tbs.whole);
  append(der, tbs.algorithm);
  append(der, Bytes(kNoSignature));
  const uint8_t* at = der.data();
  return Handle<X509>(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

Found find_in_asset(Bytes asset, std::span<X509* const> certificates) {
  const Unexpected<std::string> damaged{"The list of authorities is damaged."};
  std::vector<Handle<X509>> found;
  if (asset.empty()) return damaged;
  while (!asset.empty()) {
    const Bytes element = take_element(asset);
    if (element.empty()) return damaged;
    const std::optional<Tbs> tbs = parse_tbs(element);
    if (!tbs) return damaged;
    const uint8_t* at = tbs->issuer.data();
    const Handle<X509_NAME> name(
        d2i_X509_NAME(nullptr, &at, static_cast<long>(tbs->issuer.size())));
    if (!name) return damaged;
    if (!names_match(name.get(), certificates)) continue;
    found.push_back(certificate_around(*tbs));
    if (!found.back()) return damaged;
  }
  return found;
}

// A person's own file is short, and all of it must be readable: an authority that silently is not
// there would look like an untrusted server.
Found find_in_pem(std::string_view pem, std::span<X509* const> certificates) {
  const Handle<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<Handle<X509>> found;
  size_t read = 0;
  while (Handle<X509> certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    ++read;
    if (names_match(X509_get_subject_name(certificate.get()), certificates)) {
      found.push_back(std::move(certificate));
    }
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) return Unexpected<std::string>{"A certificate among the authorities is damaged."};
  if (read == 0) return Unexpected<std::string>{"The list of authorities holds no certificate."};
  return found;
}

}  // namespace

std::optional<Pin> parse_pin(std::string_view text) {
  if (!text.starts_with(kPinPrefix)) return std::nullopt;
  text.remove_prefix(kPinPrefix.size());
  if (text.size() != kPinBase64) return std::nullopt;
  uint8_t decoded[kPinBase64 / 4 * 3];
  if (EVP_DecodeBlock(decoded, as_bytes(text).data(), kPinBase64) != sizeof decoded) {
    return std::nullopt;
  }
  Pin pin;
  std::copy_n(decoded, pin.size(), pin.begin());
  // EVP_DecodeBlock takes padding anywhere, white space, and stray low bits in the last character:
  // only the one true spelling of a pin is a pin.
  if (format_pin(pin).substr(kPinPrefix.size()) != text) return std::nullopt;
  return pin;
}

std::string format_pin(const Pin& pin) {
  char base64[kPinBase64 + 1];
  EVP_EncodeBlock(reinterpret_cast<uint8_t*>(base64), pin.data(), static_cast<int>(pin.size()));
  return std::string(kPinPrefix).append(base64, kPinBase64);
}

std::optional<Pin> pin_of(const X509* certificate) {
  uint8_t* der = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (length <= 0) return std::nullopt;
  Pin pin;
  const bool hashed =
      EVP_Digest(der, static_cast<size_t>(length), pin.data(), nullptr, EVP_sha256(), nullptr) == 1;
  OPENSSL_free(der);
  return hashed ? std::optional(pin) : std::nullopt;
}

Found find_anchors(std::string_view anchors, std::span<X509* const> certificates) {
  if (anchors.starts_with(kMagic)) {
    return find_in_asset(as_bytes(anchors.substr(kMagic.size())), certificates);
  }
  return find_in_pem(anchors, certificates);
}

}  // namespace pillarbox::tls
