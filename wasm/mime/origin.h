// SPDX-License-Identifier: Apache-2.0
// What a mail's header says of where it comes from: what a server on the way found out about its
// sender (RFC 8601), who signed it (RFC 6376), which list sent it (RFC 2369, 2919, 8058). It is
// what the header claims, and no more: whoever wrote the mail can have written these fields as
// well. Only the results of one's own server, which are the topmost, are worth believing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "mime/message.h"

namespace pillarbox::mime {

struct AuthenticationResult {
  std::string method;  // "spf", "dkim", "dmarc"…, lower case
  std::string result;  // "pass", "fail", "none"…, lower case
  std::string reason;
  // "smtp.mailfrom", "header.d"… and their values.
  std::vector<std::pair<std::string, std::string>> properties;
};

struct Authentication {
  std::string server;  // authserv-id: who has looked
  std::vector<AuthenticationResult> results;
};

struct DkimSignature {
  std::string domain;
  std::string selector;
  std::string identity;
  std::string algorithm;
};

struct MailingList {
  std::string id;    // List-Id without what describes it
  std::string name;  // what describes it
  // URIs in the order in which the list prefers them.
  std::vector<std::string> unsubscribe;
  bool one_click = false;  // RFC 8058: a POST to the https: one is enough
  std::vector<std::string> post;
  std::vector<std::string> archive;
  std::vector<std::string> help;
};

struct Origin {
  std::vector<Authentication> authentication;  // topmost first
  std::vector<DkimSignature> signatures;
  MailingList list;
};

// All of it is valid UTF-8.
Origin read_origin(const Message& message);

}  // namespace pillarbox::mime
