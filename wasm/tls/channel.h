// SPDX-License-Identifier: Apache-2.0
// A TLS client as a pure function of bytes: ciphertext in, plaintext out, and the other way. It
// owns no socket and reads no clock; OpenSSL works on memory BIOs behind it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/failure.h"

namespace pillarbox::tls {

// What a person is shown of a server's certificate. Times are seconds since 1970 (UTC).
struct Certificate {
  std::string subject;
  std::string issuer;
  std::vector<std::string> names;  // DNS names and IP addresses of the subjectAltName
  int64_t not_before = 0;
  int64_t not_after = 0;
  std::string sha256;    // fingerprint of the certificate, colon-separated upper-case hex
  std::string spki_pin;  // "sha256/" + base64 of the SHA-256 of the SubjectPublicKeyInfo
};

struct Config {
  std::string host;            // name or IP literal that the certificate must be for
  std::string pin;             // empty, or a spki_pin that replaces the authorities
  std::string_view anchors;    // PEM or the project's own anchor asset; borrowed until the handshake ends
  int64_t now_ms = 0;          // milliseconds since 1970 (UTC), for validity
};

// What was agreed, once established.
struct Connection {
  std::string protocol;  // "TLSv1.3"
  std::string cipher;    // "TLS_CHACHA20_POLY1305_SHA256"
  std::string group;     // "X25519MLKEM768"
  bool pinned = false;   // trusted by pin, not by an authority
  Certificate certificate;
};

class Channel {
 public:
  // Starts a handshake: the ClientHello waits in take_ciphertext(). A malformed host or pin shows
  // as failure() at once.
  explicit Channel(const Config& config);
  ~Channel();
  Channel(Channel&&) noexcept;
  Channel& operator=(Channel&&) noexcept;

  // Takes what the network gave and returns the plaintext in it, borrowed until the next call.
  // May leave octets (handshake, alerts) for take_ciphertext().
  Bytes receive(Bytes ciphertext);

  // The network stream ended. Without a close_notify before it, truncated() is true.
  void end_of_stream();

  // Encrypts plaintext; before established() it is kept and sent with the handshake's end.
  void send(Bytes plaintext);

  // Sends close_notify; nothing can be sent after it.
  void close();

  // What must go to the network now; call after every other call, failed ones too (alerts).
  Buffer take_ciphertext();

  bool established() const;
  bool peer_closed() const;  // close_notify was received
  bool truncated() const;
  const std::optional<Failure>& failure() const;
  // The leaf certificate the server showed, also when it was not trusted.
  const std::optional<Certificate>& certificate() const;
  Connection connection() const;  // only when established()

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pillarbox::tls
