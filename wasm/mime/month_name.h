// SPDX-License-Identifier: Apache-2.0
// Names of months, as senders write them who let their system choose the language.
#pragma once

#include <string>
#include <string_view>

namespace pillarbox::mime {

// UTF-8 in lower case, Latin letters without their marks, nothing but letters.
std::string fold_letters(std::string_view word);

struct MonthName {
  int month = 0;  // 1 to 12, 0 if the word names none
  // Also the short form of a day of the week: "mar" is mardi, martes and martedì, "paz" is Pazar.
  bool or_weekday = false;
};

// Of a folded word.
MonthName month_named(std::string_view word);

}  // namespace pillarbox::mime
