// SPDX-License-Identifier: Apache-2.0
// Owning pointers for OpenSSL's objects, for this layer's .cpp files alone.
#pragma once

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace pillarbox::tls {

// OpenSSL writes some of its free functions as macros, so they are called in here, not passed.
struct Free {
  void operator()(BIO* it) const { BIO_free_all(it); }
  void operator()(BIO_METHOD* it) const { BIO_meth_free(it); }
  void operator()(SSL_CTX* it) const { SSL_CTX_free(it); }
  void operator()(SSL* it) const { SSL_free(it); }
  void operator()(SSL_SESSION* it) const { SSL_SESSION_free(it); }
  void operator()(X509* it) const { X509_free(it); }
  void operator()(X509_NAME* it) const { X509_NAME_free(it); }
  void operator()(X509_STORE* it) const { X509_STORE_free(it); }
  void operator()(X509_STORE_CTX* it) const { X509_STORE_CTX_free(it); }
  void operator()(GENERAL_NAMES* it) const { GENERAL_NAMES_free(it); }
  void operator()(ASN1_OCTET_STRING* it) const { ASN1_OCTET_STRING_free(it); }
  // A stack owns its certificates here; where it only borrows them, see BorrowedChain.
  void operator()(STACK_OF(X509) * it) const { sk_X509_pop_free(it, X509_free); }
};
struct FreeStackOnly {
  void operator()(STACK_OF(X509) * it) const { sk_X509_free(it); }
};

template <class T>
using Handle = std::unique_ptr<T, Free>;
using Chain = std::unique_ptr<STACK_OF(X509), Free>;
using BorrowedChain = std::unique_ptr<STACK_OF(X509), FreeStackOnly>;

}  // namespace pillarbox::tls
