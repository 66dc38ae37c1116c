// SPDX-License-Identifier: Apache-2.0
// What must hold unless we have made a mistake, in the shipped build too. A peer cannot make a
// check false: what a peer does wrong is a Failure, a defect or an event.
//
// A check that does not hold ends the program. In the browser that is a trap: the instance is dead,
// its memory is in an unknown state, and web/worker/engine.ts lets nobody into it again.
#pragma once

namespace pillarbox {

// Ends the program, with a word that says what should have been so.
[[noreturn]] void broken(const char* promise);

// Not for what is done once an octet.
inline void check(bool holds, const char* promise) {
  if (!holds) [[unlikely]]
    broken(promise);
}

}  // namespace pillarbox
