// SPDX-License-Identifier: Apache-2.0
// An account as it is being typed, and what is still wrong with it.

import type { Messages } from '../i18n/en.ts';
import type { AccountDraft } from '../protocol.ts';
import { isRelayAddress, looksLikeAddress } from './address_defaults.ts';

/** Minutes as they are offered. */
export type CheckEvery = `${keyof Messages['account']['checkEvery']}`;

export type TypedDraft = Omit<AccountDraft, 'port' | 'deleteAfterDays' | 'checkMinutes'> & {
  password: string;
  checkEvery: CheckEvery;
  port: string;
  deleteAfterDays: string;
};

export type DraftFault = keyof Pick<
  Messages['account'],
  'needAddress' | 'needUser' | 'needServer' | 'badPort' | 'badDays' | 'badRelay'
>;

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,5}$/u.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}

export function faultsOf(draft: TypedDraft): Map<keyof TypedDraft, DraftFault> {
  const faults = new Map<keyof TypedDraft, DraftFault>();
  if (!looksLikeAddress(draft.address)) faults.set('address', 'needAddress');
  if (draft.user.trim() === '') faults.set('user', 'needUser');
  if (draft.server.trim() === '' || /[\s/]/u.test(draft.server.trim())) {
    faults.set('server', 'needServer');
  }
  if (!isWhole(draft.port, 1, 65535)) faults.set('port', 'badPort');
  if (draft.afterDownload === 'delete-after' && !isWhole(draft.deleteAfterDays, 1, 3650)) {
    faults.set('deleteAfterDays', 'badDays');
  }
  if (!isRelayAddress(draft.relay)) faults.set('relay', 'badRelay');
  return faults;
}
