// SPDX-License-Identifier: Apache-2.0
// Reads numbers, words and signs in whatever order they come: what has a colon in it, or a dot once
// the day is known, is the time; a word is a month, a day's name or a zone; and of the other
// numbers the first is the day and the second the year (the other way round if the first has four
// digits). What allows two readings says no moment: a wrong date is worse than none.
#include "mime/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "mime/encoded_word.h"
#include "mime/month_name.h"
#include "mime/text.h"
#include "mime/utf8.h"

namespace pillarbox::mime {
namespace {

constexpr auto kDays =
    std::to_array<std::string_view>({"mon", "tue", "wed", "thu", "fri", "sat", "sun"});

struct Zone {
  std::string_view name;
  int hours;
};
// RFC 5322 §4.3. Other names, and the single letters that RFC 822 had wrong, mean -0000; a few
// that senders use for places without a better custom are taken at their word.
constexpr auto kZones = std::to_array<Zone>(
    {{"ut", 0},    {"gmt", 0},   {"utc", 0},   {"z", 0},     {"est", -5},  {"edt", -4},
     {"cst", -6},  {"cdt", -5},  {"mst", -7},  {"mdt", -6},  {"pst", -8},  {"pdt", -7},
     {"cet", 1},   {"cest", 2},  {"met", 1},   {"mest", 2},  {"eet", 2},   {"eest", 3},
     {"wet", 0},   {"west", 1},  {"bst", 1},   {"msk", 3},   {"jst", 9},   {"kst", 9},
     {"wib", 7},   {"wita", 8},  {"wit", 9},   {"sgt", 8},   {"hkt", 8},   {"aest", 10},
     {"aedt", 11}, {"nzst", 12}, {"nzdt", 13}, {"akst", -9}, {"akdt", -8}, {"hst", -10}});

// Spaces that do not break, marks of direction and the minus sign, as programs put them in dates
// that are made for people.
constexpr auto kPlainer =
    std::to_array<std::pair<std::string_view, std::string_view>>({{"\xc2\xa0", " "},
                                                                  {"\xe2\x80\x89", " "},
                                                                  {"\xe2\x80\xaf", " "},
                                                                  {"\xe2\x80\x8e", " "},
                                                                  {"\xe2\x80\x8f", " "},
                                                                  {"\xe2\x88\x92", "-"}});

std::string plainer(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t length = 1;
    std::string_view meant = text.substr(0, 1);
    for (const auto& [written, plain] : kPlainer) {
      if (!text.starts_with(written)) continue;
      length = written.size();
      meant = plain;
    }
    out += meant;
    text.remove_prefix(length);
  }
  return out;
}

bool is_letter(char c) { return is_alpha(c) || is_high(c); }

// Where the comment that begins at text[at] ends; 0 if it never does.
size_t comment_end(std::string_view text, size_t at) {
  size_t depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '(') {
      ++depth;
    } else if (text[at] == ')' && --depth == 0) {
      return at + 1;
    }
  }
  return 0;
}

struct Number {
  size_t digits = 0;
  int value = 0;  // of the first nine digits
};

