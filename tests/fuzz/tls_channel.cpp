// SPDX-License-Identifier: Apache-2.0
// Somebody between a channel and a real server, who changes, drops, doubles and adds octets, or
// makes them all up. Whatever arrives: no crash, no plaintext the server did not send, in that
// order, and nothing of ours to a server that is not believed.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>

#include "../unit/tls/repeatable.h"
#include "../unit/tls/server.h"

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
  Identity identity = make_server(ca);
  std::string anchors = to_asset({root});
};

const World& world() {
  static const World world;
  return world;
}

Buffer meddle(Buffer octets, FuzzedDataProvider& choices) {
  for (int edits = choices.ConsumeIntegralInRange(0, 3); edits > 0 && !octets.empty(); --edits) {
    const size_t at = choices.ConsumeIntegralInRange<size_t>(0, octets.size() - 1);
    const auto where = octets.begin() + static_cast<std::ptrdiff_t>(at);
    switch (choices.ConsumeIntegralInRange(0, 4)) {
      case 0:
        *where ^= choices.ConsumeIntegral<uint8_t>();
        break;
      case 1:
        octets.erase(where, octets.end());
        break;
      case 2: {
        const auto added = choices.ConsumeBytes<uint8_t>(choices.ConsumeIntegral<uint8_t>());
        octets.insert(where, added.begin(), added.end());
        break;
      }
      case 3: {
        const Buffer copy(where, octets.end());
        append(octets, copy);
        break;
      }
      default:
        octets.erase(octets.begin(), where);
    }
  }
  return octets;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seed_randomness();
  FuzzedDataProvider choices(data, size);
  const int version = choices.ConsumeBool() ? TLS1_3_VERSION : TLS1_2_VERSION;
  const bool with_server = choices.ConsumeBool();
  Channel channel({.host = "mail.example", .anchors = world().anchors, .now_ms = kNow * 1000});
  const std::string secret = "PASS secret\r\n";
  channel.send(as_bytes(secret));

  Server server({.identity = world().identity,
                 .chain = {world().ca},
                 .min_version = version,
                 .max_version = version});
  std::string sent;
  std::string got;
  for (int turn = 0; turn < 20; ++turn) {
    server.receive(channel.take_ciphertext());
    if (server.established() && choices.ConsumeBool()) {
      const std::string line = "+OK " + std::to_string(turn) + "\r\n";
      if (choices.ConsumeBool() && version == TLS1_3_VERSION) {
        SSL_key_update(server.ssl(), choices.ConsumeBool() ? SSL_KEY_UPDATE_REQUESTED
                                                           : SSL_KEY_UPDATE_NOT_REQUESTED);
      }
      size_t written = 0;
      if (SSL_write_ex(server.ssl(), line.data(), line.size(), &written) == 1) sent += line;
    }
    const Buffer arriving =
        with_server ? meddle(server.take(), choices)
                    : choices.ConsumeBytes<uint8_t>(choices.ConsumeIntegral<uint16_t>());
    if (arriving.empty() && choices.remaining_bytes() == 0) break;
    const size_t cut = choices.ConsumeIntegralInRange<size_t>(0, arriving.size());
    got += as_text(channel.receive(Bytes(arriving).first(cut)));
    got += as_text(channel.receive(Bytes(arriving).subspan(cut)));
  }
  channel.end_of_stream();
  channel.close();
  server.receive(channel.take_ciphertext());

  demand(sent.starts_with(got));
  demand(server.received.empty() || server.received == secret);
  demand(channel.established() || server.received.empty());
  if (channel.established()) {
    demand(with_server && channel.connection().certificate.subject == "CN=mail.example");
  }
  return 0;
}
