// SPDX-License-Identifier: Apache-2.0
// A real TLS server in memory, and a wire between it and a channel.
#pragma once

#include <openssl/err.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "pki.h"
#include "tls/channel.h"

namespace pillarbox::tls::test {

struct ServerOptions {
  Identity identity;
  std::vector<Identity> chain = {};  // sent beside it, in this order
  int min_version = TLS1_2_VERSION;
  int max_version = TLS1_3_VERSION;
  std::string groups = {};
  std::string ciphers = "DEFAULT:@SECLEVEL=0";
  std::string ciphersuites = {};
};

class Server {
 public:
  explicit Server(const ServerOptions& options)
      : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
    SSL_CTX* context = context_.get();
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, options.min_version);
    SSL_CTX_set_max_proto_version(context, options.max_version);
    require(SSL_CTX_set_cipher_list(context, options.ciphers.c_str()) == 1, "ciphers");
    if (!options.ciphersuites.empty()) {
      SSL_CTX_set_ciphersuites(context, options.ciphersuites.c_str());
    }
    if (!options.groups.empty()) SSL_CTX_set1_groups_list(context, options.groups.c_str());
    require(SSL_CTX_use_certificate(context, options.identity.cert.get()) == 1, "certificate");
    require(SSL_CTX_use_PrivateKey(context, options.identity.key.get()) == 1, "key");
    for (const Identity& other : options.chain) {
      SSL_CTX_add1_chain_cert(context, other.cert.get());
    }
    SSL_CTX_set_mode(context, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>("test"), 4);
    SSL_CTX_clear_options(context, SSL_OP_NO_RENEGOTIATION);
    connect();
  }

  // A new connection to the same server: it knows its tickets.
  void connect() {
    ssl_ = {SSL_new(context_.get()), SSL_free};
    in_ = BIO_new(BIO_s_mem());
    out_ = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl_.get(), in_, out_);
    SSL_set_accept_state(ssl_.get());
    received.clear();
  }

  void receive(Bytes ciphertext) {
    BIO_write(in_, ciphertext.data(), static_cast<int>(ciphertext.size()));
    step();
  }

  // Reads whatever there is to read; the handshake goes on by itself.
  void step() {
    char buffer[4096];
    size_t octets = 0;
    ERR_clear_error();
    while (SSL_read_ex(ssl_.get(), buffer, sizeof buffer, &octets) == 1) {
      received.append(buffer, octets);
    }
    last_error = SSL_get_error(ssl_.get(), 0);
    reason = ERR_GET_REASON(ERR_peek_last_error());
    ERR_clear_error();
  }

  void send(std::string_view text) {
    size_t written = 0;
    require(SSL_write_ex(ssl_.get(), text.data(), text.size(), &written) == 1, "server write");
  }

  Buffer take() {
    char* at = nullptr;
    const long size = BIO_get_mem_data(out_, &at);
    Buffer octets(at, at + size);
    BIO_reset(out_);
    return octets;
  }

  bool established() const { return SSL_is_init_finished(ssl_.get()) == 1; }
  SSL* ssl() { return ssl_.get(); }

  std::string received;  // application data
  int last_error = SSL_ERROR_NONE;
  int reason = 0;  // of the last error, e.g. an alert of the client

 private:
  std::shared_ptr<SSL_CTX> context_;
  std::shared_ptr<SSL> ssl_;
  BIO* in_ = nullptr;
  BIO* out_ = nullptr;
};

// Carries octets both ways until neither side has any; returns the plaintext the channel gave.
// `piece` is how many octets of the server's the channel gets at once.
inline std::string converse(Channel& channel, Server& server, size_t piece = SIZE_MAX) {
  std::string plaintext;
  while (true) {
    const Buffer up = channel.take_ciphertext();
    if (!up.empty()) server.receive(up);
    const Buffer down = server.take();
    if (up.empty() && down.empty()) return plaintext;
    Bytes rest = down;
    while (!rest.empty()) {
      const Bytes part = rest.first(std::min(piece, rest.size()));
      plaintext += as_text(channel.receive(part));
      rest = rest.subspan(part.size());
    }
  }
}

}  // namespace pillarbox::tls::test
