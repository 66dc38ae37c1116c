// SPDX-License-Identifier: Apache-2.0
#include "mime/body.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/limits.h"
#include "mime/charset.h"
#include "mime/charset_hint.h"
#include "mime/embedded.h"
#include "mime/flowed.h"
#include "mime/html_charset.h"
#include "mime/scan.h"
#include "mime/shown.h"
#include "mime/signed_data.h"
#include "mime/text.h"
#include "mime/tnef.h"
#include "mime/transfer.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

Attachment attachment_of(const Part& part, size_t index) {
  Attachment attachment;
  attachment.part = index;
  attachment.filename = part.filename;
  attachment.content_type = part.type;
  attachment.content_id = part.content_id;
  if (part.disposition == Disposition::inline_part) {
    attachment.disposition = Disposition::inline_part;
  }
  return attachment;
}

Buffer decode_part(const Message& message, const Part& part) {
  const Bytes body = body_octets(message, part);
  const bool base64 = part.encoding == TransferEncoding::base64;
  return decode_all({part.encoding, body}, base64 ? body.size() / 4 * 3 : body.size());
}

Bytes keep(Message& message, Buffer octets) {
  message.kept.push_back(std::make_unique<const Buffer>(std::move(octets)));
  return *message.kept.back();
}

// Files in the text of a part become attachments and leave the text.
void attach_embedded(Message& message, size_t index) {
  Part& part = message.parts[index];
  const Bytes body = body_octets(message, part);
  Bytes octets = body;
  // What is too long to be shown as text is not decoded to be looked through.
  if (part.encoding != TransferEncoding::identity && body.size() > 2 * limits::kShownOctets) return;
  if (part.encoding == TransferEncoding::base64 ||
      (part.encoding == TransferEncoding::quoted_printable && may_have_embedded(as_text(body)))) {
    octets = keep(message, decode_part(message, part));
  } else if (part.encoding != TransferEncoding::identity) {
    return;
  }
  for (const Embedded& found : find_embedded(as_text(octets), message.defects)) {
    if (message.attachments.size() >= limits::kParts) {
      message.defects.add(Defect::part_limit);
      return;
    }
    Attachment attachment;
    attachment.part = index;
    attachment.source = found.kind == Embedded::Kind::uuencode ? Attachment::Source::uuencode
                                                               : Attachment::Source::yenc;
    attachment.octets = octets.subspan(found.data_begin, found.data_end - found.data_begin);
    append_text(attachment.filename, beginning(found.filename, limits::kNameOctets), {},
                part.charset, message.defects);
    attachment.content_type = "application/octet-stream";
    message.attachments.push_back(std::move(attachment));
    part.cuts.emplace_back(found.begin, found.end);
  }
  if (part.cuts.empty() && part.encoding != TransferEncoding::identity) message.kept.pop_back();
}

// Files in a winmail.dat become attachments beside it.
void attach_tnef(Message& message, size_t index) {
  const Part& part = message.parts[index];
  if (part.type != "application/ms-tnef" && part.type != "application/vnd.ms-tnef" &&
      !iequals(part.filename, "winmail.dat")) {
    return;
  }
  const Bytes octets = keep(message, decode_part(message, part));
  const Tnef tnef = read_tnef(octets, message.defects);
  for (const Tnef::File& file : tnef.files) {
    if (message.attachments.size() >= limits::kParts) {
      message.defects.add(Defect::part_limit);
      return;
    }
    Attachment attachment;
    attachment.part = index;
    attachment.source = Attachment::Source::octets;
    attachment.octets = octets.subspan(file.begin, file.end - file.begin);
    attachment.filename = beginning(file.filename, limits::kNameOctets);
    attachment.content_type = file.content_type.empty()
                                  ? "application/octet-stream"
                                  : beginning(file.content_type, limits::kNameOctets);
    attachment.content_id = beginning(file.content_id, limits::kNameOctets);
    message.attachments.push_back(std::move(attachment));
  }
  if (!tnef.text.empty()) message.tnef_text = tnef.text;
  if (!tnef.html.empty()) message.tnef_html = tnef.html;
}

