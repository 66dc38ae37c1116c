// SPDX-License-Identifier: Apache-2.0
// What makes a maildrop the same: its host and its user. The port and how the line is secured are
// ways to it: a person who goes from 995 to 110, or from TLS to STLS, sees the same messages under
// the same UIDLs.

import { bareHost } from './relay_url.ts';

export interface Maildrop {
  server: string;
  user: string;
}

export const maildropOf = ({ server, user }: Maildrop): string => `${bareHost(server)}/${user}`;

export const isSameMaildrop = (one: Maildrop, other: Maildrop): boolean =>
  maildropOf(one) === maildropOf(other);
