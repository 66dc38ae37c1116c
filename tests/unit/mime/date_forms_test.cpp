// SPDX-License-Identifier: Apache-2.0
// Dates in the forms and languages that senders have, each with the one reading it allows.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "mime/date.h"

using namespace pillarbox::mime;

namespace {

struct Row {
  std::string_view in;
  std::string_view out;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.in);
    const std::optional<int64_t> seconds = parse_date(row.in);
    CHECK((seconds ? format_date(*seconds) : "none") == row.out);
  }
}

}  // namespace

TEST_CASE("dates: times with dots and fractions") {
  check({
      {"Sun, 19 May 2024 15.59.09 +0200", "2024-05-19T13:59:09Z"},
      {"Sun, 19 May 2024 15.59 +0200", "2024-05-19T13:59:00Z"},
      {"Sun, 19 May 2024 15.59.09+0200", "2024-05-19T13:59:09Z"},
      {"Sun, 19 May 2024 9.05.09 PM +0200", "2024-05-19T19:05:09Z"},
      {"Sun, 19 May 2024 15.59.09.123 +0200", "2024-05-19T13:59:09Z"},
      {"Sun, 19 May 2024 15:59:09.123456 +0200", "2024-05-19T13:59:09Z"},
      {"Sun, 19 May 2024 15:59:09,123 +0200", "2024-05-19T13:59:09Z"},
      {"Sun, 19 May 2024 15:59:09:123 +0200", "2024-05-19T13:59:09Z"},
      {"Sun May 19 15.59.09 2024", "2024-05-19T15:59:09Z"},
      {"Sun May 19 15:59:09.5 2024", "2024-05-19T15:59:09Z"},
      {"15:59:09 19-May-2024 +0200", "2024-05-19T13:59:09Z"},
      {"15:59:09 2024-05-19 -0200", "2024-05-19T17:59:09Z"},
      {"15.59.09 19 May 2024 +0200", "2024-05-19T13:59:09Z"},
      {"2024-05-19 15.59.09 +0200", "2024-05-19T13:59:09Z"},
      {"2024-05-19T15:59:09,5+02:00", "2024-05-19T13:59:09Z"},
      {"Sun, 19 May 2024 15.60.09 +0200", "none"},
      {"Sun, 19 May 2024 25.00.09 +0200", "none"},
      {"Sun, 19 May 2024 3:04 a.m.", "2024-05-19T03:04:00Z"},
      {"Sun, 19 May 2024 3:04 p.m.", "2024-05-19T15:04:00Z"},
  });
}

TEST_CASE("dates: days in numbers between dots, where no month comes first") {
  check({
      {"19.05.2024 15:59:09 +0200", "2024-05-19T13:59:09Z"},
      {"So, 19.5.2024 15.59 +0200", "2024-05-19T13:59:00Z"},
      {"2024.05.19. 15:59:09 +0200", "2024-05-19T13:59:09Z"},
      {"19.5.24 15:59", "2024-05-19T15:59:00Z"},
      {"7. August 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"7.August.2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"05.19.2024 15:59:09", "none"},
      // Both may be the day, and "10.11.12" may be the time: nothing is guessed.
      {"03/04/2024 15:59:09", "none"},
      {"10.11.12 5 May 2024", "none"},
      {"2 Jan 4 03:04:05", "none"},
      {"2024 257 Jan 03:04:05", "none"},
      {"2024-01-257 03:04:05", "none"},
  });
}

TEST_CASE("dates: zones") {
  check({
      {"Tue, 2 Jan 2024 03:04:05 GMT+0200", "2024-01-02T01:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 GMT +0200", "2024-01-02T01:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 UTC+2", "2024-01-02T01:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 UTC+02:00", "2024-01-02T01:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 UTC-5", "2024-01-02T08:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 GMT+05:30", "2024-01-01T21:34:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 UT+1", "2024-01-02T02:04:05Z"},
      {"Tue Jan 02 2024 03:04:05 GMT+0100 (Central European Standard Time)",
       "2024-01-02T02:04:05Z"},
      {"Tue Jan  2 03:04:05 GMT+01:00 2024", "2024-01-02T02:04:05Z"},
      {"Tue Jan  2 03:04:05 CET 2024", "2024-01-02T02:04:05Z"},
      {"Tue Jan  2 03:04:05 +0100 2024", "2024-01-02T02:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 +0100 GMT", "2024-01-02T02:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 EST -0500", "2024-01-02T08:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 -0500 EST", "2024-01-02T08:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 MSK+0300", "2024-01-02T00:04:05Z"},
      // POSIX counts the other way: what the name says holds.
      {"Tue, 2 Jan 2024 03:04:05 CET-1", "2024-01-02T02:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05GMT+7", "2024-01-01T20:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 (UTC+7) +0100", "2024-01-02T02:04:05Z"},
  });
}

