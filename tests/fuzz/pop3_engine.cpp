// SPDX-License-Identifier: Apache-2.0
// The engine with a window of commands out, against any octets in any pieces: however they are
// cut, the same comes out; replies come in the order of their commands; nothing after a failure.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <variant>

#include "pop3/engine.h"

using namespace pillarbox;
using namespace pillarbox::pop3;

namespace {

constexpr Verb kVerbs[] = {Verb::stat, Verb::uidl, Verb::list, Verb::retr,
                           Verb::top,  Verb::dele, Verb::noop, Verb::capa};

std::string play(Bytes octets, size_t commands, size_t piece) {
  Engine engine;
  engine.enter(State::transaction);
  for (size_t i = 0; i < commands; ++i) {
    engine.send({.verb = kVerbs[i % std::size(kVerbs)], .number = static_cast<uint32_t>(i + 1)});
  }
  std::string told;
  uint32_t last = 0;
  bool failed = false;
  const auto drain = [&] {
    while (auto event = engine.next_event()) {
      if (failed) std::abort();
      told += static_cast<char>('0' + event->index());
      uint32_t number = 0;
      if (const auto* replied = std::get_if<Replied>(&*event)) {
        number = replied->command.number;
        told += replied->reply.text + std::string(as_text(replied->body));
      } else if (const auto* received = std::get_if<Received>(&*event)) {
        number = received->command.number;
        told += as_text(received->message);
      } else if (const auto* failure = std::get_if<Failure>(&*event)) {
        told += failure->detail;
        failed = true;
      }
      if (number != 0 && number <= last) std::abort();
      if (number != 0) last = number;
    }
  };
  while (!octets.empty()) {
    const Bytes next = octets.first(std::min(piece, octets.size()));
    engine.receive(next);
    drain();
    octets = octets.subspan(next.size());
  }
  engine.end_of_stream();
  drain();
  if (!failed) std::abort();
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const Bytes octets = Bytes(data, size).subspan(2);
  const size_t commands = data[0] % 32;
  const std::string whole = play(octets, commands, octets.size() + 1);
  if (play(octets, commands, 1 + data[1] % 16) != whole) std::abort();
  return 0;
}
