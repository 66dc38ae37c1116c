// SPDX-License-Identifier: Apache-2.0
#include "mime/origin.h"

#include <algorithm>

#include "base/limits.h"
#include "mime/body.h"
#include "mime/encoded_word.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

std::string valid(std::string_view text) {
  std::string out;
  append_valid_utf8(out, text);
  return out;
}

using Pair = std::pair<std::string, std::string>;

// RFC 8601 §2.2: "name = value" and single words, with comments anywhere, in statements between
// semicolons.
class Scanner {
 public:
  Scanner(std::string_view text, size_t& budget) : text_(text), budget_(budget) {}

  std::vector<std::vector<Pair>> statements() {
    std::vector<std::vector<Pair>> all(1);
    for (skip(); at_ < text_.size() && budget_ > 0; skip()) {
      --budget_;
      if (text_[at_] == ';') {
        ++at_;
        all.emplace_back();
        continue;
      }
      Pair pair;
      pair.first = word("=;");
      skip();
      if (at_ < text_.size() && text_[at_] == '=') {
        ++at_;
        skip();
        // A value may have "=" in it, as base64 has.
        pair.second = word(";");
      }
      all.back().push_back(std::move(pair));
    }
    return all;
  }

 private:
  void skip() {
    size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '(') {
        ++depth;
      } else if (depth > 0) {
        if (c == '\\' && at_ + 1 < text_.size()) ++at_;
        if (c == ')') --depth;
      } else if (!is_space(c)) {
        return;
      }
    }
  }

  std::string word(std::string_view ends) {
    std::string out;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted) {
        if (c == '\\' && at_ + 1 < text_.size()) ++at_;
        out += text_[at_];
      } else if (is_space(c) || c == '(' || ends.find(c) != std::string_view::npos) {
        break;
      } else {
        out += c;
      }
    }
    return valid(out);
  }

  std::string_view text_;
  size_t& budget_;
  size_t at_ = 0;
};

Authentication authentication(std::string_view value, size_t& budget) {
  const std::vector<std::vector<Pair>> statements = Scanner(value, budget).statements();
  Authentication out;
  if (!statements.front().empty()) out.server = statements.front().front().first;
  for (size_t i = 1; i < statements.size(); ++i) {
    // "none" says that nothing was looked at.
    if (statements[i].empty() || statements[i].front().second.empty()) continue;
    AuthenticationResult& result = out.results.emplace_back();
    const Pair& method = statements[i].front();
    result.method = to_lower(method.first.substr(0, method.first.find('/')));
    result.result = to_lower(method.second);
    for (size_t k = 1; k < statements[i].size(); ++k) {
      const auto& [name, said] = statements[i][k];
      if (iequals(name, "reason")) {
        result.reason = said;
      } else if (!said.empty()) {
        result.properties.emplace_back(to_lower(name), said);
      }
    }
  }
  return out;
}

// RFC 6376 §3.2: "tag=value" between semicolons, with white space anywhere.
DkimSignature signature(std::string_view value) {
  DkimSignature out;
  while (!value.empty()) {
    const size_t end = std::min(value.find(';'), value.size());
    const std::string_view tag = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    const size_t equals = tag.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = trim(tag.substr(0, equals));
    std::string* const to = name == "d"   ? &out.domain
                            : name == "s" ? &out.selector
                            : name == "i" ? &out.identity
                            : name == "a" ? &out.algorithm
                                          : nullptr;
    if (to == nullptr || !to->empty()) continue;
    std::string said(tag.substr(equals + 1));
    std::erase_if(said, is_space);
    *to = valid(said);
  }
  return out;
}

// RFC 2369 §2: URIs in angle brackets, the preferred first; "any characters outside of the angle
// brackets are ignored", white space inside too.
void add_uris(std::vector<std::string>& to, std::string_view field, size_t& budget) {
  const std::string value = structured_text(field);
  for (size_t at = value.find('<'); at != std::string_view::npos && budget > 0;
       at = value.find('<', at)) {
    const size_t end = value.find('>', at);
    if (end == std::string_view::npos) return;
    std::string uri = value.substr(at + 1, end - at - 1);
    std::erase_if(uri, is_space);
    if (!uri.empty()) to.push_back(valid(uri));
    --budget;
    at = end;
  }
}

// RFC 2919 §3: "[phrase] <list-id>"; many write the id alone.
void read_list_id(MailingList& list, std::string_view value, std::string_view charset) {
  const size_t open = value.rfind('<');
  const size_t close = value.find('>', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) {
    list.id = valid(trim(value));
    return;
  }
  list.id = valid(trim(value.substr(open + 1, close - open - 1)));
  std::string_view name = trim(value.substr(0, open));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') {
    name = name.substr(1, name.size() - 2);
  }
  Defects ignored;
  list.name = decode_header_text(name, charset, ignored);
}

}  // namespace

Origin read_origin(const Message& message) {
  Origin origin;
  MailingList& list = origin.list;
  // For all together: a header full of them is nothing that a reader is shown.
  size_t budget = limits::kParameters;
  for (const Field& field : message.header.fields) {
    const std::string value = unfold(field.value);
    if (iequals(field.name, "authentication-results")) {
      if (budget > 0) origin.authentication.push_back(authentication(value, budget));
    } else if (iequals(field.name, "dkim-signature")) {
      if (budget == 0) continue;
      --budget;
      origin.signatures.push_back(signature(value));
    } else if (!istarts_with(field.name, "list-")) {
      continue;
    } else if (const std::string_view name = field.name.substr(5); iequals(name, "id")) {
      if (list.id.empty()) read_list_id(list, value, header_charset(message));
    } else if (iequals(name, "unsubscribe")) {
      add_uris(list.unsubscribe, value, budget);
    } else if (iequals(name, "unsubscribe-post")) {
      std::string said = to_lower(value);
      std::erase_if(said, is_space);
      list.one_click = list.one_click || said == "list-unsubscribe=one-click";
    } else if (iequals(name, "post")) {
      add_uris(list.post, value, budget);
    } else if (iequals(name, "archive")) {
      add_uris(list.archive, value, budget);
    } else if (iequals(name, "help")) {
      add_uris(list.help, value, budget);
    }
  }
  return origin;
}

}  // namespace pillarbox::mime
