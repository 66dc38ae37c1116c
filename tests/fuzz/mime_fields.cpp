// SPDX-License-Identifier: Apache-2.0
// The structured fields: addresses, dates, ids, parameters.
#include <cstdlib>

#include "base/bytes.h"
#include "mime/address.h"
#include "mime/date.h"
#include "mime/encoded_word.h"
#include "mime/message_id.h"
#include "mime/origin.h"
#include "mime/parameter.h"
#include "mime/utf8.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = as_text({data, size});
  mime::Defects defects;
  for (const mime::Address& address : mime::parse_addresses(text, {}, defects)) {
    if (!mime::is_utf8(address.name) || !mime::is_utf8(address.address)) std::abort();
  }
  if (const auto seconds = mime::parse_date(text)) {
    // What is read is what is written.
    if (mime::parse_date(mime::format_date(*seconds)) != seconds) std::abort();
  }
  mime::parse_message_ids(text);
  // The text in each of the fields that say where a mail comes from.
  std::string header;
  for (const std::string_view name :
       {"Authentication-Results", "DKIM-Signature", "List-Id", "List-Unsubscribe"}) {
    header += std::string(name) + ": " + mime::unfold(text) + "\r\n";
  }
  const mime::Origin origin = mime::read_origin(mime::parse(as_bytes(header)));
  for (const mime::Authentication& each : origin.authentication) {
    if (!mime::is_utf8(each.server)) std::abort();
  }
  if (!mime::is_utf8(origin.list.id) || !mime::is_utf8(origin.list.name)) std::abort();
  for (const mime::Parameter& parameter : mime::parse_parameters(text, {}, defects).parameters) {
    if (!mime::is_utf8(parameter.value)) std::abort();
  }
  return 0;
}
