// SPDX-License-Identifier: Apache-2.0
// The border to JavaScript, and the only file that knows Emscripten. Names change here, and bytes
// are copied exactly once each way. Its shape is pillarbox.d.ts; a test calls every member.
//
// A view of wasm memory dies when the memory grows, so everything that leaves is copied into an
// array of its own, and the views that do leave (Session.inbox, MessageRoom.view) are to be filled
// at once.

#include <emscripten/bind.h>
#include <emscripten/heap.h>
#include <emscripten/val.h>
#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "mime/message.h"
#include "mime/origin.h"
#include "mime/summary.h"
#include "mime/utf8.h"
#include "sasl/wipe.h"
#include "session/session.h"
#include "tls/tickets.h"

namespace pillarbox {
namespace {

using emscripten::val;

val copied(Bytes bytes) {
  return val::global("Uint8Array").new_(emscripten::typed_memory_view(bytes.size(), bytes.data()));
}

Buffer buffer(const val& array) {
  Buffer bytes(array["length"].as<size_t>());
  if (!bytes.empty())
    val(emscripten::typed_memory_view(bytes.size(), bytes.data())).call<void>("set", array);
  return bytes;
}

// A UIDL is opaque octets: each becomes the character of that code, and back.
std::string characters(std::string_view octets) {
  std::string utf8;
  utf8.reserve(octets.size());
  for (const char c : octets) {
    const auto octet = static_cast<uint8_t>(c);
    if (octet < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xc0 | octet >> 6);
      utf8 += static_cast<char>(0x80 | (octet & 0x3f));
    }
  }
  return utf8;
}

std::string octets(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<uint8_t>(utf8[i]);
    if (lead >= 0x80 && i + 1 < utf8.size()) {
      out += static_cast<char>(lead << 6 | (static_cast<uint8_t>(utf8[++i]) & 0x3f));
    } else {
      out += static_cast<char>(lead);
    }
  }
  return out;
}

template <class T>
val array(const std::vector<T>& items) {
  return val::array(items);
}

// The server's own words may hold any octets; a broken character must not break the message.
std::string text(std::string_view words) {
  std::string out;
  mime::append_valid_utf8(out, words);
  return out;
}

val object(const tls::Certificate& certificate) {
  val out = val::object();
  out.set("subject", text(certificate.subject));
  out.set("issuer", text(certificate.issuer));
  val names = val::array();
  for (const std::string& name : certificate.names) names.call<void>("push", text(name));
  out.set("names", names);
  out.set("notBefore", static_cast<double>(certificate.not_before));
  out.set("notAfter", static_cast<double>(certificate.not_after));
  out.set("sha256", certificate.sha256);
  out.set("spkiPin", certificate.spki_pin);
  return out;
}

val object(const mime::Summary& summary) {
  val from = val::object();
  from.set("name", summary.from.name);
  from.set("address", summary.from.address);
  val out = val::object();
  out.set("from", from);
  out.set("subject", summary.subject);
  out.set("date", summary.date_seconds ? val(static_cast<double>(*summary.date_seconds) * 1000)
                                       : val::null());
  val received = val::array();
  for (const int64_t seconds : summary.received) {
    received.call<void>("push", static_cast<double>(seconds) * 1000);
  }
  out.set("received", received);
  out.set("messageId", summary.message_id);
  out.set("inReplyTo", summary.in_reply_to);
  out.set("references", array(summary.references));
  out.set("preview", summary.preview);
  out.set("attachments", summary.has_attachments);
  return out;
}

val object(const mime::AuthenticationResult& result) {
  val properties = val::array();
  for (const auto& [name, value] : result.properties) {
    val property = val::object();
    property.set("name", name);
    property.set("value", value);
    properties.call<void>("push", property);
  }
  val out = val::object();
  out.set("method", result.method);
  out.set("result", result.result);
  out.set("reason", result.reason);
  out.set("properties", properties);
  return out;
}