bool is_smime(const Part& part) {
  return part.type == "application/pkcs7-mime" || part.type == "application/x-pkcs7-mime" ||
         (part.type == "application/octet-stream" && to_lower(part.filename).ends_with(".p7m"));
}

// The mail inside an opaque signature, of which the first is opened.
void attach_signed(Message& message, size_t index) {
  const Part& part = message.parts[index];
  if (message.signed_content || !is_smime(part)) return;
  const Bytes body = body_octets(message, part);
  std::array<uint8_t, 64> start;
  const size_t size = TransferDecoder(part.encoding, body).read(start);
  if (!begins_signed_data(Bytes(start).first(size))) return;
  Buffer octets = decode_part(message, part);
  if (!unwrap_signed_data(octets)) return;
  const Bytes content = keep(message, std::move(octets));
  message.signed_content =
      std::make_unique<const Message>(read_message(content, Purpose::signed_content));
  const std::vector<Attachment>& inside = message.signed_content->attachments;
  message.defects.add(message.signed_content->defects);
  for (size_t i = 0; i < inside.size() && message.attachments.size() < limits::kParts; ++i) {
    Attachment attachment;
    attachment.part = index;
    attachment.source = Attachment::Source::signed_content;
    attachment.inner = i;
    attachment.filename = inside[i].filename;
    attachment.content_type = inside[i].content_type;
    attachment.disposition = inside[i].disposition;
    attachment.content_id = inside[i].content_id;
    message.attachments.push_back(std::move(attachment));
  }
}

void cut_embedded(std::string& octets, const Part& part) {
  if (part.cuts.empty()) return;
  std::string kept;
  size_t at = 0;
  for (const auto& [begin, end] : part.cuts) {
    if (begin >= octets.size()) break;
    kept.append(octets, at, begin - at);
    at = std::min(end, octets.size());
  }
  kept.append(octets, at);
  octets = std::move(kept);
}

// Text that was never encoded, whatever Content-Transfer-Encoding says: base64 has no words.
bool is_prose(std::string_view encoded) {
  const std::string_view start = trim(encoded.substr(0, 1000));
  size_t gaps = 0;
  for (size_t i = 1; i + 1 < start.size(); ++i) {
    if (start[i] == ' ' && !is_space(start[i - 1]) && !is_space(start[i + 1])) ++gaps;
  }
  return gaps * 20 > start.size();
}

// One kind of line end. A CR alone was meant as one too.
void unify_line_ends(std::string& text, size_t from) {
  size_t at = find_octet(text, '\r', from);
  size_t to = at;
  while (at < text.size()) {
    text[to++] = '\n';
    at += text.compare(at + 1, 1, "\n") == 0 ? 2 : 1;
    const size_t next = find_octet(text, '\r', at);
    std::memmove(text.data() + to, text.data() + at, next - at);
    to += next - at;
    at = next;
  }
  text.resize(to);
}

std::optional<std::string> shown(const Message& message, const std::vector<size_t>& parts,
                                 Defects& defects) {
  if (parts.empty()) return std::nullopt;
  std::string out;
  bool first = true;
  for (const size_t index : parts) {
    const size_t most = limits::kShownOctets - std::min(limits::kShownOctets, out.size());
    if (!first) out += '\n';
    first = false;
    if (!append_body(out, message, message.parts[index], most, defects)) {
      defects.add(Defect::text_limit);
      break;
    }
  }
  return out;
}

// Once a mail, not once a part: the header and all parts are looked through.
void note_charset_hint(Message& message) {
  for (const auto* parts : {&message.text_parts, &message.html_parts}) {
    for (const size_t part : *parts) {
      if (!needs_charset_hint(message.parts[part].charset)) continue;
      message.charset_hint = charset_hint(message);
      return;
    }
  }
}

}  // namespace

