// SPDX-License-Identifier: Apache-2.0
// The only file that knows iconv.
#include <iconv.h>

#include <array>
#include <cerrno>

#include "mime/charset_decoders.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

class Converter {
 public:
  explicit Converter(const Charset& from) : descriptor_(iconv_open("UTF-8", from.iconv_name)) {
    if (!open() && from.other_name != nullptr) descriptor_ = iconv_open("UTF-8", from.other_name);
  }
  ~Converter() {
    if (open()) iconv_close(descriptor_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // iconv_open says no with -1 cast to whatever iconv_t is.
  bool open() const { return descriptor_ != reinterpret_cast<iconv_t>(-1); }

  // Appends what it can, leaves in `octets` what it stopped at, returns why (an errno, 0 for done).
  int convert(std::string& to, std::string_view& octets) {
    // iconv takes char** for an input that it does not write to.
    char* in = const_cast<char*>(octets.data());
    size_t in_left = octets.size();
    int why = E2BIG;
    while (why == E2BIG) {
      std::array<char, 4096> piece;
      char* out = piece.data();
      size_t out_left = piece.size();
      // The second call gives what a stateful decoder holds back: glibc's for windows-1255 waits
      // for marks that could follow a letter.
      size_t result = iconv(descriptor_, &in, &in_left, &out, &out_left);
      if (result != static_cast<size_t>(-1)) {
        result = iconv(descriptor_, nullptr, nullptr, &out, &out_left);
      }
      why = result == static_cast<size_t>(-1) ? errno : 0;
      to.append(piece.data(), piece.size() - out_left);
    }
    octets.remove_prefix(octets.size() - in_left);
    return why;
  }

 private:
  iconv_t descriptor_;
};

}  // namespace

bool decode_by_iconv(std::string& to, std::string_view octets, const Charset& charset) {
  Converter converter(charset);
  if (!converter.open()) return append_valid_utf8(to, octets);
  bool valid = true;
  for (;;) {
    const int why = converter.convert(to, octets);
    if (why == 0 || octets.empty()) break;
    // The WHATWG standard and Windows have the euro there; the C libraries have nothing.
    if (octets.front() == '\x80' && std::string_view(charset.iconv_name).starts_with("GB")) {
      append_code_point(to, 0x20ac);
      octets.remove_prefix(1);
      continue;
    }
    valid = false;
    append_code_point(to, 0xfffd);
    if (why == EINVAL) break;  // the text ends inside a character
    // The WHATWG rule: an ASCII octet after a broken lead octet stands for itself. One octet less
    // is the only step that never swallows text.
    octets.remove_prefix(1);
  }
  return valid;
}

}  // namespace pillarbox::mime
