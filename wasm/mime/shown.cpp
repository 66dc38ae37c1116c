// SPDX-License-Identifier: Apache-2.0
// First text/plain and text/html are chosen by where they stand. What is left are the other types
// of text, which RFC 2046 §4.1.4 would have shown as plain text: they are, where they are the body
// of a mail and not a file in it, since a mail that shows nothing helps nobody.
#include "mime/shown.h"

#include <algorithm>
#include <array>

#include "mime/text.h"

namespace pillarbox::mime {
namespace {

constexpr size_t kNone = Part::kNoParent;

bool is_common(const Part& part) { return part.type == "text/plain" || part.type == "text/html"; }

// Pictures and sound are files whatever their place.
bool may_be_shown(const Part& part) {
  return !part.multipart && part.type.starts_with("text/") &&
         part.disposition != Disposition::attachment;
}

// Text for programs, not for people.
bool is_data(const Part& part) {
  static constexpr auto kTypes = std::to_array<std::string_view>(
      {"text/calendar", "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory",
       "text/csv", "text/tab-separated-values", "text/css", "text/javascript", "text/xml",
       "text/rtf", "text/rfc822-headers", "text/x-amp-html", "text/x-patch", "text/x-diff"});
  return std::find(kTypes.begin(), kTypes.end(), part.type) != kTypes.end();
}

// The root of each multipart/related: the part in it that is shown, to which all others belong. It
// is the one that "start" names, else the first of the type that "type" names, else the first with
// text in it (RFC 2387 §3.2 has the first of all, which may be a picture). A multipart stands for
// the text inside it.
class Roots {
 public:
  explicit Roots(const std::vector<Part>& parts) : parts_(parts), found_(parts.size()) {
    for (size_t i = 0; i < parts.size(); ++i) {
      if (may_be_shown(parts[i])) offer(i);
    }
  }

  size_t of(size_t related) const { return found_[related].root; }

 private:
  enum Rank { named, of_type, common_text, text, none };
  struct Found {
    size_t root = kNone;
    Rank rank = none;
  };

  void offer(size_t leaf) {
    size_t child = leaf;
    for (size_t at = parts_[leaf].parent; at != kNone; child = at, at = parts_[at].parent) {
      if (parts_[at].type != "multipart/related") continue;
      const Rank rank = rank_of(parts_[at], parts_[child], parts_[leaf]);
      if (rank < found_[at].rank) found_[at] = {child, rank};
    }
  }

  static Rank rank_of(const Part& related, const Part& child, const Part& leaf) {
    if (!related.start.empty() && child.content_id == related.start) return named;
    if (child.type == related.root_type || leaf.type == related.root_type) return of_type;
    return is_common(leaf) ? common_text : text;
  }

  const std::vector<Part>& parts_;
  std::vector<Found> found_;
};

// Whether a part of text stands where a reader is shown it. "i === 0" in the RFC: the first child
// stands directly behind its multipart.
bool is_in_place(const std::vector<Part>& parts, size_t index, const Roots& roots) {
  const Part& part = parts[index];
  if (part.parent == kNone) return true;
  if (parts[part.parent].type == "multipart/related") return roots.of(part.parent) == index;
  return index == part.parent + 1 || part.filename.empty();
}

// The multipart/alternative around a part that is nearest to the whole mail; kNone if there is
// none.
size_t outermost_alternative(const std::vector<Part>& parts, size_t index) {
  size_t found = kNone;
  for (size_t at = parts[index].parent; at != kNone; at = parts[at].parent) {
    if (parts[at].type == "multipart/alternative") found = at;
  }
  return found;
}

}  // namespace

std::vector<bool> shown_parts(const Message& message) {
  const std::vector<Part>& parts = message.parts;
  std::vector<bool> shown(parts.size());
  const Roots roots(parts);
  // Of alternatives one is enough.
  std::vector<bool> satisfied(parts.size());
  bool any = false;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!may_be_shown(parts[i]) || !is_common(parts[i]) || !is_in_place(parts, i, roots)) continue;
    shown[i] = any = true;
    if (const size_t at = outermost_alternative(parts, i); at != kNone) satisfied[at] = true;
  }
  // Other text: all of it where there is no common text, else what comes before that without a
  // name, as the mail does to which a list has put its own words.
  for (size_t i = 0; i < parts.size() && !(any && shown[i]); ++i) {
    const Part& part = parts[i];
    if (!may_be_shown(part) || !is_in_place(parts, i, roots)) continue;
    if ((any || is_data(part)) && !part.filename.empty()) continue;
    if (any && is_data(part)) continue;
    const size_t alternative = outermost_alternative(parts, i);
    if (alternative != kNone && satisfied[alternative]) continue;
    shown[i] = true;
    if (alternative != kNone) satisfied[alternative] = true;
  }
  return shown;
}

}  // namespace pillarbox::mime
