// SPDX-License-Identifier: Apache-2.0
// What is remembered of a host from one session to the next: plain strings, which the host of the
// core keeps without knowing what they mean. Some are handed in by earlier sessions, all are
// learned by one:
//
//   no-capa            hangs up on CAPA, or never answers it
//   no-capa-after-login  the same, once it has let us in
//   dropped-at-capa    may be one of those, or the network was: for the next session only
//   no-pipelining      says PIPELINING and cannot do it
//   dropped-in-window  may be one of those, or the network was: for the next session only
//   two-line-auth      takes no initial response in the AUTH command
//   bare-lf            ends lines by LF alone
//   refused NAME       refuses that way to log in, and hangs up
//   interval N         wants N seconds between two sessions
//   expire 0           may remove what was retrieved
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace pillarbox::pop3 {

class Facts {
 public:
  void add(std::string fact) {
    if (!has(fact)) facts_.push_back(std::move(fact));
  }
  bool has(std::string_view fact) const {
    return std::find(facts_.begin(), facts_.end(), fact) != facts_.end();
  }

 private:
  std::vector<std::string> facts_;
};

inline constexpr std::string_view kNoCapa = "no-capa";
inline constexpr std::string_view kNoCapaAfterLogin = "no-capa-after-login";
inline constexpr std::string_view kNoPipelining = "no-pipelining";
inline constexpr std::string_view kDroppedAtCapa = "dropped-at-capa";
inline constexpr std::string_view kDroppedInWindow = "dropped-in-window";
inline constexpr std::string_view kTwoLineAuth = "two-line-auth";
inline constexpr std::string_view kBareLf = "bare-lf";
inline constexpr std::string_view kExpireAtOnce = "expire 0";
inline constexpr std::string_view kRefused = "refused ";
inline constexpr std::string_view kInterval = "interval ";

}  // namespace pillarbox::pop3
