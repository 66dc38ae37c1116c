// SPDX-License-Identifier: Apache-2.0
// Status lines, capabilities and listings: any octets, one after the other.
#include "base/bytes.h"
#include "pop3/capabilities.h"
#include "pop3/listing.h"
#include "pop3/reply.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = as_text({data, size});
  if (const auto reply = pop3::parse_reply(text)) (void)pop3::meaning(*reply, Code::internal);
  (void)pop3::parse_capabilities(text);
  (void)pop3::parse_stat(text);
  const size_t half = size / 2;
  (void)pop3::join_listing(text.substr(0, half), text.substr(half));
  return 0;
}
