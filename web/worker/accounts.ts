// SPDX-License-Identifier: Apache-2.0
// Accounts: what may be saved as one, and saving it.

import type { Account, AccountDraft, Connection } from '../protocol.ts';
import { isSameMaildrop } from './maildrop.ts';
import { bareHost, hostFault, portFault, relayFault } from './relay_url.ts';
import { kDefaultMinutes, kMostMinutes } from './schedule.ts';
import { doubtsName } from './store/doubts.ts';
import { withMark } from './store/marked.ts';
import type { Database } from './store/schema.ts';

const kMostDays = 3650;
const kMostOctets = 2 ** 40;

/** As it is stored: without spaces at the ends, the server's name in its plain form. */
export const tidied = (draft: AccountDraft): AccountDraft => ({
  ...draft,
  address: draft.address.trim(),
  user: draft.user.trim(),
  server: bareHost(draft.server),
  relay: draft.relay.trim(),
  pin: draft.pin.trim(),
  plaintextHost: bareHost(draft.plaintextHost ?? ''),
});

/** Why this cannot be an account, or null if it can. */
export function accountFault(draft: AccountDraft): string | null {
  const { address, user, server, port, relay, pin, afterDownload, deleteAfterDays } = draft;
  const { checkMinutes = kDefaultMinutes } = draft;
  if (!/^[^\s@]+@[^\s@]+$/u.test(address)) return `"${address}" is not an email address.`;
  if (user === '') return 'The user name is missing.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would break a POP3 command.
  if (/[\u0000-\u001f\u007f]/u.test(user)) return 'A user name holds no control characters.';
  const days = Number.isInteger(deleteAfterDays) && deleteAfterDays >= 0;
  if (afterDownload === 'delete-after' && !(days && deleteAfterDays <= kMostDays)) {
    return `The number of days is a whole one from 0 to ${kMostDays}.`;
  }
  if (!Number.isInteger(checkMinutes) || checkMinutes < 0 || checkMinutes > kMostMinutes) {
    return `Mail is checked every so many whole minutes, at most ${kMostMinutes}.`;
  }
  const { maxOctets = 0 } = draft;
  if (!(Number.isInteger(maxOctets) && maxOctets >= 0 && maxOctets <= kMostOctets)) {
    return 'The size limit is a whole number of octets, or 0 for none.';
  }
  if (pin !== '' && !/^sha256\/[A-Za-z0-9+/]{43}=$/u.test(pin)) {
    return 'A pin is "sha256/" and the Base64 of 32 octets.';
  }
  return hostFault(server) ?? portFault(port) ?? (relay === '' ? null : relayFault(relay));
}

/** NOTE: Gmail shows a message to one program only, unless the user name says otherwise. What is to
 *  be deleted there is to be so for all programs. */
export const loginName = ({ user, afterDownload, recent = false }: AccountDraft): string =>
  recent && afterDownload === 'leave' && !user.startsWith('recent:') ? `recent:${user}` : user;

/** Saves a draft without fault; returns the account's id, or null if there is none to change. The
 *  caller sees to it that no check of the account runs meanwhile. */
export async function saveAccount(
  database: Database,
  id: number | null,
  draft: AccountDraft,
  now: number,
): Promise<number | null> {
  const transaction = database.transaction(['accounts', 'uidls', 'settings'], 'readwrite', {
    durability: 'strict',
  });
  const store = transaction.objectStore('accounts');
  const before = id === null ? undefined : await store.get(id);
  if (id !== null && before === undefined) return null;
  const sameMaildrop = before !== undefined && isSameMaildrop(before, draft);
  const sameConnection =
    before?.server === draft.server &&
    before.port === draft.port &&
    before.security === draft.security;
  const after = {
    ...draft,
    ...(id === null ? {} : { id }),
    checkedAt: sameMaildrop ? before.checkedAt : null,
    // What is known of another server's connection says nothing of this one's.
    connection: sameConnection ? before.connection : null,
  };
  // A new one gets its id from the store.
  const saved = await store.put(after as Account);
  if (before !== undefined && !sameMaildrop) {
    // Two maildrops may have the same unique-ids (RFC 1939 §7: unique within one). What is known of
    // the old one must not pass for fetched in the new one, where it might be deleted unseen. So it
    // counts as gone: listed again it is fetched again, and save() compares the octets. What was to
    // be deleted there is not to be deleted elsewhere.
    await transaction.objectStore('settings').delete(doubtsName(saved));
    const states = transaction.objectStore('uidls');
    for await (const cursor of states.iterate(IDBKeyRange.bound([saved], [saved, []]))) {
      const deletedAt = cursor.value.deletedAt ?? now;
      void cursor.update({ ...withMark(cursor.value, null), deletedAt });
    }
  }
  await transaction.done;
  return saved;
}

/** After a check that came to its end, or one that got as far as a secured connection. */
export async function noteCheck(
  database: Database,
  id: number,
  checkedAt: number | null,
  connection: Connection | null,
): Promise<void> {
  const transaction = database.transaction('accounts', 'readwrite');
  const account = await transaction.store.get(id);
  if (account) {
    await transaction.store.put({
      ...account,
      checkedAt: checkedAt ?? account.checkedAt,
      connection: connection ?? account.connection,
    });
  }
  await transaction.done;
}
