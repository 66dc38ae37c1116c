// SPDX-License-Identifier: Apache-2.0
// The messages between the user interface and the worker: Command one way, Event the other, and
// the plain data they carry. Everything here can be cloned by postMessage. A command that wants
// an answer carries `request`; exactly one event `answer` or `refused` with that number follows.

import type { Certificate, Connection } from '../wasm/bindings/pillarbox.d.ts';

// As the core gives them out.
export type { Certificate, Connection };

export type Security = 'tls' | 'stls' | 'none';
export type AfterDownload = 'leave' | 'delete' | 'delete-after';
export type Folder = 'inbox' | 'archive' | 'trash';

/** Why a check ended early. The list is a contract with scripts and translations. */
export type FailureCode =
  | 'relay.unreachable'
  | 'relay.refused'
  | 'connect.refused'
  | 'tls.untrusted'
  | 'tls.expired'
  | 'tls.wrong-host'
  | 'tls.pin-mismatch'
  | 'tls.protocol'
  | 'tls.stls-unavailable'
  | 'tls.stls-injection'
  | 'auth.rejected'
  | 'auth.unsupported'
  | 'auth.insecure'
  | 'server.busy'
  | 'server.login-delay'
  | 'server.temporary'
  | 'server.permanent'
  | 'protocol.malformed'
  | 'protocol.closed'
  | 'protocol.timeout'
  | 'limit.exceeded'
  | 'storage.full'
  | 'storage.failed'
  | 'cancelled'
  | 'internal';

export interface Failure {
  code: FailureCode;
  /** What the peer said, for the detail fold. Never a secret. */
  detail: string;
  /** The leaf the server showed, on tls.* failures where there was one. */
  certificate?: Certificate;
}

export interface AccountDraft {
  address: string;
  user: string;
  server: string;
  port: number;
  security: Security;
  afterDownload: AfterDownload;
  /** Used when afterDownload is 'delete-after'; counted from the day a mail was stored here. */
  deleteAfterDays: number;
  /** WebSocket URL of the relay; empty means the site's own, at /relay. */
  relay: string;
  /** SubjectPublicKeyInfo pin "sha256/BASE64" that the person chose to trust, or empty. */
  pin: string;
  rememberPassword: boolean;
  /** The server to which the person agreed to connect without encryption, or empty. Absent from
   *  accounts that were saved before it was asked for. */
  plaintextHost?: string;
  /** Minutes from one check to the next that nobody asks for; 0 for none. Absent from accounts that
   *  were saved before it could be chosen. */
  checkMinutes?: number;
  /** Of messages that the server says are larger only the header is fetched; 0 for no such limit,
   *  and absent from accounts that were saved before there was one. */
  maxOctets?: number;
  /** At Gmail, for mail that is left there: the last 30 days, whatever other programs have fetched. */
  recent?: boolean;
}

export interface Account extends AccountDraft {
  id: number;
  /** Milliseconds since 1970, or null before the first check that came to its end. */
  checkedAt: number | null;
  /** How it was secured at the last check. */
  connection: Connection | null;
}

export interface Address {
  name: string;
  address: string;
}

/** What the list shows of a message. */
export interface MessageRow {
  id: number;
  account: number;
  folder: Folder;
  from: Address;
  subject: string;
  preview: string;
  /** Milliseconds since 1970: the Date field, or the moment of storing if it is missing or absurd. */
  date: number;
  octets: number;
  unread: boolean;
  starred: boolean;
  attachments: boolean;
  /** Over the account's limit of size: only its header is here, and there is nothing to read. */
  headerOnly?: true;
}

export interface View {
  folder: Folder | 'starred';
  /** Only this account's mail, or everyone's. */
  account: number | null;
  /** Words that must all appear in sender, subject or preview; empty for all. */
  query: string;
}

export interface AttachmentInfo {
  index: number;
  filename: string;
  contentType: string;
  disposition: 'inline' | 'attachment';
  contentId: string;
  size: number;
}

export interface MessageBody {
  id: number;
  from: Address[];
  to: Address[];
  cc: Address[];
  replyTo: Address[];
  subject: string;
  date: number | null;
  messageId: string;
  references: string[];
  text: string | null;
  html: string | null;
  attachments: AttachmentInfo[];
  defects: string[];
  /** Pictures of raster types that the HTML refers to by cid:, decoded. */
  inline: { contentId: string; contentType: string; bytes: Uint8Array }[];
}

export interface FolderCount {
  folder: Folder | 'starred';
  total: number;
  unread: number;
}

export interface State {
  accounts: Account[];
  counts: FolderCount[];
  /** Messages that made too many sessions fail, and are left alone until `tryAgain`. */
  setAside: { account: number; count: number }[];
  /** What navigator.storage says: octets used and granted here, and whether eviction is ruled out. */
  storage: { used: number; quota: number; persisted: boolean };
}

