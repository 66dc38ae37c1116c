// SPDX-License-Identifier: Apache-2.0
#include "mime/part.h"

#include "base/limits.h"
#include "mime/encoded_word.h"
#include "mime/message_id.h"
#include "mime/parameter.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

bool is_token(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c >= 0x7f) return false;
    if (std::string_view("()<>@,;:\\\"/[]?=").find(c) != std::string_view::npos) return false;
  }
  return !text.empty();
}

// "type/subtype" in lower case, or empty if it is not that.
std::string media_type(std::string_view value) {
  const size_t slash = value.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view subtype = value.substr(slash + 1);
  if (!is_token(value.substr(0, slash)) || !is_token(subtype)) return {};
  if (value.size() > limits::kNameOctets) return {};
  return to_lower(value);
}

TransferEncoding transfer_encoding(std::string_view value, Defects& defects) {
  Defects ignored;
  const std::string name = to_lower(parse_parameters(value, {}, ignored).value);
  if (name == "base64") return TransferEncoding::base64;
  if (name == "quoted-printable") return TransferEncoding::quoted_printable;
  if (name == "x-uuencode" || name == "uuencode" || name == "x-uue" || name == "uue") {
    return TransferEncoding::uuencode;
  }
  if (name == "x-yenc" || name == "yenc") return TransferEncoding::yenc;
  if (name != "7bit" && name != "8bit" && name != "binary" && !name.empty()) {
    defects.add(Defect::unknown_transfer_encoding);
  }
  return TransferEncoding::identity;
}

void read_content_type(Part& part, std::string_view field, Defects& defects) {
  const ParameterisedValue value = parse_parameters(structured_text(unfold(field)), {}, defects);
  std::string type = media_type(value.value);
  if (type.empty()) {
    // RFC 2045 §5.2: what has no valid syntax is text/plain, and parameters that it names count.
    if (!trim(field).empty()) defects.add(Defect::broken_content_type);
    type = "text/plain";
  }
  part.type = std::move(type);
  part.charset = trim(value.parameter("charset"));
  part.filename = beginning(trim(value.parameter("name")), limits::kNameOctets);
  part.multipart = part.type.starts_with("multipart/");
  if (part.multipart) part.boundary = trim(value.parameter("boundary"));
  if (part.type == "multipart/related") {
    part.start = beginning(parse_message_id(value.parameter("start")), limits::kNameOctets);
    part.root_type = media_type(trim(value.parameter("type")));
  }
  part.flowed = iequals(trim(value.parameter("format")), "flowed");
  part.delete_space = iequals(trim(value.parameter("delsp")), "yes");
}

void read_disposition(Part& part, std::string_view field, Defects& defects) {
  const ParameterisedValue value =
      parse_parameters(structured_text(unfold(field)), part.charset, defects);
  // RFC 2183 §2.8: "Unrecognized disposition types should be treated as 'attachment'".
  if (!value.value.empty()) {
    part.disposition =
        iequals(value.value, "inline") ? Disposition::inline_part : Disposition::attachment;
  }
  const std::string_view filename = trim(value.parameter("filename"));
  if (!filename.empty()) part.filename = beginning(filename, limits::kNameOctets);
}

}  // namespace

void describe(Part& part, const Header& header, DefaultType otherwise, Defects& defects) {
  part.type = otherwise == DefaultType::text_plain ? "text/plain" : "message/rfc822";
  // The first of each counts, as in the fields of the message.
  const std::string_view* disposition = nullptr;
  bool typed = false;
  bool encoded = false;
  for (const Field& field : header.fields) {
    if (!istarts_with(field.name, "content-")) continue;
    const std::string_view name = field.name.substr(8);
    if (iequals(name, "type")) {
      if (!typed) read_content_type(part, field.value, defects);
      typed = true;
    } else if (iequals(name, "transfer-encoding")) {
      if (!encoded)
        part.encoding = transfer_encoding(structured_text(unfold(field.value)), defects);
      encoded = true;
    } else if (iequals(name, "disposition")) {
      if (disposition == nullptr) disposition = &field.value;
    } else if (iequals(name, "id") && part.content_id.empty()) {
      const std::string id = parse_message_id(unfold(field.value));
      append_valid_utf8(part.content_id, beginning(id, limits::kNameOctets));
    }
  }
  // After the type: its "filename" wins over the type's "name", and needs the charset.
  if (disposition != nullptr) read_disposition(part, *disposition, defects);
}

}  // namespace pillarbox::mime