TEST_CASE("dates: comments anywhere") {
  check({
      {"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06Z"},
      {"(Tue) 2(nd) Jan(uary) 2024 03(h):04(m):05(s) +0100", "2024-01-02T02:04:05Z"},
      {"Tue, 2 Jan 2024 (a (nested \\) one)) 03:04:05 +0100", "2024-01-02T02:04:05Z"},
      {"Tue, 2 Jan 2024 03:04:05 +0100 (CET", "2024-01-02T02:04:05Z"},
      {"Tue (, 2 Jan 2024 03:04:05 +0100", "2024-01-02T02:04:05Z"},
      {"Tue), 2 Jan 2024 03:04:05 +0100)", "2024-01-02T02:04:05Z"},
  });
}

TEST_CASE("dates: a day of the week is no month") {
  check({
      {"mar.,  7 août 2018 10:55:41 +0200 (CEST)", "2018-08-07T08:55:41Z"},
      {"mar, 7 aout 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"mar. 7 août 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"mardi 7 août 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"martes, 7 de agosto de 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"martedì 7 agosto 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"marți, 7 august 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"mar, 3 mar 2026 09:15:00 +0700", "2026-03-03T02:15:00Z"},
      {"Paz, 5 Ağu 2018 10:55:41 +0300", "2018-08-05T07:55:41Z"},
      {"Pazartesi, 6 Ağustos 2018 10:55:41 +0300", "2018-08-06T07:55:41Z"},
      // Never the month that it is not: rather none.
      {"mar., 7 2018 10:55:41 +0200", "none"},
      {"mar., 7 ao?t 2018 10:55:41 +0200", "none"},
      {"mar. 7 xyzz 2018 10:55:41 +0200", "none"},
      {"mar. 7 ao?t 2018 10:55:41 +0200", "none"},
      {"mar. 7 ??? 2018 10:55:41 +0200", "none"},
      {"mar. 7 de xy 2018 10:55:41 +0200", "none"},
      {"martes 7 2018 10:55:41 +0200", "none"},
      {"Tue, 7 ao\xef\xbf\xbdt 2018 10:55:41 +0200", "none"},
      // And March is still March.
      {"3 mar 2026 09:15:00 +0700", "2026-03-03T02:15:00Z"},
      {"Tue, Mar 3, 2026 9:15 AM", "2026-03-03T09:15:00Z"},
      {"Mar 3, 2026 9:15 AM", "2026-03-03T09:15:00Z"},
      {"March 3rd, 2026 at 9:15", "2026-03-03T09:15:00Z"},
      {"Tue Mar  3 09:15:00 2026", "2026-03-03T09:15:00Z"},
      {"Tue, Mar, 3 2026 09:15:00", "2026-03-03T09:15:00Z"},
  });
}

