// SPDX-License-Identifier: Apache-2.0
// Messages that share a UIDL. A server lists them in an order of its own, and when one of them goes
// the others take its place: so a place says which message is meant only within one session, and
// across sessions the octets say it. Every MailStore settles it here.

/** A message as a store knows it under a UIDL. */
export interface Namesake {
  occurrence: number;
  sha256: string;
}

export interface Settled<T extends Namesake> {
  /** The message is this one; null if it is new. */
  here: T | null;
  /** It was known at another place, and is to be known at the one it was listed at now. */
  moved: boolean;
  /** What was known at that place, and where it is to be known from now on. */
  displaced: { state: T; occurrence: number } | null;
}

/** Which of the `namesakes` (all under one UIDL, removed ones too) the message is that came in at
 *  `occurrence`. `taken` are the occurrences that came in before it in this session: of two
 *  messages that came, however alike, none is the other. */
export function settle<T extends Namesake>(
  namesakes: readonly T[],
  { occurrence, sha256 }: Namesake,
  taken: ReadonlySet<number>,
): Settled<T> {
  const there = namesakes.find((each) => each.occurrence === occurrence) ?? null;
  if (there?.sha256 === sha256) return { here: there, moved: false, displaced: null };
  const isIt = (each: T) => each.sha256 === sha256 && !taken.has(each.occurrence);
  const here = namesakes.find(isIt) ?? null;
  if (there === null) return { here, moved: here !== null, displaced: null };
  // The two change places, or what was there goes where nothing was ever listed.
  const free = 1 + Math.max(...namesakes.map((each) => each.occurrence));
  const displaced = { state: there, occurrence: here?.occurrence ?? free };
  return { here, moved: here !== null, displaced };
}

/** What came in during one session, by UIDL. */
export class Taken {
  readonly #occurrences = new Map<string, Set<number>>();

  of(uidl: string): ReadonlySet<number> {
    return this.#occurrences.get(uidl) ?? new Set();
  }

  add({ uidl, occurrence }: { uidl: string; occurrence: number }): void {
    const before = this.#occurrences.get(uidl);
    if (before === undefined) this.#occurrences.set(uidl, new Set([occurrence]));
    else before.add(occurrence);
  }

  /** Another session begins. */
  clear(): void {
    this.#occurrences.clear();
  }
}
