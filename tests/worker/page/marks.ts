// SPDX-License-Identifier: Apache-2.0
// What is to be done at the next check, and what came over from version 1.

import type { MailName } from '../../../web/worker/mail_store.ts';
import { Mailbox } from '../../../web/worker/mailbox.ts';
import { accountStore } from '../../../web/worker/store/account_store.ts';
import { wantRest } from '../../../web/worker/store/headers.ts';
import { hostFacts, learnFacts } from '../../../web/worker/store/host_facts.ts';
import { readRaw } from '../../../web/worker/store/raw.ts';
import { migrations, type StoredRow, type StoredUidl } from '../../../web/worker/store/schema.ts';
import { mail } from '../store_contract.ts';
import { closeAll, current, open } from './connection.ts';

const storeOf = async (account = 1) => accountStore(await current(), account, () => {});

/** An account whose mail stays on the server, or goes. */
export async function addAccount(id: number, afterDownload: 'leave' | 'delete'): Promise<void> {
  await (await current()).put('accounts', { id, afterDownload } as never);
}

/** Saves mails of these UIDLs; a UIDL that comes twice is its next occurrence. */
export async function saveNamed(uidls: string[], account = 1): Promise<number[]> {
  const mails = uidls.map((uidl, at) =>
    mail(
      uidl,
      new TextEncoder().encode(`${uidl} ${at}`),
      uidls.slice(0, at).filter((one) => one === uidl).length,
    ),
  );
  const ids: number[] = [];
  await accountStore(await current(), account, (rows) =>
    ids.push(...rows.map(({ id }) => id)),
  ).save(mails, 1000);
  return ids;
}

/** The octets of that mail again. */
export async function saveAgain(uidl: string, at: number): Promise<void> {
  await (await storeOf()).save([mail(uidl, new TextEncoder().encode(`${uidl} ${at}`))], 9000);
}

export async function move(
  ids: number[],
  folder: 'inbox' | 'archive' | 'trash',
): Promise<number[]> {
  const mailbox = new Mailbox(await current());
  await mailbox.change(ids, { folder });
  return mailbox.staying(ids);
}

export async function discard(ids: number[]): Promise<void> {
  await new Mailbox(await current()).discard(ids);
}

export async function discarded(account = 1): Promise<string[]> {
  const names = await (await storeOf(account)).discarded?.();
  return (names ?? []).map(({ uidl }) => uidl);
}

export async function rename(from: string, to: string): Promise<void> {
  const name = (uidl: string) => ({ uidl, occurrence: 0 });
  await (await storeOf()).renamed?.([{ from: name(from), to: name(to) }]);
}

// Facts

export async function learn(server: string, facts: string[], now: number): Promise<void> {
  await learnFacts(await current(), server, 995, new Set(facts), now);
}

export async function facts(server: string, now: number): Promise<string[]> {
  return hostFacts(await current(), server, 995, now);
}

// Version 1

export interface OldMail {
  uidl: string;
  messageId: string;
  /** Null where there was none: the row has the moment of storing. */
  date: number | null;
  octets: number;
}

/** A database as version 1 left it. */
export async function makeOld(mails: OldMail[]): Promise<void> {
  const database = await open(migrations.slice(0, 1));
  const transaction = database.transaction(['messages', 'uidls'], 'readwrite');
  for (const { uidl, messageId, date, octets } of mails) {
    const row: Omit<StoredRow, 'id'> = {
      account: 1,
      uidl,
      occurrence: 0,
      folder: 'archive',
      octets,
      sha256: uidl,
      date: date ?? 5000,
      storedAt: 5000,
      from: { name: '', address: 'ana@example.org' },
      subject: `Subject of ${uidl}`,
      preview: '',
      flags: { unread: false, starred: true, attachments: false },
      messageId,
      inReplyTo: '',
      references: [],
    };
    const message = await transaction.objectStore('messages').add(row as StoredRow);
    const name = { account: 1, uidl, occurrence: 0 };
    const state: StoredUidl = { ...name, storedAt: 5000, message, sha256: uidl, deletedAt: null };
    await transaction.objectStore('uidls').put(state);
  }
  await transaction.done;
  closeAll();
}

export async function knownOfOld(): Promise<unknown[]> {
  const known = await (await storeOf()).known();
  return known.map(({ uidl, storedAt, listedOctets, likeness }) => ({
    uidl,
    storedAt,
    listedOctets,
    likeness: likeness ?? null,
  }));
}

export async function rowsOfOld(): Promise<unknown[]> {
  const rows = await (await current()).getAll('messages');
  return rows.map(({ uidl, folder, flags }) => ({ uidl, folder, starred: flags.starred }));
}

// Headers of what is too large

const kLarge: MailName = { uidl: 'large', occurrence: 0 };

/** What is there of the message "large", in rows, in raw mail and in what the store says. */
export async function aboutLarge(): Promise<unknown> {
  const database = await current();
  const store = await storeOf();
  const rows = (await database.getAll('messages')).filter(({ uidl }) => uidl === kLarge.uidl);
  const raws = await Promise.all(rows.map(({ id }) => readRaw(database, id)));
  const names = (list: MailName[] | undefined) => (list ?? []).map(({ uidl }) => uidl);
  return {
    rows: rows.map(({ id, folder, octets, sha256, date, flags, headerOnly }) => {
      const whole = { id, folder, octets, sha256, date, ...flags };
      return headerOnly ? { ...whole, headerOnly } : whole;
    }),
    raw: raws.map((raw) => (raw === null ? null : new TextDecoder().decode(raw))),
    known: names(await store.known()),
    headers: names(await store.headers?.()),
    wanted: names(await store.wanted?.()),
  };
}

export async function saveLargeHeader(now: number): Promise<number[]> {
  const ids: number[] = [];
  const store = accountStore(await current(), 1, (rows) => ids.push(...rows.map(({ id }) => id)));
  const { summary } = mail(kLarge.uidl, new Uint8Array());
  await store.saveHeaders?.(
    [{ ...kLarge, octets: 5_000_000, summary: { ...summary, date: null } }],
    now,
  );
  return ids;
}

export async function saveLarge(text: string, now: number): Promise<void> {
  const whole = mail(kLarge.uidl, new TextEncoder().encode(text));
  whole.summary = { ...whole.summary, date: null, attachments: true };
  await (await storeOf()).save([whole], now);
}

export async function want(id: number): Promise<boolean> {
  return wantRest(await current(), id);
}

export async function star(id: number): Promise<void> {
  await new Mailbox(await current()).change([id], { starred: true });
}
