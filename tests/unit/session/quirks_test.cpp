// SPDX-License-Identifier: Apache-2.0
// tests/data/pop3/README.md says which test holds which of the fifty numbered quirks of real
// servers: each number is in its table, each file that it names is there, and each transcript in
// the row of a quirk says so itself.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kData = PILLARBOX_TEST_DATA "/pop3";

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What stands between backquotes in a row and is a path.
std::vector<std::string> files_in(const std::string& row) {
  std::vector<std::string> files;
  for (size_t at = row.find('`'); at != std::string::npos; at = row.find('`', at)) {
    const size_t end = row.find('`', at + 1);
    REQUIRE(end != std::string::npos);
    std::string word = row.substr(at + 1, end - at - 1);
    if (word.find('/') != std::string::npos) files.push_back(std::move(word));
    at = end + 1;
  }
  return files;
}

fs::path path_of(const std::string& file) {
  if (file.starts_with("tests/"))
    return fs::path(PILLARBOX_TEST_DATA).parent_path().parent_path() / file;
  return kData / (file + ".transcript");
}

// "quirk 4" but not "quirk 42"; several may share a word: "Quirk 14 and 15".
bool names(const std::string& text, int quirk) {
  const std::string number = std::to_string(quirk);
  const size_t word = text.find("uirk ");
  for (size_t at = text.find(number, word); word != std::string::npos && at != std::string::npos;
       at = text.find(number, at + 1)) {
    const bool starts = at > 0 && text[at - 1] == ' ';
    const size_t end = at + number.size();
    if (starts && (end == text.size() || text[end] < '0' || text[end] > '9')) return true;
  }
  return false;
}

}  // namespace

TEST_CASE(
    "every quirk of real servers is in the table, and every file that the table names is there") {
  std::set<int> quirks;
  std::ifstream table(kData / "README.md");
  REQUIRE(table);
  for (std::string row; std::getline(table, row);) {
    if (!row.starts_with("| ")) continue;
    INFO(row);
    const std::vector<std::string> files = files_in(row);
    for (const std::string& file : files) {
      INFO(file);
      CHECK(fs::exists(path_of(file)));
    }
    const int quirk = std::atoi(row.c_str() + 2);
    if (quirk == 0) continue;
    CHECK(quirks.insert(quirk).second);
    const bool not_ours = row.find("not ours") != std::string::npos;
    CHECK((not_ours || !files.empty()));
    for (const std::string& file : files) {
      INFO(file);
      if (!file.starts_with("tests/")) CHECK(names(content(path_of(file)), quirk));
    }
  }
  CHECK(quirks.size() == 50);
  CHECK((!quirks.empty() && *quirks.begin() == 1 && *quirks.rbegin() == 50));
}
