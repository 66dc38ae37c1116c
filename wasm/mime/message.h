// SPDX-License-Identifier: Apache-2.0
// A parsed mail. Parsing never fails: whatever is wrong with a mail is listed in `defects` and
// the rest is read as well as it can be. Fields and parts are offsets into the raw octets, which
// the caller keeps alive as long as the Message; decoding happens on demand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "mime/address.h"
#include "mime/defect.h"
#include "mime/header.h"
#include "mime/part.h"
#include "mime/transfer.h"

namespace pillarbox::mime {

// A file that a reader can save: a body part that is not shown as text, or what was found in one.
struct Attachment {
  // A whole body part, decoded by what its header says; or octets that were found in one, lines of
  // uuencode or yEnc or as they are; or an attachment of what was signed.
  enum class Source { part, uuencode, yenc, octets, signed_content };

  size_t part = 0;  // index in Message::parts
  Source source = Source::part;
  Bytes octets;      // of uuencode, yenc and octets; borrowed from the Message
  size_t inner = 0;  // of signed_content: index in its attachments
  std::string filename;
  std::string content_type;  // "type/subtype", lower case
  Disposition disposition = Disposition::attachment;
  std::string content_id;  // without angle brackets
};

struct Message {
  std::string_view text;  // the mail, line ends as sent
  Header header;
  std::vector<Part> parts;  // parts[0] is the message itself; empty for what is no mail

  // RFC 8621 §4.1.4: text/plain and text/html parts that a reader shows, indices in `parts`.
  std::vector<size_t> text_parts;
  std::vector<size_t> html_parts;
  std::vector<Attachment> attachments;

  // A charset label for text that names none, empty if nothing gives a hint; borrowed.
  std::string_view charset_hint;

  // From winmail.dat, for mail that has no text of its own.
  std::optional<std::string> tnef_text;
  std::optional<std::string> tnef_html;

  // What an opaque S/MIME part had inside, for mail that has no text of its own. Its attachments
  // are among those above.
  std::unique_ptr<const Message> signed_content;

  Defects defects;  // of the structure; decoding finds more

  // What had to be decoded or changed to be read: parts with files in them, and mail whose lines
  // end in CR alone. On the heap, so that what borrows from them survives a move of the Message.
  std::vector<std::unique_ptr<const Buffer>> kept;
};

// Parses `raw` (a whole message, with any line ends). Borrows `raw`.
Message parse(Bytes raw);

// The object of the MIME JSON contract, without `file` and without `sha256` of attachments. It is
// always valid UTF-8.
std::string to_json(const Message& message);

// Decoded text of the parts that a reader shows, joined by line ends; nothing if there are none.
// Lines end in LF.
std::optional<std::string> shown_text(const Message& message, Defects& defects);
std::optional<std::string> shown_html(const Message& message, Defects& defects);

// Decoded octets of an attachment: as a stream, for saving large ones, and whole.
TransferDecoder attachment_decoder(const Message& message, size_t index);
Buffer decode_attachment(const Message& message, size_t index);

// Octets that it has at most, from those of its encoded form.
size_t attachment_bound(const Message& message, size_t index);

// Its decoded octets, counted without being kept.
uint64_t attachment_size(const Message& message, size_t index, Defects& defects);

}  // namespace pillarbox::mime
