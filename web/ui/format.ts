// SPDX-License-Identifier: Apache-2.0
// Numbers with units, and names made fit to be shown or saved.

import type { Messages } from '../i18n/en.ts';
import type { Address, Progress } from '../protocol.ts';

const kUnits = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Decimal units, as file managers and disks have them: 284 KB, 1.2 MB. */
export function octets(n: number, words: Messages): string {
  let value = n;
  let unit = 0;
  while (value >= 999.5 && unit < kUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit >= 2 && value < 99.95 ? 1 : 0;
  const shown = value.toLocaleString(words.locale, {
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  });
  return `${shown} ${kUnits[unit]}`;
}

/** "1,220 of 2,000 · 11.8 MB/s · 4 s left" */
export function progressText(progress: Progress | null, words: Messages): string {
  if (progress === null) return words.progress.connecting;
  if (progress.total === null) return words.progress.nothingNew;
  const parts = [words.progress.of(progress.stored, progress.total)];
  if (progress.octetsPerSecond > 0) {
    parts.push(`${octets(progress.octetsPerSecond, words)}/s`);
    const left = (progress.totalOctets - progress.octets) / progress.octetsPerSecond;
    // Sizes from the server are advisory: near the end they promise nothing.
    if (left >= 1 && Number.isFinite(left)) {
      parts.push(
        words.progress.left(
          left < 90
            ? words.progress.seconds(Math.ceil(left))
            : words.progress.minutes(Math.round(left / 60)),
        ),
      );
    }
  }
  return parts.join(' · ');
}

export function displayName(address: Address | undefined): string {
  return address === undefined ? '' : address.name.trim() || address.address;
}

/** One or two letters for the round mark beside the sender. */
export function initials(address: Address | undefined): string {
  const words = displayName(address)
    .replace(/@.*/u, '')
    .split(/[\s._-]+/u)
    .map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? '')
    .filter((letter) => letter !== '');
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
  return letters.join('').toLocaleUpperCase() || '?';
}
