// SPDX-License-Identifier: Apache-2.0
// Where checkMail puts what it fetches, as seen from one account. IndexedDB in the browser and a
// folder in Node implement it; tests/worker/store_contract.ts says what every one of them must do.

import type { Summary } from '../../wasm/bindings/pillarbox.d.ts';

/** A UIDL is opaque octets, and two messages may have the same: hence the occurrence. */
export interface MailName {
  uidl: string;
  occurrence: number;
}

/** What no server changes when it gives a message another UIDL. */
export interface Likeness {
  messageId: string;
  /** Milliseconds since 1970, of the Date field. */
  date: number;
  /** Of the raw message. */
  octets: number;
  /** Of its header, as the core makes it: without it the message is recognised under no other name. */
  headerDigest?: string;
}

export interface KnownMessage extends MailName {
  /** Milliseconds since 1970: what "delete after N days" counts from. */
  storedAt: number;
  /** What LIST said of it when it was fetched: a UIDL that comes again with another size is reused. */
  listedOctets?: number;
  /** If the store keeps that, and the message has an id and a date. */
  likeness?: Likeness;
}

export interface ReceivedMail extends MailName {
  /** As the server sent it, un-stuffed, CRLF line ends. */
  raw: Uint8Array;
  summary: Summary;
  listedOctets?: number;
  headerDigest?: string;
}

export function likenessOf(
  { messageId, date }: Pick<Summary, 'messageId' | 'date'>,
  octets: number,
  headerDigest?: string,
): Likeness | null {
  if (messageId === '' || date === null) return null;
  const likeness = { messageId, date, octets };
  return headerDigest === undefined ? likeness : { ...likeness, headerDigest };
}

/** So many sessions may fail at a message before it is left alone: as in wasm/session/plan.cpp. */
export const kMostDoubts = 3;

/** A message at which sessions have failed. */
export interface Doubt extends MailName {
  sessions: number;
}

/** Of a message over the limit of size. */
export interface ReceivedHeader extends MailName {
  /** The server's word. */
  octets: number;
  summary: Summary;
}

/** What became of a mail that was saved: its octets are new here, or were here already, whatever
 *  name they came under. */
export type Saved = 'stored' | 'known';

/** Its calls may come at once, and count as if they had come one after the other. */
export interface MailStore {
  /** What is safe here and was not yet removed by the server. What the server has removed is not
   *  in it: if that UIDL is listed again, it is fetched again and save() compares. A session begins
   *  with this call. */
  known(): Promise<KnownMessage[]>;
  /** Durable, all of it or nothing, when the promise is fulfilled; says of each mail in turn whether
   *  it is new. A message whose octets are here already is not stored twice: it is known by one name
   *  more, and as old as it was. Which of those that share a UIDL it is, namesakes.ts says. Rejects
   *  with a StorageError if it can tell what is wrong. */
  save(batch: ReceivedMail[], now: number): Promise<Saved[]>;
  /** The server said +OK to QUIT: it has removed these. */
  deleted(messages: MailName[], now: number): Promise<void>;
  /** Deleted here and not yet there: durable until deleted() names them. */
  discarded?(): Promise<MailName[]>;
  /** What is listed as `to` looks like what is here as `from`, so it need not be fetched as long as it
   *  stays there: `to` is a hint until save() has seen the octets. Durable when fulfilled; the moment
   *  of storing stays. */
  renamed?(names: { from: MailName; to: MailName }[]): Promise<void>;
  /** Over the limit of size, and their headers are here. */
  headers?(): Promise<MailName[]>;
  /** Over the limit, and to be fetched all the same. */
  wanted?(): Promise<MailName[]>;
  /** Durable, all of it or nothing, when fulfilled. Never a stored copy: known() does not name it. */
  saveHeaders?(headers: ReceivedHeader[], now: number): Promise<void>;
  /** Of earlier checks. */
  doubts?(): Promise<Doubt[]>;
  /** Durable when fulfilled; 0 sessions forget it. */
  doubted?(doubt: Doubt): Promise<void>;
}

export class StorageError extends Error {
  constructor(
    readonly code: 'storage.full' | 'storage.failed',
    detail: string,
  ) {
    super(detail);
    this.name = 'StorageError';
  }
}

/** Browsers say QuotaExceededError when storage is full, file systems ENOSPC or EDQUOT. */
export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { name = '', code = '', message = String(error) } = (error ?? {}) as Record<string, string>;
  const full = name === 'QuotaExceededError' || code === 'ENOSPC' || code === 'EDQUOT';
  return new StorageError(full ? 'storage.full' : 'storage.failed', `${name} ${message}`.trim());
}
