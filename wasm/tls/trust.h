// SPDX-License-Identifier: Apache-2.0
// Whom a channel trusts: authorities (anchors), or one key (a pin) in their place.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tls/handles.h"

namespace pillarbox::tls {

// SHA-256 of a SubjectPublicKeyInfo.
using Pin = std::array<uint8_t, 32>;

// "sha256/" and 44 characters of base64; anything else is not a pin.
std::optional<Pin> parse_pin(std::string_view text);
std::string format_pin(const Pin& pin);
// None for a key that cannot be written out again: it matches no pin.
std::optional<Pin> pin_of(const X509* certificate);

// The authorities of a PEM file or of the asset that tools/build_anchors.mjs makes. Only those
// whose name the given certificates carry as issuer or subject are parsed as certificates: of the
// ~140 roots a path can end in one or two, and reading a key costs more than comparing names.
// The error says what is wrong with the list.
Result<std::vector<Handle<X509>>, std::string> find_anchors(std::string_view anchors,
                                                            std::span<X509* const> certificates);

}  // namespace pillarbox::tls