val object(const mime::Origin& origin) {
  val authentication = val::array();
  for (const mime::Authentication& each : origin.authentication) {
    val results = val::array();
    for (const mime::AuthenticationResult& result : each.results) {
      results.call<void>("push", object(result));
    }
    val one = val::object();
    one.set("server", each.server);
    one.set("results", results);
    authentication.call<void>("push", one);
  }
  val signatures = val::array();
  for (const mime::DkimSignature& each : origin.signatures) {
    val one = val::object();
    one.set("domain", each.domain);
    one.set("selector", each.selector);
    one.set("identity", each.identity);
    one.set("algorithm", each.algorithm);
    signatures.call<void>("push", one);
  }
  val list = val::object();
  list.set("id", origin.list.id);
  list.set("name", origin.list.name);
  list.set("unsubscribe", array(origin.list.unsubscribe));
  list.set("oneClick", origin.list.one_click);
  list.set("post", array(origin.list.post));
  list.set("archive", array(origin.list.archive));
  list.set("help", array(origin.list.help));
  val out = val::object();
  out.set("authentication", authentication);
  out.set("signatures", signatures);
  out.set("list", list);
  return out;
}

val event(const char* type) {
  val out = val::object();
  out.set("type", std::string(type));
  return out;
}

val event(const char* type, const session::MessageId& id) {
  val out = event(type);
  out.set("number", id.number);
  out.set("uidl", characters(id.uidl));
  out.set("occurrence", id.occurrence);
  return out;
}

struct ToObject {
  val operator()(const session::Secured& secured) const {
    val connection = val::object();
    connection.set("protocol", secured.connection.protocol);
    connection.set("cipher", secured.connection.cipher);
    connection.set("group", secured.connection.group);
    connection.set("pinned", secured.connection.pinned);
    connection.set("resumed", secured.connection.resumed);
    connection.set("certificate", object(secured.connection.certificate));
    val out = event("secured");
    out.set("connection", connection);
    return out;
  }
  val operator()(const session::Authenticated& authenticated) const {
    val out = event("authenticated");
    out.set("mechanism", authenticated.mechanism);
    return out;
  }
  val operator()(const session::Learned& learned) const {
    val out = event("learned");
    out.set("fact", learned.fact);
    out.set("reconnect", learned.reconnect);
    return out;
  }
  val operator()(const session::HeaderReceived& received) const {
    val out = event("header", received.id);
    out.set("octets", static_cast<double>(received.octets));
    out.set("header", copied(received.header));
    out.set("summary", object(received.summary));
    return out;
  }
  val operator()(const session::MailRecognised& recognised) const {
    val out = event("recognised", recognised.id);
    out.set("knownUidl", characters(recognised.known_uidl));
    out.set("knownOccurrence", recognised.known_occurrence);
    return out;
  }
  val operator()(const session::MailDoubted& doubted) const { return event("doubted", doubted.id); }
  val operator()(const session::Listed& listed) const {
    val out = event("listed");
    out.set("listed", static_cast<double>(listed.listed));
    out.set("fetch", static_cast<double>(listed.fetch));
    out.set("fetchOctets", static_cast<double>(listed.fetch_octets));
    return out;
  }
  val operator()(const session::MailReceived& received) const {
    val out = event("message", received.id);
    out.set("listedOctets", static_cast<double>(received.listed_octets));
    if (!received.header.empty()) out.set("headerDigest", received.header);
    out.set("raw", copied(received.raw));
    out.set("summary", object(received.summary));
    return out;
  }
  val operator()(const session::MailDeleted& deleted) const { return event("deleted", deleted.id); }
  val operator()(const session::MailSkipped& skipped) const {
    val out = event("skipped", skipped.id);
    out.set("reason", text(skipped.reason));
    return out;
  }
  val operator()(const session::Failed& failed) const {
    val out = event("failed");
    out.set("code", std::string(name(failed.failure.code)));
    out.set("detail", text(failed.failure.detail));
    out.set("certificate", failed.certificate ? object(*failed.certificate) : val::null());
    return out;
  }
  val operator()(const session::Done&) const { return event("done"); }
};

