// SPDX-License-Identifier: Apache-2.0
#include "session/plan.h"

#include <algorithm>
#include <array>
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

// NOTE: servers with mbox folders write these into a message when they have shown it.
bool is_written_by_servers(std::string_view line) {
  constexpr std::array<std::string_view, 7> kFields = {
      "STATUS:", "X-STATUS:", "X-UIDL:", "X-UID:", "X-KEYWORDS:", "X-IMAP:", "X-IMAPBASE:"};
  return std::any_of(kFields.begin(), kFields.end(), [&](std::string_view field) {
    return pop3::starts_with_ignoring_case(line, field);
  });
}

bool is_surrogate(std::string_view uidl) { return uidl.starts_with(' '); }

std::string_view header_of(std::string_view message) {
  const size_t crlf = message.find("\r\n\r\n");
  const size_t lf = message.find("\n\n");
  const size_t end = std::min(crlf == std::string_view::npos ? crlf : crlf + 2,
                              lf == std::string_view::npos ? lf : lf + 1);
  return message.substr(0, end);
}

// What is known of the messages of a listing, and how far it can be believed.
class Sight {
 public:
  Sight(const std::vector<pop3::Entry>& entries, const Known& known, const Policy& policy)
      : known_(known), policy_(policy) {
    for (const pop3::Entry& entry : entries) {
      if (entry.occurrence > 0) doubled_.insert(entry.uidl);
    }
    if (doubled_.empty()) return;
    for (const pop3::Entry& entry : entries) {
      const KnownMessage& is = of(entry);
      if (!is.stored_at && !is_too_large(entry, is) && is.doubts < kMostDoubts) {
        grown_.insert(entry.uidl);
      }
    }
  }

  const KnownMessage& of(const pop3::Entry& entry) const {
    static const KnownMessage kNothing;
    const KnownMessage* message = known_.find(entry.uidl, entry.occurrence);
    return message ? *message : kNothing;
  }

  bool is_too_large(const pop3::Entry& entry, const KnownMessage& is) const {
    return policy_.max_octets != 0 && believable(entry.octets) > policy_.max_octets && !is.wanted;
  }

  // The name alone says that this is the message we have: it may be deleted unread. A name says so
  // where one message only has it, where the size is what LIST said when the message was fetched,
  // and where the server gave it: our own names are made of size and header.
  // NOTE: old Cyrus gives a UIDL again.
  bool is_certain(const pop3::Entry& entry) const {
    return !shares_its_uidl(entry) && !is_surrogate(entry.uidl) && has_same_size(entry);
  }

  // What is listed here is not what we have under that name, or may not be.
  bool is_another(const pop3::Entry& entry) const {
    if (!shares_its_uidl(entry)) return is_another_size(entry.octets, of(entry).listed_octets);
    // One more of them came: it may be listed at any place. All come again in one session, so that
    // the store can tell copies from what has only moved.
    if (doubled_.contains(entry.uidl) && grown_.contains(entry.uidl)) return true;
    return of(entry).listed_octets != 0 && !has_same_size(entry);
  }

  bool shares_its_uidl(const pop3::Entry& entry) const {
    return doubled_.contains(entry.uidl) || known_.is_ambiguous(entry.uidl);
  }

 private:
  bool has_same_size(const pop3::Entry& entry) const {
    return entry.octets == 0 || entry.octets == of(entry).listed_octets;
  }

  const Known& known_;
  const Policy& policy_;
  std::unordered_set<std::string_view> doubled_;  // UIDLs that are listed more than once
  std::unordered_set<std::string_view> grown_;    // with a message that will be fetched
};

}  // namespace

uint64_t believable(uint64_t listed_octets) {
  return listed_octets > limits::kMessageOctets ? 0 : listed_octets;
}

bool is_due(const KnownMessage& message, const Policy& policy, int64_t now) {
  if (message.discarded) return true;
  if (!message.stored_at || policy.after == AfterDownload::leave) return false;
  return policy.after == AfterDownload::remove || now - *message.stored_at >= policy.days * kDay;
}

Plan make_plan(const std::vector<pop3::Entry>& entries, const Known& known, const Policy& policy,
               int64_t now) {
  const Sight sight(entries, known, policy);
  Plan plan;
  std::vector<uint32_t> last;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const KnownMessage& is = sight.of(*entry);
    const bool certain = sight.is_certain(*entry);
    const bool shares = sight.shares_its_uidl(*entry);
    const bool another = sight.is_another(*entry);
    const bool due = is_due(is, policy, now);
    if (due && certain) {
      plan.remove.push_back(entry->number);
      continue;
    }
    if (is.discarded && shares) continue;
    // What comes again is compared by the store, and deleted then where its age does not matter.
    // Where it does, those that share a name would come at every check.
    const bool ageless = policy.after == AfterDownload::remove || !shares;
    const bool in_the_way = policy.known_is_in_the_way && !sight.is_too_large(*entry, is);
    const bool again = another || (due && ageless) || in_the_way;
    if (is.stored_at && !again) continue;
    if (is.doubts >= kMostDoubts) {
      plan.given_up.push_back(entry->number);
    } else if (sight.is_too_large(*entry, is)) {
      plan.too_large.push_back(entry->number);
      if (policy.headers_of_large && !is.header_known) plan.header.push_back(entry->number);
    } else if (policy.max_messages != 0 && plan.fetch.size() + last.size() >= policy.max_messages) {
      continue;  // for another session
    } else {
      // Newest first: the mail of today is what a person waits for. What made a session fail
      // comes last, so that it cannot keep the others from coming.
      if (is.doubts == 0) plan.fetch.push_back(entry->number);
      if (is.doubts > 0) last.push_back(entry->number);
      plan.fetch_octets += believable(entry->octets);
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

std::string header_digest(std::string_view message_or_header) {
  std::string kept;
  bool is_kept = true;
  for (std::string_view rest = header_of(message_or_header); !rest.empty();) {
    const std::string_view line = pop3::take_line(rest);
    if (line.empty()) break;
    const bool continues = line.front() == ' ' || line.front() == '\t';
    if (!continues) is_kept = !is_written_by_servers(line);
    if (!is_kept) continue;
    kept += line;
    kept += '\n';
  }
  constexpr size_t kCharacters = 32;
  return sasl::hex(sasl::digest(sasl::Hash::sha256, kept)).substr(0, kCharacters);
}

std::optional<Likeness> recognise(std::string_view header, uint64_t listed_octets, Known& known) {
  return known.take_likeness(header_digest(header), [&](const Likeness& stored) {
    return !is_another_size(listed_octets, stored.octets);
  });
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
