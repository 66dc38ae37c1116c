// SPDX-License-Identifier: Apache-2.0
// What was wrong with a mail. The names go into the JSON, where people and scripts read them:
// add, never rename.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pillarbox::mime {

enum class Defect : uint8_t {
  not_a_message,            // no header field at all and not text either
  no_header,                // text without a header
  no_blank_line,            // the header runs into the body
  broken_header_line,       // a header line that is neither a field nor folded from one
  duplicate_field,          // a second one of a field that RFC 5322 §3.6 allows once
  raw_octets_in_header,     // octets above 127 that are not UTF-8
  broken_encoded_word,      // RFC 2047 words cut short or of no known encoding
  broken_date,              // a Date field that says no time
  broken_content_type,      // RFC 2045 §5.2: read as text/plain
  missing_boundary,         // a multipart that names no boundary
  boundary_not_found,       // a multipart whose boundary never occurs
  missing_close_delimiter,  // a multipart that only its parent or the end of the mail closes
  unknown_transfer_encoding,
  wrong_transfer_encoding,  // the octets are not what Content-Transfer-Encoding says
  broken_base64,
  broken_quoted_printable,
  unknown_charset,
  wrong_charset,  // the octets are not what the charset parameter says
  nul_octets,
  bare_cr,  // line ends are CR alone
  broken_uuencode,
  broken_yenc,
  broken_tnef,
  header_limit,
  nesting_limit,
  part_limit,
  text_limit,
};

std::string_view name(Defect defect);

// Each defect once, in the order in which they were found.
class Defects {
 public:
  void add(Defect defect) {
    const uint32_t bit = uint32_t{1} << static_cast<unsigned>(defect);
    if ((seen_ & bit) != 0) return;
    seen_ |= bit;
    list_.push_back(defect);
  }
  void add(const Defects& others) {
    for (const Defect defect : others.list_) add(defect);
  }
  bool has(Defect defect) const {
    return (seen_ & uint32_t{1} << static_cast<unsigned>(defect)) != 0;
  }
  const std::vector<Defect>& list() const { return list_; }

 private:
  uint32_t seen_ = 0;
  std::vector<Defect> list_;
};

}  // namespace pillarbox::mime