TEST_CASE("dates: months in the languages of senders") {
  struct Months {
    std::string_view language;
    std::vector<std::string_view> names;  // twelve of each kind
  };
  const Months all[] = {
      {"German", {"Januar",    "Februar", "März",     "April",    "Mai", "Juni", "Juli", "August",
                  "September", "Oktober", "November", "Dezember", "Jän", "Feb.", "Mrz",  "Apr.",
                  "Mai",       "Jun",     "Jul",      "Aug",      "Sep", "Okt",  "Nov",  "Dez"}},
      {"French",
       {"janvier",   "février", "mars",     "avril",    "mai",   "juin",  "juillet", "août",
        "septembre", "octobre", "novembre", "décembre", "janv.", "févr.", "mars",    "avr.",
        "mai",       "juin",    "juil.",    "août",     "sept.", "oct.",  "nov.",    "déc."}},
      {"Spanish",
       {"enero",      "febrero", "marzo",     "abril",     "mayo", "junio", "julio", "agosto",
        "septiembre", "octubre", "noviembre", "diciembre", "ene",  "feb",   "mar",   "abr",
        "may",        "jun",     "jul",       "ago",       "sep",  "oct",   "nov",   "dic"}},
      {"Portuguese",
       {"janeiro",  "fevereiro", "março",    "abril",    "maio", "junho", "julho", "agosto",
        "setembro", "outubro",   "novembro", "dezembro", "jan",  "fev",   "mar",   "abr",
        "mai",      "jun",       "jul",      "ago",      "set",  "out",   "nov",   "dez"}},
      {"Italian",
       {"gennaio",   "febbraio", "marzo",    "aprile",   "maggio", "giugno", "luglio", "agosto",
        "settembre", "ottobre",  "novembre", "dicembre", "gen",    "feb",    "mar",    "apr",
        "mag",       "giu",      "lug",      "ago",      "set",    "ott",    "nov",    "dic"}},
      {"Dutch", {"januari",   "februari", "maart",    "april",    "mei", "juni", "juli", "augustus",
                 "september", "oktober",  "november", "december", "jan", "feb",  "mrt",  "apr",
                 "mei",       "jun",      "jul",      "aug",      "sep", "okt",  "nov",  "dec"}},
      {"Polish",
       {"stycznia", "lutego",       "marca",     "kwietnia", "maja", "czerwca", "lipca", "sierpnia",
        "września", "października", "listopada", "grudnia",  "sty",  "lut",     "mar",   "kwi",
        "maj",      "cze",          "lip",       "sie",      "wrz",  "paź",     "lis",   "gru"}},
      {"Russian", {"января",   "февраля", "марта",  "апреля",  "мая", "июня", "июля", "августа",
                   "сентября", "октября", "ноября", "декабря", "Янв", "Фев",  "Мар",  "Апр",
                   "Май",      "Июн",     "Июл",    "Авг",     "Сен", "Окт",  "Ноя",  "Дек"}},
      {"Ukrainian",
       {"січня",   "лютого", "березня",   "квітня", "травня", "червня", "липня", "серпня",
        "вересня", "жовтня", "листопада", "грудня", "січ",    "лют",    "бер",   "кві",
        "тра",     "чер",    "лип",       "серп",   "вер",    "жов",    "лис",   "гру"}},
      {"Turkish", {"Ocak",  "Şubat", "Mart",  "Nisan",  "Mayıs", "Haziran", "Temmuz", "Ağustos",
                   "Eylül", "Ekim",  "Kasım", "Aralık", "Oca",   "Şub",     "Mar",    "Nis",
                   "May",   "Haz",   "Tem",   "Ağu",    "Eyl",   "Eki",     "Kas",    "Ara"}},
      {"Swedish and Danish",
       {"januari", "februari", "mars",      "april",   "maj",      "juni",
        "juli",    "augusti",  "september", "oktober", "november", "december",
        "januar",  "februar",  "marts",     "april",   "maj",      "juni",
        "juli",    "august",   "september", "oktober", "november", "desember"}},
      {"Finnish",
       {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta",  "kesäkuuta",
        "heinäkuuta", "elokuuta",   "syyskuuta",   "lokakuuta",  "marraskuuta", "joulukuuta",
        "tammi",      "helmi",      "maalis",      "huhti",      "touko",       "kesä",
        "heinä",      "elo",        "syys",        "loka",       "marras",      "joulu"}},
      {"Romanian",
       {"ianuarie",   "februarie", "martie",    "aprilie",   "mai",  "iunie", "iulie", "august",
        "septembrie", "octombrie", "noiembrie", "decembrie", "ian",  "feb",   "mar",   "apr",
        "mai",        "iun",       "iul",       "aug",       "sept", "oct",   "noi",   "dec"}},
      {"Czech",
       {"ledna",  "února",  "března",    "dubna",    "května", "června", "července", "srpna",
        "září",   "října",  "listopadu", "prosince", "leden",  "únor",   "březen",   "duben",
        "květen", "červen", "červenec",  "srpen",    "září",   "říjen",  "listopad", "prosinec"}},
      {"Hungarian",
       {"január",     "február", "március",  "április",  "május",  "június", "július", "augusztus",
        "szeptember", "október", "november", "december", "jan.",   "febr.",  "márc.",  "ápr.",
        "máj.",       "jún.",    "júl.",     "aug.",     "szept.", "okt.",   "nov.",   "dec."}},
      {"Indonesian",
       {"Januari",   "Februari", "Maret",    "April",    "Mei", "Juni", "Juli", "Agustus",
        "September", "Oktober",  "November", "Desember", "Jan", "Peb",  "Mar",  "Apr",
        "Mei",       "Jun",      "Jul",      "Agt",      "Sep", "Okt",  "Nop",  "Des"}},
  };
  for (const Months& months : all) {
    INFO(months.language);
    REQUIRE(months.names.size() == 24);
    for (size_t i = 0; i < months.names.size(); ++i) {
      const std::string month = std::to_string(i % 12 + 1);
      const std::string expected =
          "2018-" + std::string(2 - month.size(), '0') + month + "-07T08:55:41Z";
      const std::string date = "7 " + std::string(months.names[i]) + " 2018 10:55:41 +0200";
      check({{date, expected}});
    }
  }
  check({
      {"7 AOÛT 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"7 ao\xfbt 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},  // ISO-8859-1
      {"7 aou\xcc\x82t 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"=?utf-8?Q?mar=2E=2C_7_ao=C3=BBt_2018_10:55:41_+0200?=", "2018-08-07T08:55:41Z"},
      {"7-août-2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"ВТ, 7 АВГУСТА 2018 10:55:41 +0300", "2018-08-07T07:55:41Z"},
      {"Sel, 7 Agustus 2018 10.55.41 WIB", "2018-08-07T03:55:41Z"},
      {"Selasa, 07 Agu 2018 10:55:41 +0700", "2018-08-07T03:55:41Z"},
      {"2018. augusztus 7. 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"7\xc2\xa0"
       "août 2018 10:55:41\xe2\x80\xaf"
       "AM \xe2\x88\x92"
       "0200",
       "2018-08-07T12:55:41Z"},
      {"le 7 août 2018 à 10:55:41 +0200", "2018-08-07T08:55:41Z"},
      {"Date: Tue, 7 Aug 2018 10:55:41 +0200", "2018-08-07T08:55:41Z"},
  });
}
