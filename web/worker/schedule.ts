// SPDX-License-Identifier: Apache-2.0
// When an account is checked by itself: a function of its last visit, the person's setting and the
// time, which are handed in, as chance is. Nothing waits in here.
//
//   as set        after a visit that came to its end, or that the person stopped
//   backing off   what passes by itself: soon again, then twice as late each time
//   as a rule     what somebody has to mend first: as set, then twice as late each time
//   not at all    a refused login: servers lock an account that keeps trying the wrong password
//
// No server is visited more often than it wants (RFC 2449 §6.5, and what it said to a refusal).

import type { FailureCode } from '../protocol.ts';

/** The last visit to a maildrop, as the database keeps it. */
export interface Visit {
  /** Whose maildrop. What is known of another one says nothing of this one. */
  maildrop: string;
  /** Milliseconds since 1970. */
  endedAt: number;
  /** Why it ended early, or null. */
  code: FailureCode | null;
  /** In a row, with this one. */
  failures: number;
  /** From 0 up to 1, drawn when it ended: those who failed together do not come again together. */
  spread: number;
  /** What the server wants between two sessions; 0 if it has said nothing. */
  leastSeconds: number;
}

const kSecond = 1000;
const kMinute = 60 * kSecond;
const kHour = 60 * kMinute;

/** For accounts that were saved before it could be chosen; as a new one begins. */
export const kDefaultMinutes = 10;
export const kMostMinutes = 24 * 60;

/** No event, however often it comes, makes for more visits than this. */
const kLeast = 15 * kSecond;
/** fetchmail and dovecot clean up a session that was cut off within minutes. */
const kFirstBackOff = kMinute;
/** Where servers say "once in 15 minutes" they mean it, and not all say how long. */
const kLoginDelay = 15 * kMinute;
const kMostBackOff = 30 * kMinute;
const kMostRare = 6 * kHour;
/** A server that asks for more wants no visits, or is no friend. */
const kMostLeastSeconds = 24 * 60 * 60;

type Rule = 'as set' | 'back off' | 'rarely' | 'not at all';

const rules: Record<FailureCode, Rule> = {
  'relay.unreachable': 'back off',
  'relay.refused': 'rarely',
  'connect.refused': 'back off',
  'tls.untrusted': 'rarely',
  'tls.expired': 'rarely',
  'tls.wrong-host': 'rarely',
  'tls.pin-mismatch': 'rarely',
  'tls.protocol': 'rarely',
  'tls.stls-unavailable': 'rarely',
  'tls.stls-injection': 'rarely',
  'auth.rejected': 'not at all',
  'auth.unsupported': 'not at all',
  'auth.insecure': 'not at all',
  'server.busy': 'back off',
  'server.login-delay': 'back off',
  'server.temporary': 'back off',
  'server.permanent': 'rarely',
  'protocol.malformed': 'rarely',
  'protocol.closed': 'back off',
  'protocol.timeout': 'back off',
  'limit.exceeded': 'rarely',
  'storage.full': 'rarely',
  'storage.failed': 'rarely',
  cancelled: 'as set',
  internal: 'rarely',
};

/** What the network's coming back may have mended. The server's own word stands. */
const ofTheNetwork: readonly (FailureCode | null)[] = [
  null,
  'cancelled',
  'relay.unreachable',
  'connect.refused',
  'protocol.closed',
  'protocol.timeout',
];

/** A visit has ended, at `now`; `chance` is from 0 up to 1. */
export function visited(
  before: Visit | null,
  maildrop: string,
  code: FailureCode | null,
  leastSeconds: number | null,
  now: number,
  chance: number,
): Visit {
  const last = before?.maildrop === maildrop ? before : null;
  const failed = code !== null && rules[code] !== 'as set';
  return {
    maildrop,
    endedAt: now,
    code,
    failures: failed ? (last?.failures ?? 0) + 1 : 0,
    spread: chance,
    leastSeconds: Math.min(leastSeconds ?? last?.leastSeconds ?? 0, kMostLeastSeconds),
  };
}

/** The time of the next check, which may be past; null if the person is to ask for it. A maildrop
 *  that was never visited waits for that too: its first visit comes with questions. `onlineAt` is
 *  when the network came back, if it did. */
export function nextCheck(
  visit: Visit | null,
  maildrop: string,
  minutes: number,
  onlineAt: number | null,
  now: number,
): number | null {
  if (visit === null || visit.maildrop !== maildrop || minutes === 0) return null;
  if (visit.code !== null && rules[visit.code] === 'not at all') return null;
  // The clock was set back: nobody knows how long ago it was.
  if (visit.endedAt > now) return now;
  const least = Math.max(kLeast, visit.leastSeconds * kSecond);
  const due = visit.endedAt + Math.max(least, waitAfter(visit, minutes * kMinute));
  if (onlineAt === null || onlineAt < visit.endedAt || !ofTheNetwork.includes(visit.code)) {
    return due;
  }
  return Math.min(due, Math.max(onlineAt, visit.endedAt + least));
}

function waitAfter({ code, failures, spread, leastSeconds }: Visit, asSet: number): number {
  const rule = code === null ? 'as set' : rules[code];
  if (rule === 'as set') return asSet;
  const slow = code === 'server.login-delay' && leastSeconds === 0;
  const first = rule === 'rarely' ? asSet : slow ? kLoginDelay : kFirstBackOff;
  const most = Math.max(asSet, rule === 'rarely' ? kMostRare : kMostBackOff);
  // Only ever later: what a server wants at least is not to be undercut.
  return Math.min(first * 2 ** (failures - 1), most) * (1 + spread / 2);
}

/** The seconds in what the core has learned of a host (wasm/pop3/facts.h), if it is that. */
export function leastOf(fact: string): number | null {
  const [, seconds] = /^interval (\d{1,9})$/u.exec(fact) ?? [];
  return seconds === undefined ? null : Number(seconds);
}
