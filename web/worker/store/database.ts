// SPDX-License-Identifier: Apache-2.0
// Opens the database. No path in here deletes or recreates it, whatever the error: it is an
// archive, not a cache.

import { openDB } from 'idb';
import { type Database, type Migration, migrations, type PillarboxSchema } from './schema.ts';

export const kDatabaseName = 'pillarbox';

export class DatabaseUnavailable extends Error {
  constructor(
    /** A newer version of the app made it. Nothing was touched. */
    readonly newer: boolean,
    detail: string,
  ) {
    super(detail);
  }
}

export interface OpenListener {
  /** An older page holds the database open; ours waits until it has closed. */
  blocked(): void;
  /** What an older version made is being brought over, which takes its time where there is much. */
  upgrading(): void;
  /** A newer page waits for us: the database was closed, and every call fails from now on. */
  superseded(): void;
  /** The browser closed it: site data cleared, or the disk failed. */
  terminated(): void;
}

export async function openDatabase(
  listener: OpenListener,
  steps: readonly Migration[] = migrations,
  name: string = kDatabaseName,
): Promise<Database> {
  let fault: unknown = null;
  try {
    return await openDB<PillarboxSchema>(name, steps.length, {
      async upgrade(opening, from, _to, transaction) {
        if (from > 0) listener.upgrading();
        // A step that fails aborts them all, and the old version stays as it was.
        try {
          for (const step of steps.slice(from)) await step(opening, transaction);
        } catch (error) {
          fault = error;
          try {
            transaction.abort();
          } catch {
            // It has aborted by itself.
          }
        }
      },
      blocked: () => listener.blocked(),
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        listener.superseded();
      },
      terminated: () => listener.terminated(),
    });
  } catch (error) {
    // The transaction only knows that it was aborted.
    const cause = fault ?? error ?? {};
    const { name: kind = '', message = String(cause) } = cause as Partial<Error>;
    // Indexed Database §4.4: a database of a higher version than asked for.
    throw new DatabaseUnavailable(kind === 'VersionError', `${kind}: ${message}`);
  }
}
