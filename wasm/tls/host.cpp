// SPDX-License-Identifier: Apache-2.0
#include "tls/host.h"

#include <algorithm>
#include <charconv>

#include "tls/handles.h"

namespace pillarbox::tls {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// RFC 1123 §2.1, and the underscore, which private names use.
bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
}

// Exactly four decimal octets: none of inet_aton's "127.1" or "0177.0.0.1".
bool is_ipv4(std::string_view text) {
  int octets = 0;
  while (true) {
    const std::string_view octet = text.substr(0, text.find('.'));
    unsigned value = 0;
    const auto [end, error] = std::from_chars(octet.data(), octet.data() + octet.size(), value);
    const bool leading_zero = octet.size() > 1 && octet.front() == '0';
    if (error != std::errc() || end != octet.data() + octet.size() || value > 255 || leading_zero) {
      return false;
    }
    ++octets;
    if (octet.size() == text.size()) return octets == 4;
    text.remove_prefix(octet.size() + 1);
  }
}

bool is_ipv6(const std::string& text) {
  const Handle<ASN1_OCTET_STRING> address(a2i_IPADDRESS(text.c_str()));
  return address && ASN1_STRING_length(address.get()) == 16;
}

bool is_name(std::string_view text) {
  if (text.size() > 253) return false;
  while (true) {
    const std::string_view label = text.substr(0, text.find('.'));
    if (!is_label(label)) return false;
    if (label.size() == text.size()) {
      // A name whose last label is a number would be an address in every other reader.
      return !std::all_of(label.begin(), label.end(), is_digit);
    }
    text.remove_prefix(label.size() + 1);
  }
}

}  // namespace

std::optional<Host> parse_host(std::string_view text) {
  if (text.find('\0') != text.npos) return std::nullopt;
  if (text.find(':') != text.npos) {
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    std::string address(text);
    if (!is_ipv6(address)) return std::nullopt;
    return Host{Host::Kind::address, std::move(address)};
  }
  if (is_ipv4(text)) return Host{Host::Kind::address, std::string(text)};
  if (text.ends_with('.')) text.remove_suffix(1);
  if (!is_name(text)) return std::nullopt;
  return Host{Host::Kind::name, std::string(text)};
}

}  // namespace pillarbox::tls
