// SPDX-License-Identifier: Apache-2.0
// What decides whom we trust, fed with noise and with real certificates that were tampered with:
// lists of authorities, certificates, pins and host names.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>

#include "../unit/tls/pki.h"
#include "../unit/tls/repeatable.h"
#include "base/bytes.h"
#include "tls/describe.h"
#include "tls/verify.h"

namespace {

using namespace pillarbox;
using namespace pillarbox::tls;
using namespace pillarbox::tls::test;

void demand(bool condition) {
  if (!condition) std::abort();
}

struct World {
  Identity root = make_root();
  Identity ca = make_intermediate(root);
  Identity server =
      make_server(ca, "DNS:mail.example,DNS:*.pop.example,IP:192.0.2.1,IP:2001:db8::1");
  std::string pem = to_pem({root, ca});
  std::string asset = to_asset({root, ca});
};

const World& world() {
  static const World world = [] {
    seed_randomness();
    return World();
  }();
  return world;
}

std::string tamper(std::string octets, FuzzedDataProvider& choices) {
  for (int edits = choices.ConsumeIntegralInRange(0, 4); edits > 0 && !octets.empty(); --edits) {
    const size_t at = choices.ConsumeIntegralInRange<size_t>(0, octets.size() - 1);
    switch (choices.ConsumeIntegralInRange(0, 2)) {
      case 0:
        octets[at] = choices.ConsumeIntegral<char>();
        break;
      case 1:
        octets.erase(at, choices.ConsumeIntegral<uint8_t>());
        break;
      default:
        octets.insert(at, choices.ConsumeRandomLengthString(64));
    }
  }
  return octets;
}

std::string to_der(X509* cert) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(cert, &der);
  std::string octets(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return octets;
}

void read_anchors(std::string_view anchors) {
  X509* const shown[] = {world().server.cert.get(), world().ca.cert.get()};
  const auto found = find_anchors(anchors, shown);
  if (!found) return demand(!found.error().empty());
  for (const Handle<X509>& anchor : *found) describe(anchor.get());
}

void judge(const std::string& der, std::string_view anchors, FuzzedDataProvider& choices) {
  const uint8_t* at = as_bytes(der).data();
  const Handle<X509> leaf(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!leaf) return;
  const Certificate shown = describe(leaf.get());
  for (const std::string& name : shown.names) {
    for (const char c : name) demand(c > 0x20 && c < 0x7F);
  }
  const BorrowedChain chain(sk_X509_new_null());
  sk_X509_push(chain.get(), world().ca.cert.get());
  const char* const hosts[] = {"mail.example", "a.pop.example", "192.0.2.1", "2001:db8::1"};
  const Expectation expected{.host = *parse_host(choices.PickValueInArray(hosts)),
                             .pin = {},
                             .anchors = anchors,
                             .now = kNow};
  const Verdict verdict = verify(leaf.get(), chain.get(), expected);
  // Believed is what the authority signed, and that is this one certificate, in whatever spelling
  // of its outer shell; its signed part must be untouched.
  if (!verdict.failure) {
    demand(pin_of(leaf.get()) == pin_of(world().server.cert.get()));
    demand(shown.subject == "CN=mail.example");
  }
}

void read_texts(const std::string& text) {
  if (const auto pin = parse_pin(text)) demand(format_pin(*pin) == text);
  if (const auto host = parse_host(text)) {
    const auto again = parse_host(host->text);
    demand(again && again->text == host->text && again->kind == host->kind);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider choices(data, size);
  const World& w = world();
  switch (choices.ConsumeIntegralInRange(0, 5)) {
    case 0:
      read_anchors(tamper(w.pem, choices));
      break;
    case 1:
      read_anchors(tamper(w.asset, choices));
      break;
    case 2:
      judge(tamper(to_der(w.server.cert.get()), choices), w.asset, choices);
      break;
    case 3:
      judge(to_der(w.server.cert.get()), tamper(w.asset, choices), choices);
      break;
    case 4:
      read_anchors(choices.ConsumeRemainingBytesAsString());
      break;
    default:
      read_texts(choices.ConsumeRemainingBytesAsString());
  }
  return 0;
}
