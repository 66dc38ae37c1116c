// SPDX-License-Identifier: Apache-2.0
// Every SASL mechanism against challenges of any content. The first octet chooses the mechanism,
// an LF ends a challenge. No answer may hold the password in clear but those that are made of it,
// and none may claim success without the server's proof.
#include <cstdlib>
#include <string>

#include "base/bytes.h"
#include "sasl/apop.h"
#include "sasl/base64.h"
#include "sasl/choose.h"

using namespace pillarbox;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  constexpr sasl::Auth kAll[] = {sasl::Auth::plain,         sasl::Auth::login,
                                 sasl::Auth::cram_md5,      sasl::Auth::scram_sha_1,
                                 sasl::Auth::scram_sha_256, sasl::Auth::xoauth2,
                                 sasl::Auth::oauthbearer};
  const sasl::Credentials credentials = {"user", "correct horse"};
  const sasl::Auth chosen = kAll[data[0] % std::size(kAll)];
  const auto mechanism = sasl::make_mechanism(chosen, credentials);
  if (!mechanism) return 0;
  if (data[0] & 0x80) (void)mechanism->initial_response();
  std::string_view rest = as_text({data + 1, size - 1});
  (void)sasl::apop_challenge(rest);
  (void)sasl::decode_base64(rest);
  const bool hashed = chosen == sasl::Auth::cram_md5 || chosen == sasl::Auth::scram_sha_1 ||
                      chosen == sasl::Auth::scram_sha_256;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const auto answer = mechanism->respond(rest.substr(0, end));
    if (!answer) break;
    if (hashed && answer->find("correct horse") != std::string::npos) std::abort();
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  // Nobody guesses SCRAM's signature.
  const bool scram = hashed && chosen != sasl::Auth::cram_md5;
  if (scram && mechanism->completed()) std::abort();
  return 0;
}
