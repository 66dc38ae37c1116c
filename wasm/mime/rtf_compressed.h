// SPDX-License-Identifier: Apache-2.0
// [MS-OXRTFCP]: the compressed RTF in which Outlook keeps the body of a mail.
#pragma once

#include <string>

#include "base/bytes.h"
#include "mime/defect.h"

namespace pillarbox::mime {

// As far as it goes, up to limits::kShownOctets.
std::string decompress_rtf(Bytes compressed, Defects& defects);

}  // namespace pillarbox::mime