val moment(std::optional<int64_t> milliseconds) {
  return milliseconds ? val(static_cast<double>(*milliseconds)) : val::null();
}

val object(session::Output output) {
  val events = val::array();
  for (session::Event& each : output.events) {
    events.call<void>("push", std::visit(ToObject{}, each));
    each = session::Done{};  // its octets are with JavaScript now: free ours before the next copy
  }
  val out = val::object();
  out.set("send", copied(output.send));
  sasl::wipe(output.send);
  out.set("events", events);
  out.set("close", output.close);
  out.set("log", text(output.log));
  out.set("deadline", moment(output.deadline));
  return out;
}

pop3::Security security(const std::string& name) {
  if (name == "none") return pop3::Security::none;
  return name == "stls" ? pop3::Security::stls : pop3::Security::implicit;
}

session::AfterDownload after_download(const std::string& name) {
  if (name == "delete") return session::AfterDownload::remove;
  return name == "delete-after" ? session::AfterDownload::remove_after_days
                                : session::AfterDownload::leave;
}

// Short strings lie on the stack while they are passed on, and stay there. Clears what is below.
[[gnu::noinline]] void wipe_stack() {
  volatile uint8_t below[64 * 1024];
  for (volatile uint8_t& octet : below) octet = 0;
}

// Of the servers that were visited since the module was loaded.
tls::Tickets& tickets() {
  static tls::Tickets tickets;
  return tickets;
}

