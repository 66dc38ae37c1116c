// SPDX-License-Identifier: Apache-2.0
// The names of a row: all UIDLs under which its message has come, from whichever maildrop.

import type { IDBPObjectStore } from 'idb';
import type { PillarboxSchema, StoredUidl } from './schema.ts';

type Uidls<Mode extends IDBTransactionMode> = IDBPObjectStore<
  PillarboxSchema,
  ('messages' | 'uidls' | 'raw' | 'settings')[],
  'uidls',
  Mode
>;

/** Those under which the server may still list it. */
export async function liveNames<Mode extends IDBTransactionMode>(
  uidls: Uidls<Mode>,
  row: number,
): Promise<StoredUidl[]> {
  const names = await uidls.index('message').getAll(row);
  return names.filter(({ deletedAt }) => deletedAt === null);
}
