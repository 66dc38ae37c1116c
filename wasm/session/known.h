// SPDX-License-Identifier: Apache-2.0
// What the host knows of single messages before a session: which are safe here, which the person
// has deleted here, which made earlier sessions fail. By UIDL and occurrence: UIDLs are opaque
// octets of any length, and two messages may have the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace pillarbox::session {

struct KnownMessage {
  // In milliseconds since 1970, if it is safe here: what "delete after N days" counts from.
  std::optional<int64_t> stored_at;
  uint64_t listed_octets = 0;  // what LIST said when it was fetched; 0 if that is not known
  uint32_t doubts = 0;         // sessions that failed at it
  bool discarded = false;      // deleted here, and to be deleted there
  bool wanted = false;         // whatever its size
  bool header_known = false;   // over the limit of size, and its header is here
};

// A message that is safe here, by what a server keeps when it gives the message another UIDL. A
// likeness is a hint: it may save a download, and nothing is ever deleted on it.
struct Likeness {
  std::string uidl;
  uint32_t occurrence = 0;
  uint64_t octets = 0;  // of the message
};

class Known {
 public:
  KnownMessage& at(std::string_view uidl, uint32_t occurrence) {
    return messages_[key(uidl, occurrence)];
  }
  const KnownMessage* find(std::string_view uidl, uint32_t occurrence) const {
    const auto found = messages_.find(key(uidl, occurrence));
    return found == messages_.end() ? nullptr : &found->second;
  }
  // A second message with this UIDL was here once: which is which, the UIDL does not say.
  bool is_ambiguous(std::string_view uidl) const { return find(uidl, 1) != nullptr; }
  // The server has named its messages before.
  bool has_uidls() const { return has_uidls_; }
  void note_uidl(std::string_view uidl) { has_uidls_ |= !uidl.starts_with(' '); }

  // `header` is the header_digest() of the message; several messages may share it.
  void resemble(std::string header, Likeness likeness) {
    likenesses_.emplace(std::move(header), std::move(likeness));
  }
  // A name that is listed belongs to the message that is listed under it: no other message is
  // recognised as that one.
  void forget_likenesses_of(const std::unordered_set<std::string_view>& uidls) {
    std::erase_if(likenesses_, [&](const auto& each) { return uidls.contains(each.second.uidl); });
  }
  bool has_likenesses() const { return !likenesses_.empty(); }
  // The likeness with this header that `fits`. Each is taken once: of two messages that look like a
  // stored one, only one can be it.
  template <class Fits>
  std::optional<Likeness> take_likeness(const std::string& header, Fits fits) {
    const auto [first, last] = likenesses_.equal_range(header);
    for (auto at = first; at != last; ++at) {
      if (fits(at->second)) return std::move(likenesses_.extract(at).mapped());
    }
    return std::nullopt;
  }

 private:
  // The occurrence comes first, so that no UIDL can look like another with an occurrence.
  static std::string key(std::string_view uidl, uint32_t occurrence) {
    std::string key = std::to_string(occurrence);
    key += ' ';
    key += uidl;
    return key;
  }

  std::unordered_map<std::string, KnownMessage> messages_;
  std::unordered_multimap<std::string, Likeness> likenesses_;  // by header_digest()
  bool has_uidls_ = false;
};

}  // namespace pillarbox::session
