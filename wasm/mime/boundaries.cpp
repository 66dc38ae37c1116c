// SPDX-License-Identifier: Apache-2.0
#include "mime/boundaries.h"

#include <algorithm>

#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// FNV-1a. A hundred open boundaries are compared by hash, so that a line costs what it is long.
uint32_t hash_of(std::string_view text) {
  uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace

void Boundaries::push(std::string boundary) {
  longest_ = std::max(longest_, boundary.size());
  const uint32_t hash = hash_of(boundary);
  open_.push_back({std::move(boundary), hash});
}

size_t Boundaries::find(std::string_view boundary) const {
  if (boundary.size() > longest_) return kNone;
  const uint32_t hash = hash_of(boundary);
  for (size_t i = open_.size(); i-- > 0;) {
    if (open_[i].hash == hash && open_[i].boundary == boundary) return i;
  }
  return kNone;
}

Boundaries::Match Boundaries::match(std::string_view line) const {
  line.remove_prefix(2);
  while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
  if (const size_t index = find(line); index != kNone) return {index, false};
  if (line.ends_with("--")) {
    line.remove_suffix(2);
    return {find(line), true};
  }
  return {kNone, false};
}

}  // namespace pillarbox::mime
