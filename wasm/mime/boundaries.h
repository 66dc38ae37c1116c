// SPDX-License-Identifier: Apache-2.0
// The boundaries of the multiparts that are open at one place of a mail, outermost first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pillarbox::mime {

class Boundaries {
 public:
  struct Match {
    size_t index;  // in the order of push()
    bool close;    // "--boundary--"
  };
  static constexpr size_t kNone = static_cast<size_t>(-1);

  void push(std::string boundary);
  // Forgets all from `index` on.
  void cut(size_t index) { open_.resize(index); }
  size_t size() const { return open_.size(); }

  // Which delimiter `line` is (without its line end, beginning with "--"); index kNone for none.
  // RFC 2046 §5.1.1 lets transports add white space at its end. Everything else must agree: one
  // boundary is often the beginning of another ("Apple-Mail-1", "Apple-Mail-12"). Of two equal
  // ones the inner is meant.
  Match match(std::string_view line) const;

 private:
  struct Open {
    std::string boundary;
    uint32_t hash;
  };
  size_t find(std::string_view boundary) const;

  std::vector<Open> open_;
  size_t longest_ = 0;
};

}  // namespace pillarbox::mime
