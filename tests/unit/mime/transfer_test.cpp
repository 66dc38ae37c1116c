// SPDX-License-Identifier: Apache-2.0
#include "mime/transfer.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

std::string decode(TransferEncoding encoding, std::string_view text) {
  const Buffer out = decode_all(TransferDecoder(encoding, as_bytes(text)), 0);
  return std::string(as_text(out));
}
std::string base64(std::string_view text) { return decode(TransferEncoding::base64, text); }
std::string quoted(std::string_view text) {
  return decode(TransferEncoding::quoted_printable, text);
}

struct Row {
  std::string_view in;
  std::string_view out;
};

// The plainest encoder there can be, to be sure of it.
std::string encode_base64(std::string_view octets, size_t column) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  size_t width = 0;
  for (size_t i = 0; i < octets.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < octets.size() ? static_cast<uint8_t>(octets[i + k]) : 0u);
    }
    for (size_t k = 0; k < 4; ++k) {
      out += i + k > octets.size() ? '=' : kAlphabet[bits >> (18 - 6 * k) & 63];
      if (++width == column) {
        out += "\r\n";
        width = 0;
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("base64: RFC 4648 §10") {
  const Row rows[] = {{"", ""},
                      {"Zg==", "f"},
                      {"Zm8=", "fo"},
                      {"Zm9v", "foo"},
                      {"Zm9vYg==", "foob"},
                      {"Zm9vYmE=", "fooba"},
                      {"Zm9vYmFy", "foobar"}};
  for (const Row& row : rows) CHECK(base64(row.in) == row.out);
}

TEST_CASE("base64 as mail has it") {
  const Row rows[] = {
      {"Zm9v\r\nYmFy\r\n", "foobar"},
      {"Z\r\nm\n9\rv Y\tm FY", "foobaX"},
      {"Zm9vYg", "foob"},  // no padding
      {"Zm9vYmE", "fooba"},
      {"Zm9vY", "foo"},         // one character too many
      {"Zm9v!YmFy", "foobar"},  // "other characters … must be ignored"
      {"Zm8=Zm8=", "fofo"},     // pieces joined
      {"Zg==\r\nZg==\r\n", "ff"},
      {"Zm9v====", "foo"},
      {"Zm8=\r\n_____\r\nlist footer\r\n", "fo"},
      {"====", ""},
      {"=", ""},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(base64(row.in) == row.out);
  }
}

TEST_CASE("quoted-printable") {
  const Row rows[] = {
      {"Now's the time =\r\nfor all folk to come=\r\n to the aid of their country.",
       "Now's the time for all folk to come to the aid of their country."},
      {"caf=C3=A9", "caf\xc3\xa9"},
      {"caf=c3=a9", "caf\xc3\xa9"},
      {"a=3Db", "a=b"},
      {"a=\r\nb", "ab"},
      {"a=\nb", "ab"},
      {"a= \t\r\nb", "ab"},
      {"a \t\r\nb", "a\r\nb"},
      {"a=20\r\nb", "a \r\nb"},
      {"a=", "a"},
      {"a=4", "a=4"},
      {"a=zzb", "a=zzb"},
      {"a==3D", "a=="},
      {"a  b", "a  b"},
      {"a   ", "a"},
      {"\r\n\r\n", "\r\n\r\n"},
      {"=\r\n=\r\n", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(quoted(row.in) == row.out);
  }
}

TEST_CASE("pieces of any size give the same octets") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string octets(random() % 400, '\0');
    for (char& c : octets) c = static_cast<char>(random());
    const std::string encoded = encode_base64(octets, random() % 2 == 0 ? 76 : random() % 90 + 1);
    CHECK(base64(encoded) == octets);

    std::string text(random() % 400, '\0');
    for (char& c : text) c = "ab=3D \t\r\n"[random() % 9];
    for (const auto encoding : {TransferEncoding::base64, TransferEncoding::quoted_printable}) {
      const std::string& in = encoding == TransferEncoding::base64 ? encoded : text;
      const std::string whole = decode(encoding, in);
      TransferDecoder decoder(encoding, as_bytes(in));
      std::string pieces;
      for (;;) {
        uint8_t piece[64];
        const size_t octets_read = decoder.read(std::span(piece).first(4 + random() % 61));
        if (octets_read == 0) break;
        pieces += as_text(Bytes(piece, octets_read));
      }
      INFO(in);
      CHECK(pieces == whole);
    }
  }
}
