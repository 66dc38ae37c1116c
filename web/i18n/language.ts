// SPDX-License-Identifier: Apache-2.0
// Which language is spoken: the person's choice, else the browser's wish, else English.

import { computed, signal } from '@preact/signals';
import { en, type Messages } from './en.ts';
import { id } from './id.ts';

export const languages = { en, id } satisfies Record<string, Messages>;
export type Language = keyof typeof languages;

const kChoice = 'pillarbox.language';

export function preferredLanguage(chosen: string | null, wished: readonly string[]): Language {
  for (const tag of [chosen ?? '', ...wished]) {
    const primary = tag.toLowerCase().split('-')[0];
    // "in" is what old Android calls Indonesian.
    if (primary === 'id' || primary === 'in') return 'id';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

/** Storage may be forbidden altogether; then the browser's wish decides each time. */
function remembered(): string | null {
  try {
    return localStorage.getItem(kChoice);
  } catch {
    return null;
  }
}

export const language = signal<Language>(preferredLanguage(remembered(), navigator.languages));
export const messages = computed<Messages>(() => languages[language.value]);

export function chooseLanguage(choice: Language): void {
  language.value = choice;
  try {
    localStorage.setItem(kChoice, choice);
  } catch {
    // Remembered for this visit only.
  }
}
