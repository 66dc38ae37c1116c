// SPDX-License-Identifier: Apache-2.0
#include "tls/channel.h"

#include <openssl/crypto.h>
#include <openssl/err.h>

#include <utility>

#include "base/check.h"
#include "tls/context.h"
#include "tls/describe.h"
#include "tls/host.h"
#include "tls/platform.h"
#include "tls/resumption.h"
#include "tls/trust.h"
#include "tls/verify.h"
#include "tls/wire.h"

namespace pillarbox::tls {
namespace {

// RFC 8446 §5.1: a record holds at most 2^14 octets of plaintext.
constexpr size_t kRecordOctets = 16 * 1024;

// RFC 8446 §5.1: the content types of TLS records are 20 to 23.
bool starts_a_record(uint8_t octet) { return octet >= 20 && octet <= 23; }

void wipe(Buffer& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

// The server's certificates without its own, which libssl puts among them.
Chain chain_beside(const X509* leaf, const STACK_OF(X509) * sent) {
  Chain chain(sk_X509_new_null());
  for (int i = 0; i < sk_X509_num(sent); ++i) {
    X509* certificate = sk_X509_value(sent, i);
    if (certificate == leaf) continue;
    X509_up_ref(certificate);
    if (sk_X509_push(chain.get(), certificate) == 0) X509_free(certificate);
  }
  return chain;
}

}  // namespace

bool is_valid_host(std::string_view host) { return parse_host(host).has_value(); }
bool is_valid_pin(std::string_view pin) { return parse_pin(pin).has_value(); }

// Order matters: `wire` outlives `ssl`, whose BIO points to it.
struct Channel::State {
  explicit State(const Config& config);
  ~State();

  bool start();
  void offer(const Ticket& ticket);
  bool verify_server(X509* server, const STACK_OF(X509) * sent, int* result);
  void handshake();
  void finish_handshake();
  void read_plaintext(size_t ciphertext_octets);
  void write(Bytes plaintext);
  void take_error(int outcome);
  void fail(Failure why) { failure = std::move(why); }

  Expectation expected;
  Wire wire;
  Handle<SSL_CTX> context;
  Handle<SSL> ssl;

  Buffer pending;    // to be sent when the handshake is done
  Buffer plaintext;  // what receive() lends; grows to the largest frame, never shrinks
  size_t plaintext_octets = 0;

  bool heard = false;  // the server has sent something
  Impression server;
  bool established = false;
  bool closing = false;
  bool peer_closed = false;
  bool truncated = false;
  std::optional<Failure> failure;
  std::optional<Failure> refusal;  // why the certificate was not believed

