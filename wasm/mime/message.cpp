// SPDX-License-Identifier: Apache-2.0
// bytes → header → structure → what is shown and what is attached.
#include "mime/message.h"

#include <algorithm>
#include <array>

#include "mime/body.h"
#include "mime/structure.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// Without a header, what is not text is no mail: a picture, a disk image, noise.
bool is_noise(std::string_view text) {
  const std::string_view start = text.substr(0, 4096);
  size_t controls = 0;
  for (const char c : start) {
    if (static_cast<unsigned char>(c) < ' ' && !is_space(c) && c != '\f' && c != '\x1b') ++controls;
  }
  return controls * 50 > start.size();
}

// RFC 5322 §2.1 ends lines in CRLF; most software takes LF; some old software wrote CR alone.
void feed_lines(Message& message, Bytes raw) {
  const std::string_view text = message.text;
  if (text.find('\r') == std::string_view::npos || text.find('\n') != std::string_view::npos)
    return;
  Buffer copy(raw.begin(), raw.end());
  std::replace(copy.begin(), copy.end(), uint8_t{'\r'}, uint8_t{'\n'});
  message.kept.push_back(std::make_unique<const Buffer>(std::move(copy)));
  message.text = as_text(*message.kept.back());
  message.defects.add(Defect::bare_cr);
}

}  // namespace

Message parse(Bytes raw) { return read_message(raw, Purpose::whole); }

Message read_message(Bytes raw, Purpose purpose) {
  Message message;
  message.text = as_text(raw);
  feed_lines(message, raw);
  message.header = read_header(message.text, 0, HeaderOf::message, Boundaries(), message.defects);
  if (message.header.fields.empty()) {
    if (trim(message.text).empty()) return message;
    if (is_noise(message.text)) {
      message.defects.add(Defect::not_a_message);
      return message;
    }
    message.defects.add(Defect::no_header);
  }
  message.parts = read_structure(message.text, message.header, message.defects);
  choose_bodies(message, purpose);
  return message;
}

TransferDecoder attachment_decoder(const Message& message, size_t index) {
  const Attachment& attachment = message.attachments[index];
  switch (attachment.source) {
    case Attachment::Source::part:
      break;
    case Attachment::Source::uuencode:
      return TransferDecoder::of_uuencoded(attachment.octets);
    case Attachment::Source::yenc:
      return TransferDecoder::of_yencoded(attachment.octets);
    case Attachment::Source::octets:
      return {TransferEncoding::identity, attachment.octets};
    case Attachment::Source::signed_content:
      return attachment_decoder(*message.signed_content, attachment.inner);
  }
  const Part& part = message.parts[attachment.part];
  return {part.encoding, body_octets(message, part)};
}

uint64_t attachment_size(const Message& message, size_t index, Defects& defects) {
  TransferDecoder decoder = attachment_decoder(message, index);
  std::array<uint8_t, 16 * 1024> piece;
  uint64_t size = 0;
  while (const size_t octets = decoder.read(piece)) size += octets;
  decoder.report(defects);
  return size;
}

size_t attachment_bound(const Message& message, size_t index) {
  const Attachment& attachment = message.attachments[index];
  if (attachment.source == Attachment::Source::signed_content) {
    return attachment_bound(*message.signed_content, attachment.inner);
  }
  if (attachment.source != Attachment::Source::part) return attachment.octets.size();
  const Part& part = message.parts[attachment.part];
  const size_t encoded = part.body_end - part.body_begin;
  return part.encoding == TransferEncoding::base64 ? encoded / 4 * 3 + 3 : encoded;
}

Buffer decode_attachment(const Message& message, size_t index) {
  if (index >= message.attachments.size()) return {};
  return decode_all(attachment_decoder(message, index), attachment_bound(message, index));
}

}  // namespace pillarbox::mime
