// SPDX-License-Identifier: Apache-2.0
// tests/data/mime/KIND/NAME.eml beside NAME.json, which was written from the RFCs: the object of
// the MIME JSON contract, without "file".
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "mime/json_value.h"
#include "mime/message.h"
#include "mime/sha256.h"
#include "mime/summary.h"
#include "mime/utf8.h"

using namespace pillarbox;
using namespace pillarbox::mime;

namespace {

std::vector<std::filesystem::path> mails() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(PILLARBOX_TEST_DATA) / "mime")) {
    if (entry.path().extension() == ".eml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The whole contract: our JSON with the hashes that the host adds behind each "size".
std::string json_with_hashes(const Message& message) {
  const std::string json = to_json(message);
  std::string out;
  size_t done = json.rfind("\"attachments\":[");
  out = json.substr(0, done);
  for (size_t i = 0; i < message.attachments.size(); ++i) {
    const size_t size = json.find("\"size\":", done);
    const size_t end = json.find('}', size);
    out += json.substr(done, end - done);
    out += ",\"sha256\":\"" + test::sha256(decode_attachment(message, i)) + '"';
    done = end;
  }
  return out + json.substr(done);
}

}  // namespace

TEST_CASE("sha256: FIPS 180-4 examples") {
  CHECK(test::sha256({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(test::sha256(as_bytes("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("the corpus: every mail reads as its JSON says") {
  const auto paths = mails();
  REQUIRE(paths.size() >= 100);
  for (const auto& path : paths) {
    INFO(path.string());
    const std::string raw = contents(path);
    std::filesystem::path expected = path;
    expected.replace_extension(".json");
    CHECK(test::normal_json(json_with_hashes(parse(as_bytes(raw)))) ==
          test::normal_json(contents(expected)));
  }
}

TEST_CASE("the corpus: every prefix of every mail parses") {
  for (const auto& path : mails()) {
    INFO(path.string());
    const std::string raw = contents(path);
    const size_t step = raw.size() > 4096 ? raw.size() / 1024 : 1;
    for (size_t length = 0; length < raw.size(); length += step) {
      const Bytes prefix = as_bytes(std::string_view(raw).substr(0, length));
      if (!is_utf8(to_json(parse(prefix))) || !is_utf8(summarise(prefix).preview)) {
        FAIL("at " << length);
      }
    }
  }
}

TEST_CASE("the corpus: the summary says what the JSON says") {
  for (const auto& path : mails()) {
    INFO(path.string());
    const std::string raw = contents(path);
    const std::string json = to_json(parse(as_bytes(raw)));
    const Summary summary = summarise(as_bytes(raw));
    const auto has = [&](const std::string& key, const std::string& value) {
      return test::normal_json(json).find('"' + key + "\":\"" + value + '"') != std::string::npos;
    };
    if (summary.subject.find_first_of("\"\\\t") == std::string::npos) {
      CHECK(has("subject",
                test::normal_json('"' + summary.subject + '"')
                    .substr(1, test::normal_json('"' + summary.subject + '"').size() - 2)));
    }
    CHECK(has("messageId", summary.message_id));
    CHECK(has("inReplyTo", summary.in_reply_to));
  }
}
