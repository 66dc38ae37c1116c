// SPDX-License-Identifier: Apache-2.0

export type Language = 'en' | 'id';

/** What the person chose, else the first language of the browser's wishes that we speak. */
export function preferredLanguage(chosen: string | null, wished: readonly string[]): Language {
  for (const tag of [chosen ?? '', ...wished]) {
    const primary = tag.toLowerCase().split('-')[0];
    // "in" is what old Android calls Indonesian.
    if (primary === 'id' || primary === 'in') return 'id';
    if (primary === 'en') return 'en';
  }
  return 'en';
}