void choose_bodies(Message& message, Purpose purpose) {
  const std::vector<bool> shown = shown_parts(message);
  for (size_t i = 0; i < message.parts.size(); ++i) {
    const Part& part = message.parts[i];
    if (part.multipart) continue;
    if (shown[i]) {
      (part.type == "text/html" ? message.html_parts : message.text_parts).push_back(i);
      const bool decoding = part.encoding == TransferEncoding::base64;
      if (part.type != "text/html" && (purpose != Purpose::list_row || !decoding)) {
        attach_embedded(message, i);
      }
    } else {
      message.attachments.push_back(attachment_of(part, i));
      if (purpose != Purpose::list_row) attach_tnef(message, i);
    }
  }
  if (purpose != Purpose::signed_content && message.text_parts.empty() &&
      message.html_parts.empty() && !message.tnef_text && !message.tnef_html) {
    for (size_t i = 0; i < message.parts.size() && !message.signed_content; ++i) {
      const Part& part = message.parts[i];
      if (purpose == Purpose::whole || part.body_end - part.body_begin <= limits::kPreviewOctets) {
        attach_signed(message, i);
      }
    }
  }
  note_charset_hint(message);
  // winmail.dat speaks only where the mail itself says nothing.
  if (!message.text_parts.empty() || !message.html_parts.empty()) {
    message.tnef_text.reset();
    message.tnef_html.reset();
  }
}

std::string_view header_charset(const Message& message) {
  for (const Part& part : message.parts) {
    if (!part.charset.empty()) return part.charset;
  }
  return {};
}

Bytes body_octets(const Message& message, const Part& part) {
  return as_bytes(message.text.substr(part.body_begin, part.body_end - part.body_begin));
}

bool append_body(std::string& to, const Message& message, const Part& part, size_t most,
                 Defects& defects) {
  const Bytes encoded = body_octets(message, part);
  TransferEncoding encoding = part.encoding;
  if (encoding == TransferEncoding::base64 && is_prose(as_text(encoded))) {
    defects.add(Defect::wrong_transfer_encoding);
    encoding = TransferEncoding::identity;
  }
  TransferDecoder decoder(encoding, encoded);
  const size_t before = to.size();
  bool whole = true;
  std::string octets;
  if (encoding == TransferEncoding::identity) {
    whole = encoded.size() <= most;
    octets = as_text(encoded.subspan(0, std::min(encoded.size(), most)));
  } else {
    octets.resize(std::min(encoded.size(), most) + 4);
    size_t size = 0;
    while (octets.size() - size >= 4) {
      const size_t got =
          decoder.read({reinterpret_cast<uint8_t*>(octets.data()) + size, octets.size() - size});
      if (got == 0) break;
      size += got;
    }
    octets.resize(size);
    uint8_t more[4];
    whole = decoder.read(more) == 0;
    decoder.report(defects);
  }
  cut_embedded(octets, part);
  std::string_view charset = part.charset;
  std::string declared;
  if (part.type == "text/html" && charset.empty()) {
    declared = html_charset(octets);
    charset = declared;
  }
  // A character that the limit cuts in two is not the sender's mistake.
  if (!whole) octets.resize(octets.size() - incomplete_tail(octets));
  const bool open = needs_charset_hint(charset);
  append_text(to, octets, charset, open ? message.charset_hint : std::string_view(), defects);
  unify_line_ends(to, before);
  if (part.flowed && part.type == "text/plain") {
    const std::string flowed = unflow(std::string_view(to).substr(before), part.delete_space);
    to.replace(before, std::string::npos, flowed);
  }
  return whole;
}

std::optional<std::string> shown_text(const Message& message, Defects& defects) {
  if (message.signed_content) return shown_text(*message.signed_content, defects);
  if (message.tnef_text) return message.tnef_text;
  return shown(message, message.text_parts, defects);
}

std::optional<std::string> shown_html(const Message& message, Defects& defects) {
  if (message.signed_content) return shown_html(*message.signed_content, defects);
  if (message.tnef_html) return message.tnef_html;
  return shown(message, message.html_parts, defects);
}

}  // namespace pillarbox::mime
