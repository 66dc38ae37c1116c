// SPDX-License-Identifier: Apache-2.0
// What the list shows of a message, from its summary.

import type { Summary } from '../../../wasm/bindings/pillarbox.d.ts';

/** The first mail between computers is of 1971, and none is from after tomorrow. */
const kOldestDate = Date.UTC(1971, 0, 1);
const kDay = 24 * 60 * 60 * 1000;

/** What the sender says, or else the servers that had the mail, of whom none had it later than now. */
function dateOf({ date, received }: Summary, now: number): number {
  if (date !== null && date >= kOldestDate && date <= now + kDay) return date;
  const passed = received.filter((moment) => moment >= kOldestDate && moment <= now);
  return passed.length === 0 ? now : Math.max(...passed);
}

export function rowOf(summary: Summary, now: number) {
  const { from, subject, preview, messageId, inReplyTo, references, attachments } = summary;
  return {
    folder: 'inbox' as const,
    date: dateOf(summary, now),
    storedAt: now,
    from,
    subject,
    preview,
    flags: { unread: true, starred: false, attachments },
    messageId,
    inReplyTo,
    references,
  };
}
