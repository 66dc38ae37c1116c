// SPDX-License-Identifier: Apache-2.0
// RFC 2045 §5.1 and RFC 2231: "value; attribute=value; …" as in Content-Type and
// Content-Disposition.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/defect.h"

namespace pillarbox::mime {

struct Parameter {
  std::string name;   // lower case, without the marks of RFC 2231
  std::string value;  // decoded
};

struct ParameterisedValue {
  std::string value;  // before the first ";", without comments and white space
  std::vector<Parameter> parameters;

  // Empty if there is none of that name.
  std::string_view parameter(std::string_view name) const;
};

// Reads an unfolded field value. `fallback` is a charset label for raw octets.
ParameterisedValue parse_parameters(std::string_view value, std::string_view fallback,
                                    Defects& defects);

}  // namespace pillarbox::mime
