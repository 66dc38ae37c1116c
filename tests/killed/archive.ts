// SPDX-License-Identifier: Apache-2.0
// What is in the app's database, read past the app.
import type { Page } from '@playwright/test';

export interface Kept {
  id: number;
  /** Of the octets in `raw`, put together. */
  sha256: string;
  /** What the row says of them; null where `raw` has no row. */
  row: string | null;
}

/** Every message of which there is a row or raw mail; without raw mail, `sha256` is that of none. */
export function readArchive(page: Page): Promise<Kept[]> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await asked(indexedDB.open('pillarbox'));
    const store = (name: string) => database.transaction(name).objectStore(name);
    const rows: { id: number; sha256: string }[] = await asked(store('messages').getAll());
    const keys = (await asked(store('raw').getAllKeys())) as [number, number][];
    const said = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
    const kept = [];
    for (const id of new Set([...said.keys(), ...keys.map(([id]) => id)])) {
      const range = IDBKeyRange.bound([id], [id + 1], false, true);
      const chunks: Uint8Array<ArrayBuffer>[] = await asked(store('raw').getAll(range));
      const digest = await crypto.subtle.digest('SHA-256', await new Blob(chunks).arrayBuffer());
      const octets = [...new Uint8Array(digest)];
      const sha256 = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
      kept.push({ id, sha256, row: said.get(id) ?? null });
    }
    database.close();
    return kept;
  });
}
