// SPDX-License-Identifier: Apache-2.0
#include "mime/summary.h"

#include "base/limits.h"
#include "mime/body.h"
#include "mime/encoded_word.h"
#include "mime/header_date.h"
#include "mime/message.h"
#include "mime/message_id.h"
#include "mime/preview.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

// Pictures of the HTML and signatures are parts, but nobody attached them.
bool is_file(const Message& message, const Attachment& attachment) {
  const Part& part = message.parts[attachment.part];
  if (part.type == "application/pgp-signature" || part.type == "application/pkcs7-signature" ||
      part.type == "application/x-pkcs7-signature") {
    return false;
  }
  if (attachment.disposition == Disposition::inline_part && !part.content_id.empty()) return false;
  if (part.parent == Part::kNoParent) return true;
  const std::string& parent = message.parts[part.parent].type;
  return parent != "multipart/related" || part.content_id.empty();
}

// Most previews come from the first lines: the part is decoded in steps that grow.
std::string preview_of(const Message& message, const Part& part) {
  std::string preview;
  for (size_t most = 4096; most <= limits::kPreviewOctets; most *= 8) {
    std::string text;
    Defects ignored;
    const bool whole = append_body(text, message, part, most, ignored);
    preview = part.type == "text/html" ? preview_of_html(text) : preview_of_text(text);
    if (whole || preview.size() >= limits::kPreviewCharacters) break;
  }
  return preview;
}

void read_fields(Summary& summary, const Message& message) {
  Defects ignored;
  const std::string_view charset = header_charset(message);
  const auto field = [&](std::string_view name) {
    const std::string_view* value = message.header.find(name);
    return value == nullptr ? std::string() : unfold(*value);
  };
  std::vector<Address> from = parse_addresses(field("from"), charset, ignored);
  if (from.empty()) from = parse_addresses(field("sender"), charset, ignored);
  if (!from.empty()) summary.from = std::move(from.front());
  const std::string subject = field("subject");
  summary.subject = decode_header_text(trim(subject), charset, ignored);
  summary.date_seconds = sent_at(message.header);
  summary.received = received_at(message.header, summary.date_seconds);
  append_valid_utf8(summary.message_id, parse_message_id(field("message-id")));
  append_valid_utf8(summary.in_reply_to, parse_message_id(field("in-reply-to")));
  for (const std::string& id : parse_message_ids(field("references"))) {
    append_valid_utf8(summary.references.emplace_back(), id);
  }
}

}  // namespace

Summary summarise(Bytes raw) {
  const Message message = read_message(raw, Purpose::list_row);
  Summary summary;
  read_fields(summary, message);
  const Message& shown = message.signed_content ? *message.signed_content : message;
  for (const auto* parts : {&shown.text_parts, &shown.html_parts}) {
    for (const size_t part : *parts) {
      if (summary.preview.empty()) summary.preview = preview_of(shown, shown.parts[part]);
    }
  }
  for (const Attachment& attachment : shown.attachments) {
    if (is_file(shown, attachment)) summary.has_attachments = true;
  }
  return summary;
}

}  // namespace pillarbox::mime
