// SPDX-License-Identifier: Apache-2.0
// The MIME JSON contract. Keys come in its order; text is valid UTF-8 whatever came in.
#include <charconv>

#include "base/limits.h"
#include "mime/body.h"
#include "mime/date.h"
#include "mime/encoded_word.h"
#include "mime/header_date.h"
#include "mime/message.h"
#include "mime/message_id.h"
#include "mime/scan.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

void append_escaped(std::string& to, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  size_t done = 0;
  for (size_t i = find_json_escape(text, 0); i < text.size(); i = find_json_escape(text, done)) {
    const auto c = static_cast<unsigned char>(text[i]);
    to += text.substr(done, i - done);
    done = i + 1;
    to += '\\';
    switch (c) {
      case '"':
      case '\\':
        to += text[i];
        break;
      case '\n':
        to += 'n';
        break;
      case '\r':
        to += 'r';
        break;
      case '\t':
        to += 't';
        break;
      default:
        to += "u00";
        to += kHex[c >> 4];
        to += kHex[c & 15];
    }
  }
  to += text.substr(done);
}

class Writer {
 public:
  std::string take() { return std::move(out_); }

  void begin(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
  }
  void end(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    first_ = true;  // no comma between a key and its value
  }
  void string(std::string_view text) {
    separate();
    out_ += '"';
    if (is_utf8(text)) {
      append_escaped(out_, text);
    } else {
      std::string valid;
      append_valid_utf8(valid, text);
      append_escaped(out_, valid);
    }
    out_ += '"';
  }
  void string_or_null(const std::optional<std::string>& text) {
    if (text) {
      string(*text);
    } else {
      separate();
      out_ += "null";
    }
  }
  void number(uint64_t value) {
    separate();
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, end);
  }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string out_;
  bool first_ = true;
};

// The fields that JSON wants by name. RFC 5322 §3.6 allows each once: of From, Subject, Date and
// the ids the first is read; addressees of a second To field are addressees all the same.
class Fields {
 public:
  Fields(const Message& message, Defects& defects)
      : header_(message.header), defects_(defects), charset_(header_charset(message)) {}

  std::string decoded(std::string_view raw) {
    const std::string line = unfold(raw);
    return decode_header_text(trim(line), charset_, defects_);
  }

  std::optional<std::string> first(std::string_view name) {
    std::optional<std::string> found;
    for (const Field& field : header_.fields) {
      if (!iequals(field.name, name)) continue;
      if (found) {
        defects_.add(Defect::duplicate_field);
        break;
      }
      found = unfold(field.value);
    }
    return found;
  }

  std::string text(std::string_view name) { return decoded(first(name).value_or("")); }

  std::vector<Address> addresses(std::string_view name) {
    std::vector<Address> all;
    bool seen = false;
    for (const Field& field : header_.fields) {
      if (!iequals(field.name, name)) continue;
      if (seen) defects_.add(Defect::duplicate_field);
      seen = true;
      for (Address& address : parse_addresses(unfold(field.value), charset_, defects_)) {
        all.push_back(std::move(address));
      }
    }
    return all;
  }

 private:
  const Header& header_;
  Defects& defects_;
  std::string_view charset_;  // for raw octets
};

void write_addresses(Writer& json, std::string_view key, const std::vector<Address>& addresses) {
  json.key(key);
  json.begin('[');
  for (const Address& address : addresses) {
    json.begin('{');
    json.key("name");
    json.string(address.name);
    json.key("address");
    json.string(address.address);
    json.end('}');
  }
  json.end(']');
}

void write_header(Writer& json, const Message& message, Defects& defects) {
  Fields fields(message, defects);
  json.key("headers");
  json.begin('[');
  for (const Field& field : message.header.fields) {
    json.begin('{');
    json.key("name");
    json.string(field.name);
    json.key("value");
    json.string(fields.decoded(field.value));
    json.end('}');
  }
  json.end(']');
  write_addresses(json, "from", fields.addresses("from"));
  write_addresses(json, "to", fields.addresses("to"));
  write_addresses(json, "cc", fields.addresses("cc"));
  write_addresses(json, "bcc", fields.addresses("bcc"));
  write_addresses(json, "replyTo", fields.addresses("reply-to"));
  json.key("subject");
  json.string(fields.text("subject"));
  json.key("date");
  std::optional<std::string> date;
  if (const std::optional<std::string> field = fields.first("date")) {
    if (!parse_date(*field)) defects.add(Defect::broken_date);
    if (const std::optional<int64_t> seconds = sent_at(message.header)) {
      date = format_date(*seconds);
    }
  }
  json.string_or_null(date);
  json.key("messageId");
  json.string(parse_message_id(fields.first("message-id").value_or("")));
  json.key("inReplyTo");
  json.string(parse_message_id(fields.first("in-reply-to").value_or("")));
  json.key("references");
  json.begin('[');
  for (const std::string& id : parse_message_ids(fields.first("references").value_or(""))) {
    json.string(id);
  }
  json.end(']');
}

void write_attachments(Writer& json, const Message& message, Defects& defects) {
  json.key("attachments");
  json.begin('[');
  for (size_t i = 0; i < message.attachments.size(); ++i) {
    const Attachment& attachment = message.attachments[i];
    json.begin('{');
    json.key("filename");
    json.string(attachment.filename);
    json.key("contentType");
    json.string(attachment.content_type);
    json.key("disposition");
    json.string(attachment.disposition == Disposition::inline_part ? "inline" : "attachment");
    json.key("contentId");
    json.string(attachment.content_id);
    json.key("size");
    json.number(attachment_size(message, i, defects));
    json.end('}');
  }
  json.end(']');
}

}  // namespace

std::string to_json(const Message& message) {
  Defects defects = message.defects;
  Writer json;
  json.begin('{');
  write_header(json, message, defects);
  json.key("text");
  json.string_or_null(shown_text(message, defects));
  json.key("html");
  json.string_or_null(shown_html(message, defects));
  write_attachments(json, message, defects);
  json.key("defects");
  json.begin('[');
  for (const Defect defect : defects.list()) json.string(name(defect));
  json.end(']');
  json.end('}');
  return json.take();
}

}  // namespace pillarbox::mime
