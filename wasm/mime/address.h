// SPDX-License-Identifier: Apache-2.0
// RFC 5322 §3.4 and §4.4: address lists with groups, comments, routes, and what people type.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/defect.h"

namespace pillarbox::mime {

struct Address {
  std::string name;     // decoded, may be empty
  std::string address;  // "local@domain"; empty if there was only a name
};

// Reads an unfolded field value. Groups are left out, their members are not (as RFC 8621 §4.1.2.3
// does). `fallback` is a charset label for raw octets.
std::vector<Address> parse_addresses(std::string_view value, std::string_view fallback,
                                     Defects& defects);

}  // namespace pillarbox::mime
