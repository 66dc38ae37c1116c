// SPDX-License-Identifier: Apache-2.0
// parse(serialise(tree)) is the tree: random trees of parts, written in the plainest way, come back
// with every type, name, text and octet.
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>
#include <vector>

#include "mime/message.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

struct Node {
  std::string type;
  std::string name;  // of a leaf
  std::string octets;
  std::vector<Node> children;
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Node node(int depth) {
    Node made;
    if (depth == 0 || below(3) == 0) {
      static const char* const kTypes[] = {"application/pdf", "image/png", "audio/ogg"};
      made.type = kTypes[below(3)];
      made.name = word() + '.' + word();
      made.octets.resize(below(300));
      for (char& c : made.octets) c = static_cast<char>(random_());
      return made;
    }
    static const char* const kTypes[] = {"multipart/mixed", "multipart/related",
                                         "multipart/report"};
    made.type = kTypes[below(3)];
    const size_t children = below(4);
    for (size_t i = 0; i <= children; ++i) made.children.push_back(node(depth - 1));
    return made;
  }

  // Appends header and body.
  void write(const Node& node, std::string& to) {
    to += "Content-Type: " + node.type;
    if (!node.children.empty()) {
      // One boundary may be the beginning of another.
      const size_t dashes = ++boundaries_ % 7;
      const std::string boundary = "b" + std::string(dashes, '-') + std::to_string(boundaries_);
      to += "; boundary=\"" + boundary + "\"\r\n\r\n";
      for (const Node& child : node.children) {
        to += "--" + boundary + "\r\n";
        write(child, to);
        to += "\r\n";
      }
      to += "--" + boundary + "--\r\n";
      return;
    }
    to += "\r\nContent-Disposition: attachment; filename=\"" + node.name + "\"\r\n";
    if (below(2) == 0) {
      to += "Content-Transfer-Encoding: base64\r\n\r\n";
      write_base64(node.octets, to);
    } else {
      to += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
      write_quoted_printable(node.octets, to);
    }
  }

 private:
  size_t below(size_t n) { return random_() % n; }

  std::string word() {
    std::string out;
    for (size_t i = below(12) + 1; i > 0; --i) out += static_cast<char>('a' + below(26));
    return out;
  }

  static void write_base64(std::string_view octets, std::string& to) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < octets.size(); i += 3) {
      if (i % 57 == 0 && i != 0) to += "\r\n";
      uint32_t bits = 0;
      for (size_t k = 0; k < 3; ++k) {
        bits = bits << 8 | (i + k < octets.size() ? static_cast<uint8_t>(octets[i + k]) : 0u);
      }
      for (size_t k = 0; k < 4; ++k) {
        to += i + k > octets.size() ? '=' : kAlphabet[bits >> (18 - 6 * k) & 63];
      }
    }
  }

  static void write_quoted_printable(std::string_view octets, std::string& to) {
    size_t column = 0;
    for (const char c : octets) {
      const auto octet = static_cast<uint8_t>(c);
      if (column > 70) {
        to += "=\r\n";
        column = 0;
      }
      if (octet > ' ' && octet < 0x7f && octet != '=') {
        to += c;
        ++column;
      } else {
        to += '=';
        to += "0123456789ABCDEF"[octet >> 4];
        to += "0123456789ABCDEF"[octet & 15];
        column += 3;
      }
    }
  }

  std::mt19937 random_;
  size_t boundaries_ = 0;
};

void leaves(const Node& node, std::vector<const Node*>& to) {
  if (node.children.empty()) to.push_back(&node);
  for (const Node& child : node.children) leaves(child, to);
}

size_t count(const Node& node) {
  size_t parts = 1;
  for (const Node& child : node.children) parts += count(child);
  return parts;
}

}  // namespace

TEST_CASE("a tree of parts survives being written and read") {
  for (unsigned seed = 0; seed < 400; ++seed) {
    Maker maker(seed);
    const Node root = maker.node(static_cast<int>(seed % 5));
    std::string mail = "Subject: tree\r\n";
    maker.write(root, mail);
    const Message message = parse(as_bytes(mail));
    std::vector<const Node*> wanted;
    leaves(root, wanted);
    INFO(mail);
    REQUIRE(message.parts.size() == count(root));
    REQUIRE(message.attachments.size() == wanted.size());
    for (size_t i = 0; i < wanted.size(); ++i) {
      CHECK(message.attachments[i].content_type == wanted[i]->type);
      CHECK(message.attachments[i].filename == wanted[i]->name);
      CHECK(as_text(decode_attachment(message, i)) == wanted[i]->octets);
    }
    CHECK(message.defects.list().empty());
  }
}
