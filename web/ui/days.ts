// SPDX-License-Identifier: Apache-2.0
// Days in words: the heading a message stands under and the short time in its row. Calendar days
// of the person's own time zone; a week begins on Monday.

import type { Messages } from '../i18n/en.ts';

function midnight(date: Date, days: number): number {
  // Through the calendar, not by 24 hours: some days have 23 or 25.
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** The midnights that divide a list, for the `now` asked about last: a list asks for every row. */
let dividers: { now: number; at: number[] } = { now: Number.NaN, at: [] };

function dividersOf(now: number): number[] {
  if (dividers.now !== now) {
    const today = new Date(now);
    const weekday = (today.getDay() + 6) % 7;
    const days = [1, 0, -1, -weekday, -weekday - 7];
    dividers = { now, at: days.map((day) => midnight(today, day)) };
  }
  return dividers.at;
}

/** The heading for a message of that date. Equal headings belong to one group. */
export function dayGroup(date: number, now: number, words: Messages): string {
  const { future, today, yesterday, thisWeek, lastWeek, thisMonth } = words.groups;
  const named = [future, today, yesterday, thisWeek, lastWeek];
  const which = dividersOf(now).findIndex((divider) => date >= divider);
  const name = named[which];
  if (name !== undefined) return name;
  const [day, here] = [new Date(date), new Date(now)];
  const sameYear = day.getFullYear() === here.getFullYear();
  if (sameYear && day.getMonth() === here.getMonth()) return thisMonth;
  return formatter(words.locale, sameYear ? kMonth : kMonthYear).format(day);
}

/** 10:42, Sun, 18 Nov or 18 Nov 2024: as much as is needed to know when. */
export function shortTime(date: number, now: number, words: Messages): string {
  const today = new Date(now);
  const day = new Date(date);
  if (date >= midnight(today, 0) && date < midnight(today, 1)) {
    return formatter(words.locale, kTime).format(day);
  }
  if (date < midnight(today, 0) && date >= midnight(today, -6)) {
    return formatter(words.locale, kWeekday).format(day);
  }
  const sameYear = day.getFullYear() === today.getFullYear();
  return formatter(words.locale, sameYear ? kDay : kDayYear).format(day);
}

/** For the head of a message: Today 10:42, or the whole date. */
export function longTime(date: number, now: number, words: Messages): string {
  const today = new Date(now);
  const day = new Date(date);
  const time = formatter(words.locale, kTime).format(day);
  if (date >= midnight(today, 0) && date < midnight(today, 1)) {
    return `${words.groups.today} ${time}`;
  }
  if (date < midnight(today, 0) && date >= midnight(today, -1)) {
    return `${words.groups.yesterday} ${time}`;
  }
  return `${formatter(words.locale, kFull).format(day)} ${time}`;
}

export function plainDate(date: number, words: Messages): string {
  return formatter(words.locale, kDayYear).format(new Date(date));
}

/** "2 min ago", for when mail was last checked. */
export function ago(then: number, now: number, words: Messages): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return words.status.now;
  if (minutes < 60) return words.status.minutes(minutes);
  if (minutes < 24 * 60) return words.status.hours(Math.floor(minutes / 60));
  return words.status.days(Math.floor(minutes / (24 * 60)));
}

const kTime = { hour: '2-digit', minute: '2-digit' } as const;
const kWeekday = { weekday: 'short' } as const;
const kDay = { day: 'numeric', month: 'short' } as const;
const kDayYear = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const kMonth = { month: 'long' } as const;
const kMonthYear = { month: 'long', year: 'numeric' } as const;
const kFull = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;

/** Making a formatter takes longer than a thousand uses of it, and a list has many rows. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + Object.keys(shape).join() + Object.values(shape).join();
  let made = formatters.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, shape);
    formatters.set(key, made);
  }
  return made;
}
