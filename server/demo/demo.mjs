// SPDX-License-Identifier: Apache-2.0
// The demo account: the mailbox of mailbox.mjs on a Dovecot of its own.
import { startDovecot } from './dovecot.mjs';
import { generateMailbox } from './mailbox.mjs';

const USER = 'sari@tokobatik.example';
const PASSWORD = 'kawung-parang';

/** @param {{ now?: Date }} [options] */
export async function startDemo({ now = new Date() } = {}) {
  const messages = generateMailbox({ now });
  const server = await startDovecot({ users: [{ user: USER, password: PASSWORD, messages }] });
  return { ...server, user: USER, password: PASSWORD, count: messages.length };
}