  Handle<X509> leaf;
  Chain chain;
  std::optional<Certificate> certificate;
  Handle<SSL_SESSION> session;  // the newest the server gave
};

Channel::State::State(const Config& config) {
  expected.anchors = config.anchors;
  expected.now = config.now_ms / 1000;
  if (std::optional<Host> host = parse_host(config.host)) {
    expected.host = *std::move(host);
  } else {
    fail({Code::tls_wrong_host, "The server's name is no host name and no IP address."});
    return;
  }
  if (!config.pin.empty()) {
    expected.pin = parse_pin(config.pin);
    if (!expected.pin) {
      fail({Code::internal, "The pin is not \"sha256/\" and base64."});
      return;
    }
  }
  if (!is_platform_ready() || !start()) {
    ERR_clear_error();
    fail({Code::internal, "TLS is not available here."});
    return;
  }
  if (config.ticket != nullptr) offer(*config.ticket);
  handshake();
}

Channel::State::~State() {
  wipe(pending);
  wipe(plaintext);
}

bool Channel::State::start() {
  context = make_context();
  if (!context) return false;
  SSL_CTX_set_cert_verify_callback(
      context.get(),
      [](X509_STORE_CTX* asked, void* state) {
        int result = X509_V_ERR_UNSPECIFIED;
        const bool believed = static_cast<State*>(state)->verify_server(
            X509_STORE_CTX_get0_cert(asked), X509_STORE_CTX_get0_untrusted(asked), &result);
        X509_STORE_CTX_set_error(asked, result);
        return believed ? 1 : 0;
      },
      this);
  SSL_CTX_sess_set_new_cb(context.get(), [](SSL* from, SSL_SESSION* given) {
    static_cast<State*>(SSL_get_app_data(from))->session.reset(given);
    return 1;  // it is ours now
  });

  // Without a certificate to choose, OpenSSL answers with an empty Certificate, which RFC 8446
  // §4.4.2 and RFC 5246 §7.4.6 both want: whether that is enough is for the server to say.
  SSL_CTX_set_client_cert_cb(context.get(), [](SSL* from, X509**, EVP_PKEY**) {
    static_cast<State*>(SSL_get_app_data(from))->server.wants_certificate = true;
    return 0;
  });

  ssl.reset(SSL_new(context.get()));
  Handle<BIO> bio = wire.make_bio();
  if (!ssl || !bio) return false;
  SSL_set_app_data(ssl.get(), this);
  BIO* const both = bio.release();
  SSL_set_bio(ssl.get(), both, both);
  SSL_set_connect_state(ssl.get());
  // RFC 6066 §3: "Literal IPv4 and IPv6 addresses are not permitted" in a server name.
  return expected.host.kind == Host::Kind::address ||
         SSL_set_tlsext_host_name(ssl.get(), expected.host.text.c_str()) == 1;
}

void Channel::State::offer(const Ticket& ticket) {
  if (!ticket || ticket->host != expected.host.text) return;
  if (verify(ticket->leaf.get(), ticket->chain.get(), expected).failure) return;
  // A copy: the handshake marks and changes what it is given.
  const Handle<SSL_SESSION> copy(SSL_SESSION_dup(ticket->session.get()));
  if (!copy || SSL_set_session(ssl.get(), copy.get()) != 1) {
    ERR_clear_error();
    return;
  }
  X509_up_ref(ticket->leaf.get());
  leaf.reset(ticket->leaf.get());
  chain = chain_beside(nullptr, ticket->chain.get());
}

// Called by OpenSSL in a full handshake, before the server has any data of ours.
bool Channel::State::verify_server(X509* server, const STACK_OF(X509) * sent, int* result) {
  X509_up_ref(server);
  leaf.reset(server);
  chain = chain_beside(server, sent);
  certificate = describe(server);
  Verdict verdict = verify(server, chain.get(), expected);
  *result = verdict.result;
  refusal = std::move(verdict.failure);
  return !refusal;
}

void Channel::State::handshake() {
  ERR_clear_error();
  const int outcome = SSL_do_handshake(ssl.get());
  if (outcome == 1) {
    finish_handshake();
  } else {
    take_error(outcome);
  }
}

void Channel::State::finish_handshake() {
  // A resumed handshake shows no certificate; the ticket's was judged before it was offered. There
  // is no third way to get here, and none is let in.
  if (!leaf) {
    fail({Code::internal, "TLS was established without a certificate."});
    return;
  }
  established = true;
  if (!certificate) certificate = describe(leaf.get());
  if (!pending.empty()) write(pending);
  wipe(pending);
}

void Channel::State::read_plaintext(size_t ciphertext_octets) {
  // Plaintext is shorter than its ciphertext; one unfinished record may have come before.
  const size_t most = ciphertext_octets + kRecordOctets;
  if (plaintext.size() < most) {
    wipe(plaintext);
    plaintext.resize(most);
  }
  while (!failure && !peer_closed) {
    size_t octets = 0;
    ERR_clear_error();
    const int outcome = SSL_read_ex(ssl.get(), plaintext.data() + plaintext_octets,
                                    plaintext.size() - plaintext_octets, &octets);
    if (outcome != 1) return take_error(outcome);
    plaintext_octets += octets;
    check(plaintext_octets < plaintext.size(), "plaintext is shorter than its ciphertext");
  }
}

void Channel::State::write(Bytes octets) {
  size_t written = 0;
  ERR_clear_error();
  const int outcome = SSL_write_ex(ssl.get(), octets.data(), octets.size(), &written);
  if (outcome != 1) take_error(outcome);
}

// What the last call did not do: it needs more octets, the server has closed, or it failed.
void Channel::State::take_error(int outcome) {
  switch (SSL_get_error(ssl.get(), outcome)) {
    case SSL_ERROR_WANT_READ:
      return;
    case SSL_ERROR_ZERO_RETURN:
      peer_closed = true;
      if (!established) fail({Code::protocol_closed, "The server closed TLS in the handshake."});
      return;
    default:
      break;
  }
  if (refusal) {
    fail(*refusal);
  } else {
    fail(describe_error(ERR_peek_last_error(), server));
  }
  ERR_clear_error();
}

Ticket::Ticket() = default;
Ticket::Ticket(std::unique_ptr<const Resumption> resumption) : resumption_(std::move(resumption)) {}
Ticket::~Ticket() = default;
Ticket::Ticket(Ticket&&) noexcept = default;
Ticket& Ticket::operator=(Ticket&&) noexcept = default;

Channel::Channel(const Config& config) : state_(std::make_unique<State>(config)) {}
Channel::~Channel() = default;
Channel::Channel(Channel&&) noexcept = default;
Channel& Channel::operator=(Channel&&) noexcept = default;

Bytes Channel::receive(Bytes ciphertext) {
  State& s = *state_;
  s.plaintext_octets = 0;
  if (ciphertext.empty() || s.failure || s.peer_closed || s.wire.ended) return {};
  if (s.closing && !s.established) return {};  // given up
  if (!std::exchange(s.heard, true)) s.server.is_tls = starts_a_record(ciphertext.front());
  s.wire.in = ciphertext;
  if (!s.established) s.handshake();
  if (s.established) s.read_plaintext(ciphertext.size());
  s.wire.in = {};
  return Bytes(s.plaintext).first(s.plaintext_octets);
}

void Channel::end_of_stream() {
  State& s = *state_;
  if (std::exchange(s.wire.ended, true) || s.failure || s.peer_closed) return;
  if (s.established) {
    s.truncated = true;
  } else {
    s.fail({Code::protocol_closed, s.server.wants_certificate
                                       ? "The server hung up in the TLS handshake, after it had "
                                         "asked for a client certificate."
                                       : "The server hung up in the TLS handshake."});
  }
}

void Channel::send(Bytes plaintext) {
  State& s = *state_;
  if (plaintext.empty() || s.failure || s.closing) return;
  if (s.established) {
    s.write(plaintext);
  } else {
    append(s.pending, plaintext);
  }
}

void Channel::close() {
  State& s = *state_;
  if (std::exchange(s.closing, true) || s.failure) return;
  wipe(s.pending);
  if (!s.established) return;
  ERR_clear_error();
  SSL_shutdown(s.ssl.get());
  ERR_clear_error();
}

Buffer Channel::take_ciphertext() { return std::exchange(state_->wire.out, {}); }

bool Channel::established() const { return state_->established; }
bool Channel::peer_closed() const { return state_->peer_closed; }
bool Channel::truncated() const { return state_->truncated; }
const std::optional<Failure>& Channel::failure() const { return state_->failure; }
const std::optional<Certificate>& Channel::certificate() const { return state_->certificate; }

Connection Channel::connection() const {
  const State& s = *state_;
  check(s.established, "a connection is asked about once it stands");
  SSL* const ssl = s.ssl.get();
  const char* group = SSL_group_to_name(ssl, static_cast<int>(SSL_get_negotiated_group(ssl)));
  return {
      .protocol = SSL_get_version(ssl),
      .cipher = SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl)),
      .group = group != nullptr ? group : "",
      .pinned = s.expected.pin.has_value(),
      .resumed = SSL_session_reused(ssl) == 1,
      .certificate = *s.certificate,
  };
}

Ticket Channel::ticket() const {
  const State& s = *state_;
  if (!s.established) return {};
  SSL_SESSION* session = s.session.get();
  // With TLS 1.2 a resumed session goes on under its first ticket.
  if (session == nullptr && SSL_version(s.ssl.get()) == TLS1_2_VERSION) {
    session = SSL_get0_session(s.ssl.get());
  }
  if (session == nullptr || SSL_SESSION_is_resumable(session) != 1) return {};
  auto resumption = std::make_unique<Resumption>();
  resumption->host = s.expected.host.text;
  resumption->session.reset(SSL_SESSION_dup(session));
  if (!resumption->session) return {};
  X509_up_ref(s.leaf.get());
  resumption->leaf.reset(s.leaf.get());
  resumption->chain = chain_beside(nullptr, s.chain.get());
  return Ticket(std::move(resumption));
}

}  // namespace pillarbox::tls
