// SPDX-License-Identifier: Apache-2.0
#include "mime/defect.h"

namespace pillarbox::mime {

std::string_view name(Defect defect) {
  switch (defect) {
    case Defect::not_a_message:
      return "not-a-message";
    case Defect::no_header:
      return "no-header";
    case Defect::no_blank_line:
      return "no-blank-line";
    case Defect::broken_header_line:
      return "broken-header-line";
    case Defect::duplicate_field:
      return "duplicate-field";
    case Defect::raw_octets_in_header:
      return "raw-octets-in-header";
    case Defect::broken_encoded_word:
      return "broken-encoded-word";
    case Defect::broken_date:
      return "broken-date";
    case Defect::broken_content_type:
      return "broken-content-type";
    case Defect::missing_boundary:
      return "missing-boundary";
    case Defect::boundary_not_found:
      return "boundary-not-found";
    case Defect::missing_close_delimiter:
      return "missing-close-delimiter";
    case Defect::unknown_transfer_encoding:
      return "unknown-transfer-encoding";
    case Defect::wrong_transfer_encoding:
      return "wrong-transfer-encoding";
    case Defect::broken_base64:
      return "broken-base64";
    case Defect::broken_quoted_printable:
      return "broken-quoted-printable";
    case Defect::unknown_charset:
      return "unknown-charset";
    case Defect::wrong_charset:
      return "wrong-charset";
    case Defect::nul_octets:
      return "nul-octets";
    case Defect::bare_cr:
      return "bare-cr";
    case Defect::broken_uuencode:
      return "broken-uuencode";
    case Defect::broken_yenc:
      return "broken-yenc";
    case Defect::broken_tnef:
      return "broken-tnef";
    case Defect::header_limit:
      return "header-limit";
    case Defect::nesting_limit:
      return "nesting-limit";
    case Defect::part_limit:
      return "part-limit";
    case Defect::text_limit:
      break;
  }
  return "text-limit";
}

}  // namespace pillarbox::mime
