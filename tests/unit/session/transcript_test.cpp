// SPDX-License-Identifier: Apache-2.0
#include "session/transcript.h"

#include <algorithm>
#include <catch2/generators/catch_generators_range.hpp>

using namespace pillarbox::testing;

namespace {

std::vector<std::string> transcripts() {
  std::vector<std::string> paths;
  const std::filesystem::path root = PILLARBOX_TEST_DATA "/pop3";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".transcript") {
      paths.push_back(std::filesystem::relative(entry.path(), root).string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("conversations come out the same however their octets are cut") {
  const std::string path = GENERATE(from_range(transcripts()));
  DYNAMIC_SECTION(path) {
    Replay replay(read_file(std::filesystem::path(PILLARBOX_TEST_DATA "/pop3") / path));
    {
      INFO("whole");
      replay.run({});
    }
    {
      INFO("octet by octet");
      replay.run({.at = 0, .everywhere = true});
    }
    for (size_t at = 1; at < replay.longest(); ++at) {
      INFO("cut at " << at);
      replay.run({.at = at, .everywhere = false});
    }
  }
}
