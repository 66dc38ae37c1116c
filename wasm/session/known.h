// SPDX-License-Identifier: Apache-2.0
// The messages that are safe here already, by UIDL and occurrence. UIDLs are opaque octets of any
// length; two messages may have the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace pillarbox::session {

class Known {
 public:
  // `stored_at` in milliseconds since 1970 is what "delete after N days" counts from.
  void add(std::string_view uidl, uint32_t occurrence, int64_t stored_at) {
    stored_at_[key(uidl, occurrence)] = stored_at;
  }

  std::optional<int64_t> stored_at(std::string_view uidl, uint32_t occurrence) const {
    const auto found = stored_at_.find(key(uidl, occurrence));
    if (found == stored_at_.end()) return std::nullopt;
    return found->second;
  }

 private:
  // The occurrence comes first, so that no UIDL can look like another with an occurrence.
  static std::string key(std::string_view uidl, uint32_t occurrence) {
    std::string key = std::to_string(occurrence);
    key += ' ';
    key += uidl;
    return key;
  }

  std::unordered_map<std::string, int64_t> stored_at_;
};

}  // namespace pillarbox::session
