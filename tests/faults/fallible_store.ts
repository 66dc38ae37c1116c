// SPDX-License-Identifier: Apache-2.0
// A MailStore that holds to tests/worker/store_contract.ts, and waits or fails when it is told to.
// What is in it is what a disk would hold.
import { createHash } from 'node:crypto';
import type { MailName, MailStore, ReceivedMail } from '../../web/worker/mail_store.ts';

interface State {
  uidl: string;
  occurrence: number;
  sha256: string;
  storedAt: number;
  deleted: boolean;
}

const key = ({ uidl, occurrence }: MailName) => `${occurrence} ${uidl}`;

export class FallibleStore implements MailStore {
  /** sha256 of each message, as often as it was stored. */
  readonly messages: string[] = [];
  /** How long the disk takes. */
  milliseconds: () => number = () => 0;
  readonly #states = new Map<string, State>();
  /** What becomes of the next batch. */
  fate: () => 'stored' | 'refused' | 'stored, but said to be refused' = () => 'stored';

  has(sha256: string): boolean {
    return this.messages.includes(sha256);
  }

  known = async () => [...this.#states.values()].filter(({ deleted }) => !deleted);

  save = async (batch: ReceivedMail[], now: number): Promise<void> => {
    // A disk is slower than a server on loopback: what is believed too early is found out.
    const wait = this.milliseconds();
    await new Promise((resolve) => setTimeout(resolve, wait));
    const fate = this.fate();
    if (fate !== 'refused') for (const mail of batch) this.#put(mail, now);
    if (fate !== 'stored') throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
  };

  deleted = async (names: MailName[]): Promise<void> => {
    for (const name of names) {
      const state = this.#states.get(key(name));
      if (state) state.deleted = true;
    }
  };

  #put({ uidl, occurrence, raw }: ReceivedMail, storedAt: number): void {
    const sha256 = createHash('sha256').update(raw).digest('hex');
    const before = this.#states.get(key({ uidl, occurrence }));
    if (before?.sha256 === sha256) {
      before.deleted = false;
      return;
    }
    this.messages.push(sha256);
    const state = { uidl, occurrence, sha256, storedAt, deleted: false };
    this.#states.set(key({ uidl, occurrence }), state);
  }
}
