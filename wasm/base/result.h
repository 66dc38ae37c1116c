// SPDX-License-Identifier: Apache-2.0
// A value or the reason why there is none, with the names of C++23's std::expected, which
// libc++ 13 lacks. Replace by std::expected once every supported compiler has it.
#pragma once

#include <utility>
#include <variant>

#include "base/check.h"

namespace pillarbox {

template <class E>
struct Unexpected {
  E error;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

template <class T, class E>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Unexpected<E> failed) : state_(std::in_place_index<1>, std::move(failed.error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  T& value() {
    check(has_value(), "a Result that is read has a value");
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    check(has_value(), "a Result that is read has a value");
    return *std::get_if<0>(&state_);
  }
  const E& error() const {
    check(!has_value(), "a Result whose error is read has one");
    return *std::get_if<1>(&state_);
  }
  T value_or(T other) const { return has_value() ? value() : std::move(other); }

 private:
  std::variant<T, E> state_;
};

}  // namespace pillarbox
