// SPDX-License-Identifier: Apache-2.0
// What `settings` holds of single accounts. All of it goes with the account (removal.ts), so every
// kind is in this list.

const kKinds = ['password', 'visit', 'log', 'doubts'] as const;
type Kind = (typeof kKinds)[number];

export const settingName = (kind: Kind, account: number): string => `${kind}:${account}`;

export const settingNames = (account: number): string[] =>
  kKinds.map((kind) => settingName(kind, account));

/** All names that begin with `prefix`. */
export const namesFrom = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);
