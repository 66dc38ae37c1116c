// SPDX-License-Identifier: Apache-2.0
#include "session/plan.h"

#include <algorithm>
#include <unordered_set>

#include "base/limits.h"
#include "pop3/ascii.h"
#include "pop3/lines.h"
#include "sasl/digest.h"

namespace pillarbox::session {
namespace {

constexpr int64_t kDay = 24ll * 60 * 60 * 1000;

// Sessions that may fail at one message before it is left alone.
constexpr uint32_t kMostDoubts = 3;

// A maildrop of fewer may well be all new by chance.
constexpr size_t kLeastMigrated = 10;

// NOTE: old Cyrus gives a UIDL again. Servers that write "Status:" into a message change its size
// by some octets; another message under the same name differs by more.
bool is_another_size(uint64_t now, uint64_t before) {
  if (now == 0 || before == 0) return false;
  const uint64_t difference = now > before ? now - before : before - now;
  return difference > 512 + before / 10;
}

std::string_view header_of(std::string_view message) {
  const size_t crlf = message.find("\r\n\r\n");
  const size_t lf = message.find("\n\n");
  const size_t end = std::min(crlf == std::string_view::npos ? crlf : crlf + 2,
                              lf == std::string_view::npos ? lf : lf + 1);
  return message.substr(0, end);
}

}  // namespace

Plan make_plan(const std::vector<pop3::Entry>& entries, const Known& known, const Policy& policy,
               int64_t now) {
  std::unordered_set<std::string_view> doubled;
  for (const pop3::Entry& entry : entries) {
    if (entry.occurrence > 0) doubled.insert(entry.uidl);
  }
  Plan plan;
  std::vector<uint32_t> last;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const KnownMessage* message = known.find(entry->uidl, entry->occurrence);
    const KnownMessage nothing;
    const KnownMessage& is = message ? *message : nothing;
    // Of two with one UIDL nobody can say which is the one we have: none of them is deleted unless
    // it was fetched in the same session, and compared.
    const bool certain = !doubled.contains(entry->uidl) && !known.is_ambiguous(entry->uidl) &&
                         !is_another_size(entry->octets, is.listed_octets);
    const bool due = is.discarded || (is.stored_at && policy.after == AfterDownload::remove) ||
                     (is.stored_at && policy.after == AfterDownload::remove_after_days &&
                      now - *is.stored_at >= policy.days * kDay);
    if (is.discarded && !certain) continue;
    if (due && certain) {
      plan.remove.push_back(entry->number);
      continue;
    }
    const bool other = is.stored_at && is_another_size(entry->octets, is.listed_octets);
    if (is.stored_at && !due && !other) continue;
    if (is.doubts >= kMostDoubts) {
      plan.given_up.push_back(entry->number);
    } else if (entry->octets > limits::kMessageOctets) {
      plan.too_large.push_back(entry->number);
    } else if (policy.max_octets != 0 && entry->octets > policy.max_octets && !is.wanted) {
      plan.too_large.push_back(entry->number);
      if (policy.headers_of_large && !is.header_known) plan.header.push_back(entry->number);
    } else if (policy.max_messages != 0 && plan.fetch.size() + last.size() >= policy.max_messages) {
      continue;  // for another session
    } else {
      // Newest first: the mail of today is what a person waits for. What made a session fail
      // comes last, so that it cannot keep the others from coming.
      if (is.doubts == 0) plan.fetch.push_back(entry->number);
      if (is.doubts > 0) last.push_back(entry->number);
      plan.fetch_octets += entry->octets;
    }
  }
  plan.fetch.insert(plan.fetch.end(), last.begin(), last.end());
  plan.doubtful = std::move(last);
  return plan;
}

bool looks_migrated(const std::vector<pop3::Entry>& entries, const Known& known) {
  if (!known.has_likenesses() || entries.size() < kLeastMigrated) return false;
  const auto is_new = [&](const pop3::Entry& entry) {
    return known.find(entry.uidl, entry.occurrence) == nullptr;
  };
  const auto found = std::count_if(entries.begin(), entries.end(), is_new);
  return static_cast<size_t>(found) * 2 > entries.size();
}

const Likeness* recognise(const mime::Summary& header, uint64_t listed_octets, const Known& known) {
  if (header.message_id.empty() || !header.date_seconds) return nullptr;
  const Likeness* found = known.resembling(header.message_id, *header.date_seconds);
  if (!found) return nullptr;
  // Servers count line ends in their own ways, and not more than that may differ.
  return listed_octets == 0 || !is_another_size(listed_octets, found->octets) ? found : nullptr;
}

std::string surrogate_uidl(uint64_t octets, std::string_view message_or_header) {
  std::string known = std::to_string(octets) + "\n";
  // One line end or the other, and no blank line: TOP and RETR may not agree on those.
  for (std::string_view rest = header_of(message_or_header); !rest.empty();) {
    const std::string_view line = pop3::take_line(rest);
    if (line.empty()) break;
    known += line;
    known += '\n';
  }
  return " " + sasl::hex(sasl::digest(sasl::Hash::sha256, known));
}

bool is_folder_internal(std::string_view message) {
  // NOTE: c-client writes "X-IMAP:" with the folder's UID validity, and these words.
  bool marked = false;
  bool named = false;
  for (std::string_view rest = header_of(message); !rest.empty();) {
    const std::string_view line = pop3::take_line(rest);
    if (pop3::starts_with_ignoring_case(line, "X-IMAP:")) marked = true;
    if (pop3::starts_with_ignoring_case(line, "SUBJECT:") &&
        pop3::contains_ignoring_case(line, "FOLDER INTERNAL DATA")) {
      named = true;
    }
  }
  return marked && named;
}

}  // namespace pillarbox::session
