// SPDX-License-Identifier: Apache-2.0
// Puts a batch away: for octets that are new a row and raw mail, and for every message its name. A
// row is a content and not a name: what comes again, under whatever UIDL, is one name more of the
// row that there is, in the folder where the person has put it.

import { likenessOf, type ReceivedMail, type Saved } from '../mail_store.ts';
import { settle, type Taken } from '../namesakes.ts';
import { completed, isWhole } from './headers.ts';
import { withMark } from './marked.ts';
import { putRaw } from './raw.ts';
import { rowOf } from './row_of.ts';
import type { Database, StoredRow, StoredUidl } from './schema.ts';
import { whole } from './whole.ts';

export interface SavedBatch {
  /** Of each mail, in turn. */
  said: Saved[];
  /** New to the list, or completed. */
  rows: StoredRow[];
  /** Rows of a header alone, whose message turned out to be here. */
  gone: number[];
}

export async function saveAll(
  database: Database,
  account: number,
  batch: ReceivedMail[],
  now: number,
  taken: Taken,
): Promise<SavedBatch> {
  const digests = await Promise.all(batch.map((mail) => sha256Hex(mail.raw)));
  const transaction = database.transaction(['messages', 'raw', 'uidls'], 'readwrite', {
    durability: 'strict',
  });
  const messages = transaction.objectStore('messages');
  const raws = transaction.objectStore('raw');
  const uidls = transaction.objectStore('uidls');
  const rows: StoredRow[] = [];
  const gone: number[] = [];

  const renumber = async (state: StoredUidl, occurrence: number) => {
    await uidls.put({ ...state, occurrence });
    const row = await messages.get(state.message);
    const isItsName = row?.uidl === state.uidl && row.occurrence === state.occurrence;
    if (isItsName) await messages.put({ ...row, occurrence });
  };

  const one = async (mail: ReceivedMail, sha256: string): Promise<Saved> => {
    const { uidl, occurrence, raw, listedOctets } = mail;
    const name = { account, uidl, occurrence };
    const likeness = likenessOf(mail.summary, raw.length, mail.headerDigest);
    const seen = {
      ...(listedOctets === undefined ? {} : { listedOctets }),
      ...(likeness === null ? {} : { likeness }),
    };
    const states = await uidls.getAll(IDBKeyRange.bound([account, uidl], [account, uidl, []]));
    // What waits for its message is nobody else.
    const before = states.find(
      (each) => each.occurrence === occurrence && each.deletedAt === null && !isWhole(each),
    );
    const namesakes = states.filter((each) => each !== before && each.hint === undefined);
    const { here, moved, displaced } = settle(namesakes, { occurrence, sha256 }, taken.of(uidl));
    taken.add(mail);
    if (here !== null && moved) {
      await uidls.delete([account, uidl, here.occurrence]);
      await renumber(here, occurrence);
    }
    if (displaced !== null) await renumber(displaced.state, displaced.occurrence);
    const header = before && (await messages.get(before.message));
    const own = here === null ? undefined : await messages.get(here.message);
    const held = own ?? (await messages.index('content').get([account, sha256]));
    if (held !== undefined) {
      // Saved before, and confirmed too late; or removed, and the server has kept it after all; or
      // listed twice, or under a new name. One that the person has deleted there is to be deleted
      // again.
      const names = await uidls.index('message').getAll(held.id);
      const isDiscarded = names.some(({ mark }) => mark === 'discarded');
      const state = {
        ...here,
        ...name,
        sha256,
        message: held.id,
        storedAt: held.storedAt,
        ...seen,
      };
      await uidls.put(withMark({ ...state, deletedAt: null }, isDiscarded ? 'discarded' : null));
      if (header !== undefined) {
        await messages.delete(header.id);
        gone.push(header.id);
      }
      return 'known';
    }
    const row = { ...name, octets: raw.length, sha256, ...rowOf(mail.summary, now) };
    let id: number;
    if (header === undefined) {
      // The key comes from the store.
      id = await messages.add(row as StoredRow);
      rows.push({ ...row, id });
    } else {
      id = header.id;
      const all = completed(header, row);
      await messages.put(all);
      rows.push(all);
    }
    const state: StoredUidl = {
      ...name,
      ...{ storedAt: now, message: id, sha256, deletedAt: null },
      ...seen,
    };
    await Promise.all([...putRaw(raws, id, raw), uidls.put(state)]);
    return 'stored';
  };

  const said = await whole(transaction, async () => {
    // Side by side: a transaction answers its requests in order, so nothing is gained by waiting.
    // But what shares a UIDL or its octets is settled one after the other.
    const save = (mail: ReceivedMail, index: number) => one(mail, digests[index] as string);
    const uidlsOfBatch = new Set(batch.map(({ uidl }) => uidl));
    if (Math.min(uidlsOfBatch.size, new Set(digests).size) === batch.length) {
      return Promise.all(batch.map(save));
    }
    const said: Saved[] = [];
    for (const [index, mail] of batch.entries()) said.push(await save(mail, index));
    return said;
  });
  return { said, rows, gone };
}

export async function sha256Hex(octets: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', octets as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (octet) => octet.toString(16).padStart(2, '0')).join(
    '',
  );
}