class Session {
 public:
  explicit Session(const val& config)
      : host_(config["host"].as<std::string>()), session_(from(config)) {}
  ~Session() { tickets().keep(host_, session_.ticket()); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void remember(const std::string& uidl, uint32_t occurrence, double stored_at) {
    expect_not_begun();
    session_.remember(octets(uidl), occurrence, static_cast<int64_t>(stored_at));
  }
  void remember_listed(const std::string& uidl, uint32_t occurrence, double stored_at,
                       double listed_octets) {
    expect_not_begun();
    session_.remember(octets(uidl), occurrence, static_cast<int64_t>(stored_at),
                      static_cast<uint64_t>(listed_octets));
  }
  void resemble(const std::string& uidl, uint32_t occurrence, const std::string& header,
                double size) {
    expect_not_begun();
    session_.resemble(octets(uidl), occurrence, header, static_cast<uint64_t>(size));
  }
  void discard(const std::string& uidl, uint32_t occurrence) {
    expect_not_begun();
    session_.discard(octets(uidl), occurrence);
  }
  void want(const std::string& uidl, uint32_t occurrence) {
    expect_not_begun();
    session_.want(octets(uidl), occurrence);
  }
  void remember_header(const std::string& uidl, uint32_t occurrence) {
    expect_not_begun();
    session_.remember_header(octets(uidl), occurrence);
  }
  void doubt(const std::string& uidl, uint32_t occurrence, uint32_t sessions) {
    expect_not_begun();
    session_.doubt(octets(uidl), occurrence, sessions);
  }
  val start(double now) {
    expect_not_begun();
    begun_ = true;
    return object(session_.start(time(now)));
  }
  val inbox(size_t octets) {
    if (inbox_.size() < octets) inbox_.resize(octets);
    return val(emscripten::typed_memory_view(octets, inbox_.data()));
  }
  val receive(size_t octets, double now) {
    expect_begun();
    check(octets <= inbox_.size(), "a frame is received where inbox() made room for it");
    session::Output output = session_.receive(Bytes(inbox_).first(octets), time(now));
    for (const session::Event& event : output.events) {
      if (std::holds_alternative<session::Authenticated>(event)) wipe_stack();
    }
    // Most frames bring a part of a message and nothing to tell: one object serves them all.
    if (!output.send.empty() || !output.events.empty() || !output.log.empty() || output.close) {
      return object(std::move(output));
    }
    quiet_.set("deadline", moment(output.deadline));
    return quiet_;
  }
  val closed(double now) {
    expect_begun();
    return object(session_.closed(time(now)));
  }
  val confirm(const val& numbers, double now) {
    expect_begun();
    const auto list = emscripten::convertJSArrayToNumberVector<uint32_t>(numbers);
    return object(session_.confirm(list, time(now)));
  }
  val confirm_known(const val& numbers, double now, const val& stored_at) {
    expect_begun();
    const auto list = emscripten::convertJSArrayToNumberVector<uint32_t>(numbers);
    const auto times = emscripten::convertJSArrayToNumberVector<double>(stored_at);
    std::vector<int64_t> since(times.size());
    std::transform(times.begin(), times.end(), since.begin(), time);
    return object(session_.confirm(list, time(now), since));
  }
  val storage_failed(double now) {
    expect_begun();
    return object(session_.storage_failed(time(now)));
  }
  val cancel(double now) {
    expect_begun();
    return object(session_.cancel(time(now)));
  }
  val tick(double now) {
    expect_begun();
    return object(session_.tick(time(now)));
  }

 private:
  void expect_not_begun() const {
    check(!begun_, "a session is told what is known before start()");
  }
  void expect_begun() const { check(begun_, "a session is used after start()"); }

  static int64_t time(double milliseconds) { return std::llround(milliseconds); }

  static session::Config from(const val& config) {
    session::Config out;
    out.host = config["host"].as<std::string>();
    out.security = security(config["security"].as<std::string>());
    out.allow_plaintext = config["allowPlaintext"].as<bool>();
    out.credentials.user = config["user"].as<std::string>();
    out.credentials.password = config["password"].as<std::string>();
    out.auth = sasl::auth_named(config["auth"].as<std::string>()).value_or(sasl::Auth::automatic);
    out.policy.after = after_download(config["afterDownload"].as<std::string>());
    out.policy.days = config["deleteAfterDays"].as<uint32_t>();
    out.policy.max_octets = static_cast<uint64_t>(config["maxOctets"].as<double>());
    // These may be left out.
    if (const val given = config["facts"]; !given.isUndefined()) {
      for (std::string& fact : emscripten::vecFromJSArray<std::string>(given)) {
        out.facts.add(std::move(fact));
      }
    }
    if (const val given = config["language"]; !given.isUndefined()) {
      out.language = given.as<std::string>();
    }
    if (const val given = config["headersOfLarge"]; !given.isUndefined()) {
      out.policy.headers_of_large = given.as<bool>();
    }
    if (const val given = config["mostSilence"]; !given.isUndefined()) {
      out.most_silence = time(given.as<double>());
    }
    if (const val given = config["maxMessages"]; !given.isUndefined()) {
      out.policy.max_messages = given.as<uint32_t>();
    }
    out.pin = config["pin"].as<std::string>();
    out.anchors = buffer(config["anchors"]);
    out.ticket = tickets().take(out.host);
    return out;
  }

  const std::string host_;
  session::Session session_;
  bool begun_ = false;
  Buffer inbox_;
  val quiet_ = object(session::Output{});
};

// What leaves at a time where all of it might be too much: as much as the store keeps in one value.
constexpr size_t kPieceOctets = 1024 * 1024;

// A parsed mail together with the octets it borrows.
struct Mail {
  explicit Mail(Buffer octets) : raw(std::move(octets)), message(mime::parse(raw)) {}

  Buffer raw;
  mime::Message message;
};

class AttachmentStream {
 public:
  AttachmentStream(std::shared_ptr<const Mail> mail, size_t index)
      : mail_(std::move(mail)),
        decoder_(mime::attachment_decoder(mail_->message, index)),
        // A decoder asks for room for a group of characters.
        piece_(std::min(kPieceOctets, mime::attachment_bound(mail_->message, index) + 4)) {}

  val read() {
    size_t size = 0;
    while (piece_.size() - size >= 4) {
      const size_t octets = decoder_.read(std::span(piece_).subspan(size));
      if (octets == 0) break;
      size += octets;
    }
    return copied(Bytes(piece_).first(size));
  }

