// SPDX-License-Identifier: Apache-2.0
// The two ends of the wire as OpenSSL sees them: a BIO that reads from octets the caller lends and
// writes into a buffer. OpenSSL's own memory BIO would copy all ciphertext once more.
#pragma once

#include "base/bytes.h"
#include "tls/handles.h"

namespace pillarbox::tls {

class Wire {
 public:
  Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // For SSL_set_bio(). It points to this object, which must outlive it and not move.
  Handle<BIO> make_bio();

  Bytes in;            // what OpenSSL has not read yet; borrowed
  Buffer out;          // what it has written
  bool ended = false;  // nothing follows `in`

 private:
  Handle<BIO_METHOD> method_;
};

}  // namespace pillarbox::tls
