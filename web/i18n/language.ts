// SPDX-License-Identifier: Apache-2.0
// Which language is spoken: the person's choice, else the browser's wish, else English.

import { computed, signal } from '@preact/signals';
import { en, type Messages } from './en.ts';
import { id } from './id.ts';
import { type Language, preferredLanguage } from './preferred.ts';

export type { Language };

export const languages: Record<Language, Messages> = { en, id };

const kChoice = 'pillarbox.language';

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
