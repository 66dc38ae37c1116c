// SPDX-License-Identifier: Apache-2.0
#include "mime/body.h"

#include <algorithm>

#include "base/limits.h"
#include "mime/charset.h"
#include "mime/flowed.h"
#include "mime/html_charset.h"
#include "mime/transfer.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

bool is_text(const Part& part) { return part.type == "text/plain" || part.type == "text/html"; }

// The `isInline` of RFC 8621 §4.1.4 for text; pictures and sound are attachments here whatever
// their place.
bool is_shown(const Message& message, size_t index) {
  const Part& part = message.parts[index];
  if (!is_text(part) || part.disposition == Disposition::attachment) return false;
  if (part.parent == Part::kNoParent) return true;
  const Part& parent = message.parts[part.parent];
  // "i === 0": the first child stands directly behind its multipart.
  if (index == part.parent + 1) return true;
  return parent.type != "multipart/related" && part.filename.empty();
}

// One kind of line end. A CR alone was meant as one too.
void unify_line_ends(std::string& text, size_t from) {
  if (text.find('\r', from) == std::string::npos) return;
  size_t to = from;
  for (size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\r') {
      text[to++] = '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      text[to++] = text[i];
    }
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
    if (!first && !out.ends_with('\n')) out += '\n';
    first = false;
    if (!append_body(out, message, message.parts[index], most, defects)) {
      defects.add(Defect::text_limit);
      break;
    }
  }
  return out;
}

}  // namespace

void choose_bodies(Message& message) {
  for (size_t i = 0; i < message.parts.size(); ++i) {
    const Part& part = message.parts[i];
    if (part.multipart) continue;
    if (is_shown(message, i)) {
      (part.type == "text/html" ? message.html_parts : message.text_parts).push_back(i);
      continue;
    }
    Attachment attachment;
    attachment.part = i;
    attachment.filename = part.filename;
    attachment.content_type = part.type;
    attachment.content_id = part.content_id;
    if (part.disposition == Disposition::inline_part) {
      attachment.disposition = Disposition::inline_part;
    }
    message.attachments.push_back(std::move(attachment));
  }
}

Bytes body_octets(const Message& message, const Part& part) {
  return as_bytes(message.text.substr(part.body_begin, part.body_end - part.body_begin));
}

bool append_body(std::string& to, const Message& message, const Part& part, size_t most,
                 Defects& defects) {
  const Bytes encoded = body_octets(message, part);
  TransferDecoder decoder(part.encoding, encoded);
  const size_t before = to.size();
  bool whole = true;
  std::string octets;
  if (part.encoding == TransferEncoding::identity) {
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
  std::string_view charset = part.charset;
  std::string declared;
  if (part.type == "text/html" && charset.empty()) {
    declared = html_charset(octets);
    charset = declared;
  }
  // A character that the limit cuts in two is not the sender's mistake.
  if (!whole) octets.resize(octets.size() - incomplete_tail(octets));
  append_text(to, octets, charset, {}, defects);
  unify_line_ends(to, before);
  if (part.flowed && part.type == "text/plain") {
    const std::string flowed = unflow(std::string_view(to).substr(before), part.delete_space);
    to.replace(before, std::string::npos, flowed);
  }
  return whole;
}

std::optional<std::string> shown_text(const Message& message, Defects& defects) {
  return shown(message, message.text_parts, defects);
}

std::optional<std::string> shown_html(const Message& message, Defects& defects) {
  return shown(message, message.html_parts, defects);
}

}  // namespace pillarbox::mime
