// SPDX-License-Identifier: Apache-2.0
#include "sasl/wipe.h"

#include <openssl/crypto.h>

namespace pillarbox::sasl {

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.capacity());
  secret.clear();
}

void wipe(Buffer& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace pillarbox::sasl
