// SPDX-License-Identifier: Apache-2.0
// A MailStore that holds to tests/worker/store_contract.ts, and waits or fails when it is told to.
// What is in it is what a disk would hold.
import { createHash } from 'node:crypto';
import type {
  Likeness,
  MailName,
  MailStore,
  ReceivedMail,
  Saved,
} from '../../web/worker/mail_store.ts';
import { settle, Taken } from '../../web/worker/namesakes.ts';

interface State {
  uidl: string;
  occurrence: number;
  sha256: string;
  storedAt: number;
  listedOctets?: number;
  likeness?: Likeness;
  deleted: boolean;
}

const key = ({ uidl, occurrence }: MailName) => `${occurrence} ${uidl}`;

export class FallibleStore implements MailStore {
  /** sha256 of each message, as often as it was stored. */
  readonly messages: string[] = [];
  /** How long the disk takes. */
  milliseconds: () => number = () => 0;
  readonly #states = new Map<string, State>();
  readonly #taken = new Taken();
  /** What is being written, also for a process that was killed meanwhile. */
  #writing: Promise<unknown> = Promise.resolve();
  /** What becomes of the next batch. */
  fate: () => 'stored' | 'refused' | 'stored, but said to be refused' = () => 'stored';

  has(sha256: string): boolean {
    return this.messages.includes(sha256);
  }

  known = async () => {
    // A database answers in the order in which it was asked, whoever asked.
    await this.#writing.catch(() => {});
    this.#taken.clear();
    return [...this.#states.values()].filter(({ deleted }) => !deleted);
  };

  save = (batch: ReceivedMail[], now: number): Promise<Saved[]> => {
    const written = this.#write(batch, now);
    this.#writing = written;
    return written;
  };

  async #write(batch: ReceivedMail[], now: number): Promise<Saved[]> {
    // A disk is slower than a server on loopback: what is believed too early is found out.
    const wait = this.milliseconds();
    await new Promise((resolve) => setTimeout(resolve, wait));
    const fate = this.fate();
    const said = fate === 'refused' ? [] : batch.map((mail) => this.#put(mail, now));
    if (fate !== 'stored') throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    return said;
  }

  deleted = async (names: MailName[]): Promise<void> => {
    for (const name of names) {
      const state = this.#states.get(key(name));
      if (state) state.deleted = true;
    }
  };

  #put({ raw, summary, headerDigest, ...name }: ReceivedMail, now: number): Saved {
    const { uidl } = name;
    const sha256 = createHash('sha256').update(raw).digest('hex');
    const namesakes = [...this.#states.values()].filter((each) => each.uidl === uidl);
    const { messageId, date } = summary;
    const likeness = {
      messageId,
      date: date ?? 0,
      octets: raw.length,
      ...(headerDigest && { headerDigest }),
    };
    const arrived = { ...name, likeness, sha256, deleted: false };
    const { here, moved, displaced } = settle(namesakes, arrived, this.#taken.of(uidl));
    const said = this.has(sha256) ? 'known' : 'stored';
    if (said === 'stored') this.messages.push(sha256);
    const since = [...this.#states.values()].find((each) => each.sha256 === sha256)?.storedAt;
    if (here !== null && moved) this.#states.delete(key(here));
    if (displaced !== null) {
      const elsewhere = { ...displaced.state, occurrence: displaced.occurrence };
      this.#states.set(key(elsewhere), elsewhere);
    }
    this.#states.set(key(arrived), { ...arrived, storedAt: since ?? now });
    this.#taken.add(arrived);
    return said;
  }
}
