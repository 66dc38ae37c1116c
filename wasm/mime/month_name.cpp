// SPDX-License-Identifier: Apache-2.0
#include "mime/month_name.h"

#include <array>
#include <cstdint>

#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

// What U+00C0 to U+017F are without their marks.
constexpr std::string_view kLatin =
    "aaaaaaaceeeeiiiidnooooo ouuuuyts"
    "aaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin.size() == 0x180 - 0xc0);

void append_folded(std::string& to, uint32_t code_point) {
  if (code_point < 0x80) {
    if (is_alpha(static_cast<char>(code_point))) to += lower(static_cast<char>(code_point));
  } else if (code_point >= 0xc0 && code_point < 0x180) {
    to += kLatin[code_point - 0xc0];
  } else if (code_point >= 0x300 && code_point < 0x370) {
    // A mark that stands behind its letter.
  } else if (code_point >= 0x400 && code_point < 0x410) {
    append_code_point(to, code_point + 0x50);
  } else if (code_point >= 0x410 && code_point < 0x430) {
    append_code_point(to, code_point + 0x20);
  } else {
    append_code_point(to, code_point);
  }
}

struct Stem {
  std::string_view text;
  int month;
};
// What the names of a month begin with in English, German, French, Spanish, Portuguese, Italian,
// Dutch, the Scandinavian languages, Finnish, Polish, Czech, Hungarian, Romanian, Turkish, Russian,
// Ukrainian and Indonesian, the English ones first, since nearly all are. Of two that fit the first
// counts. None of them begins a day of the week of one of these languages.
constexpr auto kStems = std::to_array<Stem>(
    {{"jan", 1},     {"feb", 2},   {"apr", 4},      {"may", 5},      {"jun", 6},     {"jul", 7},
     {"aug", 8},     {"sep", 9},   {"oct", 10},     {"nov", 11},     {"dec", 12},    {"ene", 1},
     {"gen", 1},     {"sty", 1},   {"oca", 1},      {"ian", 1},      {"led", 1},     {"tammi", 1},
     {"янв", 1},     {"січ", 1},   {"fev", 2},      {"lut", 2},      {"sub", 2},     {"peb", 2},
     {"unor", 2},    {"helmi", 2}, {"фев", 2},      {"лют", 2},      {"marras", 11}, {"mars", 3},
     {"marc", 3},    {"marz", 3},  {"maerz", 3},    {"marts", 3},    {"martie", 3},  {"maret", 3},
     {"maart", 3},   {"mrt", 3},   {"mrz", 3},      {"maalis", 3},   {"brez", 3},    {"мар", 3},
     {"бер", 3},     {"avr", 4},   {"abr", 4},      {"kwi", 4},      {"nis", 4},     {"dub", 4},
     {"huhti", 4},   {"апр", 4},   {"кві", 4},      {"mai", 5},      {"mag", 5},     {"mei", 5},
     {"maj", 5},     {"kvet", 5},  {"touko", 5},    {"май", 5},      {"мая", 5},     {"тра", 5},
     {"juin", 6},    {"giu", 6},   {"cze", 6},      {"haz", 6},      {"iun", 6},     {"kesa", 6},
     {"июн", 6},     {"чер", 6},   {"cervenec", 7}, {"cervence", 7}, {"cerven", 6},  {"cervna", 6},
     {"juil", 7},    {"lug", 7},   {"lip", 7},      {"tem", 7},      {"iul", 7},     {"heina", 7},
     {"июл", 7},     {"лип", 7},   {"aou", 8},      {"ago", 8},      {"agu", 8},     {"agt", 8},
     {"ags", 8},     {"sie", 8},   {"elo", 8},      {"srpen", 8},    {"srpna", 8},   {"авг", 8},
     {"серп", 8},    {"set", 9},   {"szep", 9},     {"wrz", 9},      {"eyl", 9},     {"syys", 9},
     {"zari", 9},    {"сен", 9},   {"вер", 9},      {"okt", 10},     {"out", 10},    {"ott", 10},
     {"pazdz", 10},  {"eki", 10},  {"rij", 10},     {"loka", 10},    {"окт", 10},    {"жов", 10},
     {"nop", 11},    {"noi", 11},  {"lis", 11},     {"kas", 11},     {"ноя", 11},    {"лис", 11},
     {"dez", 12},    {"des", 12},  {"dic", 12},     {"gru", 12},     {"ara", 12},    {"joulu", 12},
     {"prosin", 12}, {"дек", 12},  {"гру", 12}});

}  // namespace

std::string fold_letters(std::string_view word) {
  if (is_ascii(word)) {
    std::string out = to_lower(word);
    std::erase_if(out, [](char c) { return !is_alpha(c); });
    return out;
  }
  std::string valid;
  append_valid_utf8(valid, word);
  std::string out;
  for (size_t i = 0; i < valid.size();) {
    const auto lead = static_cast<unsigned char>(valid[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t code_point = length == 1 ? lead : lead & (0x7fu >> length);
    for (size_t k = 1; k < length; ++k) {
      code_point = code_point << 6 | (static_cast<unsigned char>(valid[i + k]) & 0x3f);
    }
    append_folded(out, code_point);
    i += length;
  }
  return out;
}

MonthName month_named(std::string_view word) {
  if (word == "mar" || word == "mart") return {3, true};
  if (word == "paz") return {10, true};
  for (const Stem& stem : kStems) {
    if (word.starts_with(stem.text)) return {stem.month, false};
  }
  return {};
}

}  // namespace pillarbox::mime
