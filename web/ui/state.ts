// SPDX-License-Identifier: Apache-2.0
// Everything the views show, as signals. Views read them; only actions.ts writes them.

import { signal } from '@preact/signals';
import type {
  Account,
  AccountDraft,
  Certificate,
  Failure,
  MessageBody,
  MessageRow,
  Progress,
  State,
  View,
} from '../protocol.ts';

/** What the third pane shows; on a phone, the one pane. */
export type Pane = 'list' | 'reader' | 'folders' | 'search' | 'settings' | 'account';

export interface OpenMessage {
  id: number;
  row: MessageRow;
  body: MessageBody | null;
  textOnly: boolean;
  /** When it was asked for, by the clock of `performance`. */
  since: number;
  /** Why it could not be opened, for the detail fold. */
  trouble: string | null;
}

export interface FailedCheck {
  account: Account;
  failure: Failure;
  stored: number;
  left: number;
}

export interface NoticeStep {
  label: string;
  take: () => void;
}

export interface Notice {
  id: number;
  /** Neither time nor a newer notice takes it away. */
  stays: boolean;
  text: string;
  steps: readonly NoticeStep[];
}

export type Question =
  | { type: 'password'; account: Account }
  | { type: 'certificate'; account: Account; certificate: Certificate }
  | { type: 'changed'; account: Account; certificate: Certificate }
  | { type: 'plain'; draft: AccountDraft; agreed: () => void }
  | { type: 'remove'; account: Account }
  | { type: 'log'; account: Account; text: string }
  | { type: 'source'; id: number; name: string; bytes: Uint8Array };

export interface Dialog {
  /** No two are the same one, whatever they ask. */
  number: number;
  question: Question;
}

export interface Demo {
  address: string;
  user: string;
  password: string;
  server: string;
  port: number;
  security: AccountDraft['security'];
  relay: string;
  /** The key of a demo server that has its own certificate. */
  pin?: string;
}

export interface AccountForm {
  /** null for a new one. */
  account: Account | null;
  demo: Demo | null;
}

/** null until the worker has opened the store, and while it cannot be read (start_up.ts). */
export const state = signal<State | null>(null);
export const view = signal<View>({ folder: 'inbox', account: null, query: '' });
/** What stands in the search field, letter for letter. */
export const typed = signal('');
export const pane = signal<Pane>('list');
export const openMessage = signal<OpenMessage | null>(null);
/** Accounts being checked, with how far they are; null before the server has listed its mail. */
export const checking = signal<ReadonlyMap<number, Progress | null>>(new Map());
/** Accounts that are due by themselves, if their password were known. */
export const waiting = signal<ReadonlySet<number>>(new Set());
/** Accounts on their way out. Soon: the removal has not begun, and can be taken back. */
export const leaving = signal<ReadonlyMap<number, 'soon' | 'now'>>(new Map());
export const failures = signal<readonly FailedCheck[]>([]);
export const notices = signal<readonly Notice[]>([]);
/** The first is on the screen, the others wait. */
export const dialogs = signal<readonly Dialog[]>([]);
export const form = signal<AccountForm>({ account: null, demo: null });
export const demo = signal<Demo | null>(null);
export const online = signal(true);
/** Grows whenever the rows have changed. */
export const listVersion = signal(0);
/** The row of the list that the keyboard is at, or -1. */
export const active = signal(-1);
/** Grows every minute, for what says "2 min ago". */
export const clock = signal(Date.now());
