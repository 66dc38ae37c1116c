// SPDX-License-Identifier: Apache-2.0
// A TNEF stream is a signature, a key and then attributes: level, name, length, data, checksum.
// An attachment is the attributes from one attAttachRendData to the next. Two attributes hold
// lists of MAPI properties, of which the long file name, the type and the bodies are wanted.
#include "mime/tnef.h"

#include <optional>

#include "base/limits.h"
#include "mime/charset.h"
#include "mime/charset_label.h"
#include "mime/mapi.h"
#include "mime/rtf.h"
#include "mime/rtf_compressed.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

constexpr uint32_t kSignature = 0x223e9f78;

// [MS-OXTNEF] §2.1.3.2: the high half is the type of the data.
enum Attribute : uint32_t {
  kBody = 0x0002800c,
  kOemCodepage = 0x00069007,
  kMessageProperties = 0x00069003,
  kAttachRendData = 0x00069002,
  kAttachTitle = 0x00018010,
  kAttachData = 0x0006800f,
  kAttachmentProperties = 0x00069005,
};

uint32_t u32(Bytes octets, size_t at) {
  return static_cast<uint32_t>(octets[at] | octets[at + 1] << 8 | octets[at + 2] << 16) |
         static_cast<uint32_t>(octets[at + 3]) << 24;
}

class Reader {
 public:
  Reader(Bytes octets, Defects& defects) : octets_(octets), defects_(defects) {}

  Tnef read() {
    size_t at = 6;
    while (at < octets_.size()) {
      // Level, name and length before the data, a checksum behind it.
      if (octets_.size() - at < 9 || octets_.size() - at - 9 < u32(octets_, at + 5)) {
        defects_.add(Defect::broken_tnef);
        break;
      }
      const size_t length = u32(octets_, at + 5);
      attribute(u32(octets_, at + 1), at + 9, length);
      at += 9 + length;
      at = at + 2 <= octets_.size() ? at + 2 : octets_.size();
    }
    finish();
    return std::move(tnef_);
  }

 private:
  void attribute(uint32_t name, size_t begin, size_t length) {
    const Bytes data = octets_.subspan(begin, length);
    switch (name) {
      case kOemCodepage:
        if (length >= 4) charset_ = codepage_label(u32(data, 0));
        break;
      case kBody:
        text_ = decoded(as_text(data), charset_);
        break;
      case kMessageProperties:
        message_properties(data);
        break;
      case kAttachRendData:
        file_ = tnef_.files.size() < limits::kParts ? &tnef_.files.emplace_back() : nullptr;
        break;
      case kAttachTitle:
        if (file_ != nullptr && file_->filename.empty()) {
          file_->filename = decoded(as_text(data), charset_);
        }
        break;
      case kAttachData:
        if (file_ != nullptr) {
          file_->begin = begin;
          file_->end = begin + length;
        }
        break;
      case kAttachmentProperties:
        if (file_ != nullptr) attachment_properties(data, begin);
        break;
      default:
        break;
    }
  }

  void message_properties(Bytes data) {
    MapiReader properties(data);
    std::string html;
    std::string html_charset;
    while (const std::optional<MapiProperty> property = properties.next()) {
      if (property->id == mapi::kInternetCodepage && property->value.size() >= 4) {
        html_charset = codepage_label(u32(property->value, 0));
      } else if (property->id == mapi::kBody) {
        text_ = string(*property);
      } else if (property->id == mapi::kBodyHtml) {
        html = as_text(property->value);
      } else if (property->id == mapi::kRtfCompressed) {
        rtf_body(property->value);
      }
    }
    if (properties.broken()) defects_.add(Defect::broken_tnef);
    if (!html.empty()) html_ = decoded(html, html_charset.empty() ? charset_ : html_charset);
  }

  // Outlook writes the body once more, or only, as RTF; it says less than the others do.
  void rtf_body(Bytes compressed) {
    RtfBody read = read_rtf(decompress_rtf(compressed, defects_));
    (read.kind == RtfBody::Kind::html ? rtf_html_ : rtf_text_) = std::move(read.body);
  }

  void attachment_properties(Bytes data, size_t offset) {
    MapiReader properties(data);
    while (const std::optional<MapiProperty> property = properties.next()) {
      switch (property->id) {
        case mapi::kAttachLongFilename:
          file_->filename = string(*property);
          break;
        case mapi::kDisplayName:
          if (file_->filename.empty()) file_->filename = string(*property);
          break;
        case mapi::kAttachMimeTag:
          file_->content_type = to_lower(string(*property));
          break;
        case mapi::kAttachContentId:
          file_->content_id = string(*property);
          break;
        case mapi::kAttachData:
          // The contents stand here instead of in attAttachData for embedded messages and OLE
          // objects; the property begins with the identifier of its interface.
          if (file_->end == 0 && property->value.size() >= 16) {
            file_->begin = offset + static_cast<size_t>(property->value.data() - data.data()) + 16;
            file_->end = file_->begin + property->value.size() - 16;
          }
          break;
        default:
          break;
      }
    }
    if (properties.broken()) defects_.add(Defect::broken_tnef);
  }

  std::string string(const MapiProperty& property) {
    return decoded(as_text(property.value), property.wide ? "utf-16le" : charset_);
  }

  // The NUL at the end of each is no text.
  std::string decoded(std::string_view octets, std::string_view charset) {
    Defects ignored;
    std::string out;
    append_text(out, octets, charset, {}, ignored);
    std::erase(out, '\r');
    return out;
  }

  void finish() {
    tnef_.html = std::move(html_.empty() ? rtf_html_ : html_);
    tnef_.text = std::move(text_.empty() ? rtf_text_ : text_);
  }

  Bytes octets_;
  Defects& defects_;
  Tnef tnef_;
  Tnef::File* file_ = nullptr;
  std::string charset_;
  std::string text_;
  std::string html_;
  std::string rtf_text_;
  std::string rtf_html_;
};

}  // namespace

bool is_tnef(Bytes octets) { return octets.size() >= 6 && u32(octets, 0) == kSignature; }

Tnef read_tnef(Bytes octets, Defects& defects) {
  if (!is_tnef(octets)) {
    defects.add(Defect::broken_tnef);
    return {};
  }
  return Reader(octets, defects).read();
}

}  // namespace pillarbox::mime
