// SPDX-License-Identifier: Apache-2.0
// What the list shows of a message, from its summary.

import type { Summary } from '../../../wasm/bindings/pillarbox.d.ts';

/** The first mail between computers is of 1971, and none is from after tomorrow. */
const kOldestDate = Date.UTC(1971, 0, 1);
const kDay = 24 * 60 * 60 * 1000;

export function rowOf(summary: Summary, now: number) {
  const { from, subject, preview, messageId, inReplyTo, references, attachments } = summary;
  const plausible =
    summary.date !== null && summary.date >= kOldestDate && summary.date <= now + kDay;
  return {
    folder: 'inbox' as const,
    date: plausible ? (summary.date as number) : now,
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