Number number_at(std::string_view text, size_t at) {
  Number number;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    if (++number.digits <= 9) number.value = number.value * 10 + (text[at] - '0');
  }
  return number;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<int64_t> read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_digit(c)) {
        digits();
      } else if (is_letter(c)) {
        word();
      } else if ((c == '+' || c == '-') && hour_ >= 0 && digit_at(at_ + 1) && !dash()) {
        offset();
      } else {
        // Some programs leave "?" of a letter that they could not write.
        unknown_word_ = unknown_word_ || (c == '?' && hour_ < 0);
        ++at_;
      }
    }
    return seconds();
  }

 private:
  enum class Half { none, morning, afternoon };
  enum class Month { none, number, doubtful, named };

  bool digit_at(size_t at) const { return at < text_.size() && is_digit(text_[at]); }
  bool separated(size_t at, std::string_view by) const {
    return at < text_.size() && by.find(text_[at]) != std::string_view::npos && digit_at(at + 1);
  }

  bool has_day() const { return day_ >= 0 && month_ >= 0 && year_ >= 0; }
  // As in "03:04:05 2-Jan-2024".
  bool dash() const { return text_[at_] == '-' && at_ == day_end_ && !has_day(); }

  std::optional<int64_t> seconds() const {
    if (broken_ || !has_day() || (month_kind_ == Month::doubtful && unknown_word_)) return {};
    if (month_ > 12 || day_ > 31) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year_),
                                           std::chrono::month(static_cast<unsigned>(month_)),
                                           std::chrono::day(static_cast<unsigned>(day_))};
    if (!date.ok()) return std::nullopt;
    int hour = hour_ < 0 ? 0 : hour_;  // a day without a time is its beginning
    if (half_ != Half::none) {
      if (hour < 1 || hour > 12) return std::nullopt;
      hour = hour % 12 + (half_ == Half::afternoon ? 12 : 0);
    }
    if (hour > 24 || minute_ > 59 || second_ > 60) return std::nullopt;
    const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return days * 86400 + hour * 3600 + minute_ * 60 + second_ - offset_;
  }

  // Up to four numbers with one separator between each two: a time, or a day in numbers.
  void digits() {
    std::array<Number, 4> groups;
    size_t count = 0;
    size_t end = at_;
    bool colons = false;
    for (;;) {
      groups[count] = number_at(text_, end);
      end += groups[count].digits;
      if (++count == groups.size() || !separated(end, ":.")) break;
      colons = colons || text_[end] == ':';
      ++end;
    }
    const Number& first = groups[0];
    const Number& second = groups[1];
    const Number& third = groups[2];
    const bool short_ones = first.digits <= 2 && second.digits <= 2 && third.digits <= 2;
    if (colons) {
      time(groups, count, end);
    } else if (count == 3 && first.digits == 4 && second.digits <= 2 && third.digits <= 2) {
      day_in_numbers(third.value, second.value, first, end);
    } else if (count == 3 && first.digits <= 2 && second.digits <= 2 && third.digits == 4) {
      day_in_numbers(first.value, second.value, third, end);
    } else if (count >= 2 && short_ones && (day_ >= 0 || second.value > 12)) {
      time(groups, count, end);
    } else if (count == 3 && short_ones) {
      day_in_numbers(first.value, second.value, third, end);
    } else {
      number(first);
      at_ += first.digits;
      day_end_ = at_;
    }
  }

  void time(const std::array<Number, 4>& groups, size_t count, size_t end) {
    at_ = end;
    // The fourth is a fraction, and behind a comma there may be one too: but no year.
    if (count == 3 && separated(at_, ",") &&
        (year_ >= 0 || number_at(text_, at_ + 1).digits != 4)) {
      at_ += 1 + number_at(text_, at_ + 1).digits;
    }
    if (hour_ >= 0) return;
    for (size_t i = 0; i < count && i < 3; ++i) broken_ = broken_ || groups[i].digits > 2;
    hour_ = groups[0].value;
    minute_ = groups[1].value;
    second_ = groups[2].value;
  }

  void day_in_numbers(int day, int month, const Number& year_number, size_t end) {
    at_ = end;
    if (day_ >= 0 || month_ >= 0 || year_ >= 0) {
      broken_ = true;
      return;
    }
    day_ = day;
    month_ = month;
    month_kind_ = Month::named;
    year(year_number);
    all_numbers_ = true;
  }

  void number(const Number& number) {
    if (number.digits >= 3 && year_ < 0) {
      year(number);
    } else if (year_ >= 0 && month_ < 0) {
      month_ = number.value;
      month_kind_ = Month::number;
    } else if (day_ < 0) {
      day_ = number.value;
    } else if (year_ < 0) {
      year(number);
    }
  }

  // RFC 5322 §4.3: two digits are 2000 to 2049 or 1950 to 1999, three count from 1900.
  void year(const Number& number) {
    if (number.digits == 2) {
      year_ = number.value + (number.value < 50 ? 2000 : 1900);
    } else if (number.digits == 3) {
      year_ = number.value + 1900;
    } else if (number.digits == 4) {
      year_ = number.value;
    } else {
      broken_ = true;
    }
  }

  void word() {
    const size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || text_[at_] == '.')) ++at_;
    const std::string key = fold_letters(text_.substr(begin, at_ - begin));
    if (key == "am" || key == "pm") {
      half_ = key == "am" ? Half::morning : Half::afternoon;
      return;
    }
    const auto begins_it = [&](std::string_view day) { return key.starts_with(day); };
    if (hour_ < 0 && std::any_of(kDays.begin(), kDays.end(), begins_it)) {
      weekday_ = true;
      return;
    }
    if (hour_ < 0 || month_ < 0) {
      if (const MonthName name = month_named(key); name.month != 0) {
        month(name);
        return;
      }
    }
    if (hour_ >= 0) {
      zone(key);
      return;
    }
    // In English: "Mar 3rd, 2026 at 9:15", "2026-03-03T09:15".
    static constexpr auto kSaysNothing =
        std::to_array<std::string_view>({"st", "nd", "rd", "th", "t", "at", "of", "the"});
    unknown_word_ = unknown_word_ ||
                    std::find(kSaysNothing.begin(), kSaysNothing.end(), key) == kSaysNothing.end();
  }

  void month(const MonthName& name) {
    // Before the day "mar" is mardi as well as March. "mar," is no month: a comma stands behind the
    // day of the week. Else it is one if no other word can be.
    const bool doubtful = name.or_weekday && day_ < 0 && year_ < 0 && !weekday_;
    if (doubtful && comma_follows()) {
      weekday_ = true;
      return;
    }
    day_end_ = at_;
    broken_ = broken_ || all_numbers_;
    if (month_kind_ == Month::named || (month_kind_ == Month::doubtful && doubtful)) return;
    // "2018 7 août": what looked like the month was the day.
    if (month_kind_ == Month::number) {
      if (day_ < 0) {
        day_ = month_;
      } else {
        return;
      }
    }
    month_ = name.month;
    month_kind_ = doubtful ? Month::doubtful : Month::named;
  }

  bool comma_follows() const {
    size_t at = at_;
    while (at < text_.size() && is_space(text_[at])) ++at;
    return at < text_.size() && text_[at] == ',';
  }

  // "CET", "GMT+0200", "UTC+2".
  void zone(std::string_view key) {
    for (const Zone& zone : kZones) {
      if (zone.name != key) continue;
      if (!has_offset_ && !has_zone_) offset_ = zone.hours * 3600;
      has_zone_ = true;
      // POSIX writes "CET-1" for what is +0100: the name says it already.
      if (zone.hours != 0 && separated(at_, "+-")) at_ += 1 + number_at(text_, at_ + 1).digits;
      return;
    }
  }

  void offset() {
    const bool west = text_[at_] == '-';
    Number hours = number_at(text_, ++at_);
    at_ += hours.digits;
    int minutes = 0;
    if (hours.digits <= 2 && separated(at_, ":")) {  // ISO 8601 writes +01:00
      const Number number = number_at(text_, at_ + 1);
      at_ += 1 + number.digits;
      minutes = number.value;
    } else if (hours.digits == 3 || hours.digits == 4) {
      minutes = hours.value % 100;
      hours.value /= 100;
    }
    if (has_offset_ || hours.digits > 4) return;
    has_offset_ = true;
    offset_ = 0;
    // "+24:00" and more is no place on Earth; the rest of the date still says the day.
    if (hours.value < 24 && minutes < 60) offset_ = hours.value * 3600 + minutes * 60;
    if (west) offset_ = -offset_;
  }

  std::string_view text_;
  size_t at_ = 0;

  int day_ = -1, month_ = -1, year_ = -1;
  size_t day_end_ = 0;  // where the last word or number of these three ended
  int hour_ = -1, minute_ = 0, second_ = 0;
  int offset_ = 0;
  Half half_ = Half::none;
  Month month_kind_ = Month::none;
  bool all_numbers_ = false;  // "19.05.2024"
  bool weekday_ = false;
  bool unknown_word_ = false;  // before the time
  bool has_zone_ = false;
  bool has_offset_ = false;  // a number, which says more than a name
  bool broken_ = false;
};

}  // namespace

// RFC 5322 §4.3 allows comments and white space between any two tokens, so around colons too.
std::string without_comments(std::string_view value) {
  std::string out;
  bool comments_end = false;  // no ")" is to come: a "(" is a character like others
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '(' && !comments_end) {
      const size_t end = comment_end(value, i);
      comments_end = end == 0;
      if (end != 0) i = end - 1;
      out += ' ';
    } else if (c == ':') {
      while (!out.empty() && is_space(out.back())) out.pop_back();
      out += c;
    } else if (!is_space(c) || !out.ends_with(':')) {
      out += c;
    }
  }
  return out;
}

std::optional<int64_t> parse_date(std::string_view value) {
  if (is_ascii(value) && value.find("=?") == std::string_view::npos) {
    return Reader(without_comments(value)).read();
  }
  Defects ignored;
  const std::string text = plainer(decode_header_text(value, {}, ignored));
  return Reader(without_comments(text)).read();
}

std::string format_date(int64_t seconds) {
  int64_t days = seconds / 86400;
  int64_t rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
  std::array<char, 48> text;
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return {text.data(), static_cast<size_t>(length)};
}

}  // namespace pillarbox::mime