export interface Progress {
  account: number;
  /** Of those to fetch, what has come and is safe here. */
  stored: number;
  /** Messages to fetch in this check, or null before the listing. */
  total: number | null;
  octets: number;
  totalOctets: number;
  octetsPerSecond: number;
}

/** blocked: an older page holds the database open. upgrade: what an older version made is being
 *  brought over. accounts: the database is open, and is read. */
export type OpeningStage = 'database' | 'blocked' | 'upgrade' | 'accounts';

export type Command =
  | { type: 'open' }
  | {
      type: 'saveAccount';
      request: number;
      id: number | null;
      account: AccountDraft;
      password: string | null;
    }
  | { type: 'removeAccount'; request: number; id: number }
  /** No check of this account begins, and one that runs ends, in any tab: until it is held no more,
   *  or is removed, or this tab is gone. */
  | { type: 'hold'; account: number; held: boolean }
  | { type: 'countHere'; request: number; account: number }
  /** Checks one account, or all. `password` answers an event passwordNeeded. */
  | { type: 'check'; account: number | null; password: string | null }
  /** Checks an account, and tries again what was set aside. */
  | { type: 'tryAgain'; account: number }
  | { type: 'stop' }
  /** The network has come back. */
  | { type: 'online' }
  | { type: 'log'; request: number; account: number }
  | { type: 'list'; request: number; view: View; offset: number; count: number }
  | { type: 'read'; request: number; id: number }
  | { type: 'source'; request: number; id: number }
  | { type: 'attachment'; request: number; id: number; index: number }
  | { type: 'flag'; request: number; ids: number[]; unread?: boolean; starred?: boolean }
  | { type: 'move'; request: number; ids: number[]; folder: Folder }
  /** Deletes on the server too, at the next check, unless they are moved out of the trash before. */
  | { type: 'discard'; request: number; ids: number[] }
  /** Of a row that is headerOnly: the next check fetches the rest. Refused if its server is not known
   *  to have it. */
  | { type: 'want'; request: number; id: number }
  /** A mail is about to be shown as HTML: not before the answer, when the mark of it is stored. It is
   *  taken back by `shown`; one left behind by a crash opens as text. */
  | { type: 'showing'; request: number; id: number }
  | { type: 'shown'; id: number };

/** What the answer to each command with `request` carries. */
export interface Answers {
  saveAccount: { id: number };
  removeAccount: Record<never, never>;
  /** Messages of an account that are here, and how many of them are nowhere else as far as is known. */
  countHere: { total: number; onlyHere: number };
  list: { total: number; offset: number; rows: MessageRow[] };
  read: { body: MessageBody; textOnly: boolean };
  source: { bytes: Uint8Array };
  /** A blob crosses without a copy. */
  attachment: { filename: string; file: Blob };
  flag: Record<never, never>;
  /** Of what went into the trash: what stays on the server, and could be deleted there. */
  move: { onServer: number[] };
  discard: Record<never, never>;
  want: Record<never, never>;
  showing: Record<never, never>;
  /** The last conversations with the server, the newest first; empty before the first. */
  log: { text: string };
}

export type Answer = {
  [K in keyof Answers]: { type: 'answer'; request: number; to: K } & Answers[K];
}[keyof Answers];

export type Event =
  | Answer
  /** The command cannot be carried out; `reason` is a sentence for the detail fold. */
  | { type: 'refused'; request: number; code: FailureCode; reason: string }
  /** After `open`, and whenever accounts, counts or storage changed. */
  | { type: 'state'; state: State }
  /** The list has changed: ask again for the window on screen. */
  | { type: 'changed' }
  /** A check began, goes on, or ended. `automatic`: nobody asked for it, so it is no reason to
   *  interrupt anybody. */
  | { type: 'checking'; account: number; automatic?: true }
  | { type: 'progress'; progress: Progress }
  | {
      type: 'checked';
      account: number;
      stored: number;
      deleted: number;
      skipped: number;
      automatic?: true;
    }
  | {
      type: 'failed';
      account: number;
      failure: Failure;
      stored: number;
      left: number;
      /** The check ran in another tab, and its questions are asked there. */
      elsewhere?: true;
      automatic?: true;
    }
  | { type: 'skipped'; account: number; uidl: string; reason: string }
  /** `automatic`: it is due by itself, and does not come about without. */
  | { type: 'passwordNeeded'; account: number; rejected: boolean; automatic?: true }
  /** What the start of the worker is at, until the first `state`. */
  | { type: 'opening'; stage: OpeningStage }
  /** The database cannot be opened, or cannot be read any more; nothing was touched. A later `state`
   *  takes it back, but for `newer`: a newer version of the app has made or wants the database. */
  | { type: 'databaseUnavailable'; newer: boolean; detail: string };
