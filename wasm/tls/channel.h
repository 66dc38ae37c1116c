// SPDX-License-Identifier: Apache-2.0
// A TLS client as a pure function of bytes: ciphertext in, plaintext out, and the other way. It
// owns no socket and reads no clock but the one handed in; OpenSSL works in memory behind it.
//
//   Channel tls({.host = "mail.example", .anchors = roots, .now_ms = now});
//   send to network: tls.take_ciphertext()           the ClientHello
//   from network:    plaintext = tls.receive(octets)  then take_ciphertext() again, always
//
// There is no way to switch verification off. A server that no authority vouches for is trusted
// by the pin of its key or not at all.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/failure.h"
#include "tls/certificate.h"

namespace pillarbox::tls {

struct Resumption;

// What makes the next handshake with the same server short (RFC 8446 §2.2, RFC 5077). Keep it in
// memory, for one further connection; its secrets are wiped with it.
class Ticket {
 public:
  Ticket();  // none
  explicit Ticket(std::unique_ptr<const Resumption> resumption);
  ~Ticket();
  Ticket(Ticket&&) noexcept;
  Ticket& operator=(Ticket&&) noexcept;

  explicit operator bool() const { return resumption_ != nullptr; }
  const Resumption* operator->() const { return resumption_.get(); }

 private:
  std::unique_ptr<const Resumption> resumption_;
};

struct Config {
  std::string host;          // name (A-labels) or IP literal that the certificate must be for
  std::string pin;           // empty, or a spki_pin that replaces the authorities
  std::string_view anchors;  // PEM or the project's asset; borrowed until the handshake ends
  int64_t now_ms = 0;        // milliseconds since 1970 (UTC), for validity
  // From an earlier channel, or null; borrowed by the constructor. It is offered only if what the
  // server showed then is believed by this Config too; if not, or if the server declines, the
  // handshake is a full one.
  const Ticket* ticket = nullptr;
};

// What a Config wants may be asked before a channel is made.
bool is_valid_host(std::string_view host);
bool is_valid_pin(std::string_view pin);

// What was agreed, once established.
struct Connection {
  std::string protocol;  // "TLSv1.3"
  std::string cipher;    // "TLS_CHACHA20_POLY1305_SHA256"
  std::string group;     // "X25519MLKEM768"; may be empty for a resumed TLS 1.2 session
  bool pinned = false;   // trusted by pin, not by an authority
  bool resumed = false;
  Certificate certificate;  // a resumed session's is that of the full handshake
};

class Channel {
 public:
  // Starts a handshake: the ClientHello waits in take_ciphertext(). A malformed host or pin shows
  // as failure() at once, and nothing is sent.
  explicit Channel(const Config& config);
  ~Channel();
  Channel(Channel&&) noexcept;
  Channel& operator=(Channel&&) noexcept;

  // Takes what the network gave and returns the plaintext in it, borrowed until the next call.
  // Plaintext is given before a failure behind it shows: all of it was authentic.
  Bytes receive(Bytes ciphertext);

  // The network stream ended. Before established() that is a failure; later, without a
  // close_notify, truncated() is true, and whether that is one only the protocol above can say.
  void end_of_stream();

  // Encrypts plaintext; before established() it is kept and sent with the handshake's end. After
  // close() or a failure it is dropped.
  void send(Bytes plaintext);

  // Sends close_notify; nothing can be sent after it. What the server still sends is received.
  // Before established() it gives the handshake up, and what waits is dropped.
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
  // None until the server has sent one: with TLS 1.3 that is soon after the handshake.
  Ticket ticket() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pillarbox::tls
