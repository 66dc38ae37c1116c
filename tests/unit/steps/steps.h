// SPDX-License-Identifier: Apache-2.0
// What a piece of work costs, counted and not timed: the same number on every run and on every
// machine, however busy its neighbours.
#pragma once
#include <cstdint>

namespace pillarbox::steps {

// A step is a branch that was taken in the core, as this program has it compiled
// (cmake/tests.cmake), or an octet that the C library copied, compared or searched for it. Under a
// sanitizer the octets are not counted: those functions are the sanitizer's there.
uint64_t taken();

}  // namespace pillarbox::steps
