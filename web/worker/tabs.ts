// SPDX-License-Identifier: Apache-2.0
// What tabs of this site tell each other. Only the one that holds an account's lock fetches; what
// it does shows in all of them.

import type { Event } from '../protocol.ts';

export type TabMessage =
  /** These rows are new or were changed. */
  | { type: 'rows'; ids: number[] }
  | { type: 'removed'; account: number }
  /** Accounts were saved or checked. */
  | { type: 'accounts' }
  /** Of a check that runs in the sender. */
  | { type: 'event'; tab: string; event: Event }
  /** The person pressed Stop in the sender, or removes this account; null for all. */
  | { type: 'stop'; account: number | null };

export const checkLock = (account: number) => `pillarbox-check-${account}`;

/** Held during a session: a server gives a maildrop to one at a time. */
export const maildropLock = (maildrop: string) => `pillarbox-maildrop-${maildrop}`;

/** Held by a tab as long as it lives. */
export const tabLock = (tab: string) => `pillarbox-tab-${tab}`;

export function openTabs(onMessage: (message: TabMessage) => void): (message: TabMessage) => void {
  const channel = new BroadcastChannel('pillarbox');
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => onMessage(data);
  return (message) => channel.postMessage(message);
}
