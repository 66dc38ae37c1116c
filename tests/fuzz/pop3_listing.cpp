// SPDX-License-Identifier: Apache-2.0
// UIDL and LIST of any octets: numbers ascend, and a name with its occurrence is one
// message. The halves are cut at the first NUL.
#include <cstdlib>
#include <set>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "pop3/listing.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = as_text({data, size});
  const size_t middle = text.find('\0');
  const std::string_view uidl = text.substr(0, middle);
  const std::string_view list =
      middle == std::string_view::npos ? std::string_view() : text.substr(middle + 1);
  std::set<std::pair<std::string, uint32_t>> names;
  int64_t last = -1;
  for (const pop3::Entry& entry : pop3::join_listing(uidl, list)) {
    if (entry.number <= last || entry.uidl.empty()) std::abort();
    // A surrogate's mark is a space in front: no listed name may have it.
    if (entry.uidl.front() == ' ') std::abort();
    last = entry.number;
    if (!names.emplace(entry.uidl, entry.occurrence).second) std::abort();
  }
  last = -1;
  for (const pop3::Entry& entry : pop3::list_alone(list)) {
    if (entry.number <= last) std::abort();
    last = entry.number;
  }
  (void)pop3::parse_stat(text);
  return 0;
}
