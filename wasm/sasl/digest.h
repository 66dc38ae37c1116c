// SPDX-License-Identifier: Apache-2.0
// The hash functions of SASL, from OpenSSL: never our own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pillarbox::sasl {

enum class Hash { md5, sha1, sha256 };

// Raw octets of the digest. Empty if OpenSSL refuses the algorithm.
std::string digest(Hash hash, std::string_view octets);
// RFC 2104.
std::string hmac(Hash hash, std::string_view key, std::string_view octets);
// RFC 8018 §5.2 with HMAC, and as many octets as the hash has: Hi() of RFC 5802 §2.2.
std::string pbkdf2(Hash hash, std::string_view password, std::string_view salt,
                   uint32_t iterations);

// Lower-case hexadecimal.
std::string hex(std::string_view octets);

// Takes the same time whatever differs.
bool equal_in_constant_time(std::string_view a, std::string_view b);

// 24 characters of base64 from the platform's random numbers. Empty if there are none: the caller
// must give up then.
std::string random_nonce();

}  // namespace pillarbox::sasl
