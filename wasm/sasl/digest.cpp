// SPDX-License-Identifier: Apache-2.0
#include "sasl/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

#include "base/bytes.h"
#include "sasl/base64.h"

namespace pillarbox::sasl {
namespace {

const EVP_MD* algorithm(Hash hash) {
  switch (hash) {
    case Hash::md5:
      return EVP_md5();
    case Hash::sha1:
      return EVP_sha1();
    case Hash::sha256:
      break;
  }
  return EVP_sha256();
}

using Block = std::array<uint8_t, EVP_MAX_MD_SIZE>;

std::string taken(const Block& block, size_t size) {
  return std::string(as_text(Bytes(block).first(size)));
}

}  // namespace

std::string digest(Hash hash, std::string_view octets) {
  Block out;
  unsigned size = 0;
  if (EVP_Digest(octets.data(), octets.size(), out.data(), &size, algorithm(hash), nullptr) != 1) {
    return {};
  }
  return taken(out, size);
}

std::string hmac(Hash hash, std::string_view key, std::string_view octets) {
  Block out;
  unsigned size = 0;
  if (HMAC(algorithm(hash), key.data(), static_cast<int>(key.size()), as_bytes(octets).data(),
           octets.size(), out.data(), &size) == nullptr) {
    return {};
  }
  return taken(out, size);
}

std::string pbkdf2(Hash hash, std::string_view password, std::string_view salt,
                   uint32_t iterations) {
  Block out;
  const int size = EVP_MD_get_size(algorithm(hash));
  if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), as_bytes(salt).data(),
                        static_cast<int>(salt.size()), static_cast<int>(iterations),
                        algorithm(hash), size, out.data()) != 1) {
    return {};
  }
  return taken(out, static_cast<size_t>(size));
}

std::string hex(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    out += kDigits[static_cast<uint8_t>(c) >> 4];
    out += kDigits[static_cast<uint8_t>(c) & 15];
  }
  return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_nonce() {
  std::array<uint8_t, 18> octets;
  if (RAND_bytes(octets.data(), octets.size()) != 1) return {};
  return encode_base64(as_text(octets));
}

}  // namespace pillarbox::sasl