 private:
  std::shared_ptr<const Mail> mail_;  // which may be given back before the stream is
  mime::TransferDecoder decoder_;
  Buffer piece_;
};

class ParsedMessage {
 public:
  explicit ParsedMessage(Buffer raw) : mail_(std::make_shared<const Mail>(std::move(raw))) {}

  // Embind's own way with a string looks at each of its octets in JavaScript.
  val json() const {
    const std::string json = mime::to_json(mail_->message);
    return val::global("TextDecoder")
        .new_()
        .call<val>("decode", emscripten::typed_memory_view(
                                 json.size(), reinterpret_cast<const uint8_t*>(json.data())));
  }
  val origin() const { return object(mime::read_origin(mail_->message)); }
  val attachment(size_t index) const {
    return copied(mime::decode_attachment(mail_->message, index));
  }
  std::shared_ptr<AttachmentStream> stream(size_t index) const {
    if (index >= mail_->message.attachments.size()) return nullptr;
    return std::make_shared<AttachmentStream>(mail_, index);
  }

 private:
  std::shared_ptr<const Mail> mail_;
};

class MessageRoom {
 public:
  explicit MessageRoom(size_t octets) : octets_(octets) {}

  val view(size_t at, size_t octets) {
    at = std::min(at, octets_.size());
    octets = std::min(octets, octets_.size() - at);
    return val(emscripten::typed_memory_view(octets, octets_.data() + at));
  }
  std::shared_ptr<ParsedMessage> parse() {
    return std::make_shared<ParsedMessage>(std::exchange(octets_, {}));
  }

 private:
  Buffer octets_;
};

std::shared_ptr<Session> create_session(const val& config) {
  return std::make_shared<Session>(config);
}

std::shared_ptr<ParsedMessage> parse_message(const val& raw) {
  return std::make_shared<ParsedMessage>(buffer(raw));
}

std::shared_ptr<MessageRoom> create_room(size_t octets) {
  return std::make_shared<MessageRoom>(octets);
}

val summarise(const val& raw) {
  const Buffer bytes = buffer(raw);
  return object(mime::summarise(bytes));
}

double heap_octets() { return static_cast<double>(mallinfo().uordblks); }

}  // namespace
}  // namespace pillarbox

EMSCRIPTEN_BINDINGS(pillarbox) {
  using namespace emscripten;
  using namespace pillarbox;
  class_<Session>("Session")
      .smart_ptr<std::shared_ptr<Session>>("SharedSession")
      .function("remember", &Session::remember)
      .function("remember", &Session::remember_listed)
      .function("resemble", &Session::resemble)
      .function("discard", &Session::discard)
      .function("want", &Session::want)
      .function("rememberHeader", &Session::remember_header)
      .function("doubt", &Session::doubt)
      .function("start", &Session::start)
      .function("inbox", &Session::inbox)
      .function("receive", &Session::receive)
      .function("closed", &Session::closed)
      .function("confirm", &Session::confirm)
      .function("confirm", &Session::confirm_known)
      .function("storageFailed", &Session::storage_failed)
      .function("cancel", &Session::cancel)
      .function("tick", &Session::tick);
  class_<ParsedMessage>("ParsedMessage")
      .smart_ptr<std::shared_ptr<ParsedMessage>>("SharedParsedMessage")
      .function("json", &ParsedMessage::json)
      .function("origin", &ParsedMessage::origin)
      .function("attachment", &ParsedMessage::attachment)
      .function("stream", &ParsedMessage::stream);
  class_<AttachmentStream>("AttachmentStream")
      .smart_ptr<std::shared_ptr<AttachmentStream>>("SharedAttachmentStream")
      .function("read", &AttachmentStream::read);
  class_<MessageRoom>("MessageRoom")
      .smart_ptr<std::shared_ptr<MessageRoom>>("SharedMessageRoom")
      .function("view", &MessageRoom::view)
      .function("parse", &MessageRoom::parse);
  function("createSession", &create_session);
  function("parseMessage", &parse_message);
  function("createRoom", &create_room);
  function("summarise", &summarise);
  function("heapOctets", &heap_octets);
}
