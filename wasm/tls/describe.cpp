// SPDX-License-Identifier: Apache-2.0
#include "tls/describe.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <utility>

#include "base/bytes.h"
#include "tls/trust.h"

namespace pillarbox::tls {
namespace {

// Not mktime: time_t has only 32 bits in some of our builds, and roots live beyond 2038.
int64_t seconds_of(const ASN1_TIME* time) {
  namespace chrono = std::chrono;
  std::tm tm{};
  if (ASN1_TIME_to_tm(time, &tm) != 1) return 0;
  const chrono::sys_days day = chrono::year(tm.tm_year + 1900) /
                               (static_cast<unsigned>(tm.tm_mon) + 1) /
                               static_cast<unsigned>(tm.tm_mday);
  return int64_t{day.time_since_epoch().count()} * 86400 + tm.tm_hour * 3600 + tm.tm_min * 60 +
         tm.tm_sec;
}

std::string fingerprint_of(const X509* certificate) {
  std::array<uint8_t, 32> digest;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), nullptr) != 1) return {};
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string text;
  for (const uint8_t octet : digest) {
    if (!text.empty()) text += ':';
    text += kHex[octet >> 4];
    text += kHex[octet & 15];
  }
  return text;
}

// A dNSName is an IA5String; what is not printable there is shown by its code.
std::string printable(Bytes octets) {
  std::string text;
  for (const uint8_t octet : octets) {
    if (octet > 0x20 && octet < 0x7F) {
      text += static_cast<char>(octet);
    } else {
      char escaped[5];
      std::snprintf(escaped, sizeof escaped, "\\x%02X", octet);
      text += escaped;
    }
  }
  return text;
}

Bytes octets_of(const ASN1_STRING* string) {
  return {ASN1_STRING_get0_data(string), static_cast<size_t>(ASN1_STRING_length(string))};
}

std::vector<std::string> names_of(const X509* certificate) {
  const Handle<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> texts;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const auto* value = static_cast<const ASN1_STRING*>(
        GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type));
    if (type == GEN_DNS) {
      texts.push_back(printable(octets_of(value)));
    } else if (type == GEN_IPADD) {
      const Bytes address = octets_of(value);
      char text[INET6_ADDRSTRLEN] = "";
      if (address.size() == 4) inet_ntop(AF_INET, address.data(), text, sizeof text);
      if (address.size() == 16) inet_ntop(AF_INET6, address.data(), text, sizeof text);
      texts.push_back(*text != '\0' ? text : printable(address));
    }
  }
  return texts;
}

// The alerts by which servers say that the client should have had a certificate: TLS 1.3 has one
// for it (RFC 8446 §6.2), TLS 1.2 has none (RFC 5246 §7.4.6: "at its discretion").
bool may_miss_a_certificate(int alert) {
  switch (alert) {
    case SSL_AD_CERTIFICATE_REQUIRED:
    case SSL_AD_HANDSHAKE_FAILURE:
    case SSL_AD_NO_CERTIFICATE:
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_ACCESS_DENIED:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string describe(const X509_NAME* name) {
  const Handle<BIO> bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  const char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return size > 0 ? std::string(text, static_cast<size_t>(size)) : std::string();
}

Certificate describe(const X509* certificate) {
  const std::optional<Pin> pin = pin_of(certificate);
  return {
      .subject = describe(X509_get_subject_name(certificate)),
      .issuer = describe(X509_get_issuer_name(certificate)),
      .names = names_of(certificate),
      .not_before = seconds_of(X509_get0_notBefore(certificate)),
      .not_after = seconds_of(X509_get0_notAfter(certificate)),
      .sha256 = fingerprint_of(certificate),
      .spki_pin = pin ? format_pin(*pin) : std::string(),
  };
}

Failure describe_error(unsigned long error, Impression server) {
  if (!server.is_tls) {
    return {Code::tls_protocol,
            "The server does not speak TLS here: what it sent is no TLS record."};
  }
  const int reason = ERR_GET_REASON(error);
  if (ERR_GET_LIB(error) == ERR_LIB_SSL) {
    switch (reason) {
      case SSL_R_UNEXPECTED_EOF_WHILE_READING:
        return {Code::protocol_closed, "The server hung up in the middle of TLS."};
      case SSL_R_UNSUPPORTED_PROTOCOL:
      case SSL_R_WRONG_SSL_VERSION:
      case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        return {Code::tls_protocol, "The server speaks no TLS version from 1.2 on."};
      default:
        break;
    }
    // An alert of the server, RFC 8446 §6: OpenSSL adds its number to a fixed offset.
    if (reason >= SSL_AD_REASON_OFFSET && reason < SSL_AD_REASON_OFFSET + 256) {
      const int alert = reason - SSL_AD_REASON_OFFSET;
      std::string detail = SSL_alert_desc_string_long(alert);
      if (server.wants_certificate && may_miss_a_certificate(alert)) {
        detail =
            "The server wants a client certificate, and there is none to show (" + detail + ").";
      } else {
        detail = "The server ended TLS with the alert: " + detail;
      }
      return {Code::tls_protocol, std::move(detail)};
    }
  }
  // The browser's build has no error strings, only numbers; libssl's are in openssl/sslerr.h.
  const char* text = ERR_reason_error_string(error);
  return {Code::tls_protocol, text != nullptr ? std::string("TLS failed: ") + text
                                              : "TLS failed: OpenSSL error " +
                                                    std::to_string(ERR_GET_LIB(error)) + "/" +
                                                    std::to_string(reason)};
}

}  // namespace pillarbox::tls
