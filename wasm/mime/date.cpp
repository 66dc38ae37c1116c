// SPDX-License-Identifier: Apache-2.0
// Reads tokens in whatever order they come: a token with a colon is the time, one of letters a
// month, a day's name or a zone, and of the numbers the first is the day and the second the year
// (the other way round if the first has four digits).
#include "mime/date.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "mime/text.h"

namespace pillarbox::mime {
namespace {

constexpr auto kMonths = std::to_array<std::string_view>(
    {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
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

std::string without_comments(std::string_view value) {
  std::string out;
  size_t depth = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\\' && depth > 0) {
      ++i;
    } else if (c == '(') {
      ++depth;
      out += ' ';
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (depth == 0) {
      out += c;
    }
  }
  return out;
}

// Digits at the start of `text`, at most nine; returns how many.
size_t read_number(std::string_view text, int& number) {
  size_t digits = 0;
  number = 0;
  while (digits < text.size() && digits < 9 && is_digit(text[digits])) {
    number = number * 10 + (text[digits] - '0');
    ++digits;
  }
  return digits;
}

class Reader {
 public:
  void token(std::string_view token) {
    if ((token.front() == '+' || token.front() == '-') && hour_ >= 0) {
      offset(token);
    } else if (token.find(':') != std::string_view::npos) {
      time(token);
    } else if (is_alpha(token.front())) {
      word(token);
    } else {
      number(token);
    }
  }

  std::optional<int64_t> seconds() const {
    if (broken_ || day_ < 0 || month_ < 0 || year_ < 0) return std::nullopt;
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

 private:
  enum class Half { none, morning, afternoon };

  void time(std::string_view text) {
    if (hour_ >= 0) return;
    std::array<int, 3> parts = {-1, 0, 0};
    for (int& part : parts) {
      const size_t digits = read_number(text, part);
      if (digits == 0 || digits > 2) {
        broken_ = true;
        return;
      }
      text.remove_prefix(digits);
      if (text.empty() || text.front() != ':') break;
      text.remove_prefix(1);
    }
    hour_ = parts[0];
    minute_ = parts[1];
    second_ = parts[2];
    if (!text.empty() && text.front() == '.') {  // a fraction
      size_t end = 1;
      while (end < text.size() && is_digit(text[end])) ++end;
      text.remove_prefix(end);
    }
    // "03:04:05Z", "03:04:05+0100", "3:04PM"
    if (!text.empty()) token(text);
  }

  void word(std::string_view text) {
    // "2-Jan-2024" arrives whole as a number; "Jan-2" and "Mon-" are not known in the wild.
    const std::string key = to_lower(text);
    if (key == "am" || key == "pm") {
      half_ = key == "am" ? Half::morning : Half::afternoon;
      return;
    }
    for (size_t i = 0; i < kMonths.size(); ++i) {
      if (key.starts_with(kMonths[i]) && month_ < 0) {
        month_ = static_cast<int>(i + 1);
        return;
      }
    }
    for (const std::string_view day : kDays) {
      if (key.starts_with(day) && hour_ < 0) return;
    }
    if (key == "t" || hour_ < 0) return;  // ISO 8601's separator; words before the time
    for (const Zone& zone : kZones) {
      if (zone.name == key && !has_offset_) {
        offset_ = zone.hours * 3600;
        has_offset_ = true;
        return;
      }
    }
  }

  void offset(std::string_view text) {
    if (has_offset_) return;
    const bool west = text.front() == '-';
    std::string digits_only(text.substr(1));
    std::erase(digits_only, ':');  // ISO 8601 writes +01:00
    int number = 0;
    const size_t digits = read_number(digits_only, number);
    if (digits == 4) {
      offset_ = number / 100 * 3600 + number % 100 * 60;
    } else if (digits == 1 || digits == 2) {
      offset_ = number * 3600;
    } else if (digits == 3) {
      offset_ = number / 100 * 3600 + number % 100 * 60;
    } else {
      return;
    }
    // "+24:00" and more is no place on Earth; the rest of the date still says the day.
    if (offset_ >= 24 * 3600) offset_ = 0;
    if (west) offset_ = -offset_;
    has_offset_ = true;
  }

  // "2", "2024", and with dashes "2-Jan-2024", "2024-01-02", "2024-01-02T".
  void number(std::string_view text) {
    while (!text.empty()) {
      int value = 0;
      const size_t digits = read_number(text, value);
      if (digits == 0) {
        if (is_alpha(text.front())) {
          size_t end = 0;
          while (end < text.size() && is_alpha(text[end])) ++end;
          word(text.substr(0, end));
          text.remove_prefix(end);
        } else {
          text.remove_prefix(1);
        }
        continue;
      }
      text.remove_prefix(digits);
      if (digits >= 3 && year_ < 0) {
        year(value, digits);
      } else if (year_ >= 0 && month_ < 0) {
        month_ = value;
      } else if (day_ < 0) {
        day_ = value;
      } else if (year_ < 0) {
        year(value, digits);
      }
    }
  }

  // RFC 5322 §4.3: two digits are 2000 to 2049 or 1950 to 1999, three count from 1900.
  void year(int value, size_t digits) {
    if (digits <= 2) {
      year_ = value + (value < 50 ? 2000 : 1900);
    } else if (digits == 3) {
      year_ = value + 1900;
    } else if (digits == 4) {
      year_ = value;
    } else {
      broken_ = true;
    }
  }

  int day_ = -1, month_ = -1, year_ = -1;
  int hour_ = -1, minute_ = 0, second_ = 0;
  int offset_ = 0;
  Half half_ = Half::none;
  bool has_offset_ = false;
  bool broken_ = false;
};

}  // namespace

std::optional<int64_t> parse_date(std::string_view value) {
  const std::string text = without_comments(value);
  Reader reader;
  size_t at = 0;
  while (at < text.size()) {
    if (is_space(text[at]) || text[at] == ',') {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && !is_space(text[end]) && text[end] != ',') ++end;
    std::string_view token = std::string_view(text).substr(at, end - at);
    // ISO 8601: "2024-01-02T03:04:05"
    const size_t separator = token.find('T');
    if (is_digit(token.front()) && separator != std::string_view::npos &&
        separator + 1 < token.size() && is_digit(token[separator + 1])) {
      reader.token(token.substr(0, separator));
      token.remove_prefix(separator + 1);
    }
    reader.token(token);
    at = end;
  }
  return reader.seconds();
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
