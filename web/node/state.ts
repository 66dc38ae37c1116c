// SPDX-License-Identifier: Apache-2.0
// What state.json holds, and the one hand that writes it. A change is made to a copy, which counts
// when the disk has it, and is as if it had never been where that failed. Changes that come while
// one is written are written together.
import path from 'node:path';
import type { Doubt, KnownMessage, MailName } from '../worker/mail_store.ts';
import { isSameMaildrop, type Maildrop } from '../worker/maildrop.ts';
import { flushFolder, readText, writeWhole } from './durable.ts';

/** A message by one of its names. */
export interface StoredMessage extends KnownMessage {
  /** The maildrop it was fetched from: another one may use the same UIDLs for other messages. */
  server: string;
  user: string;
  sha256: string;
  octets: number;
  /** When the server confirmed its deletion. */
  deletedAt?: number;
  /** The message under this name looks like that file, and has not been fetched. */
  hint?: true;
}

interface Written {
  version: 1;
  messages: StoredMessage[];
  facts?: Facts;
  doubts?: (Doubt & Maildrop)[];
}

/** What was learned of each host (wasm/pop3/facts.h), and when. */
export type Facts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What is known of one maildrop, and of hosts. What is read only is replaced, never changed. */
export interface State {
  /** By UIDL. */
  messages: Map<string, readonly StoredMessage[]>;
  /** Messages at which sessions have failed. */
  doubts: readonly Doubt[];
  facts: Facts;
}

/** Makes another state of a copy. */
export type Change = (copy: State) => void;

export class StateFile {
  readonly #folder: string;
  readonly #maildrop: Maildrop;
  /** Of other maildrops. */
  readonly others: readonly StoredMessage[];
  readonly #othersDoubts: readonly (Doubt & Maildrop)[];
  #state: State;
  #changes: Change[] = [];
  /** Ends when the disk has what is in #changes. */
  #next: Promise<void> | null = null;
  #writing: Promise<void> = Promise.resolve();

  private constructor(folder: string, maildrop: Maildrop, written: Written) {
    const { messages, doubts = [], facts = {} } = written;
    const isOurs = (each: Maildrop) => isSameMaildrop(each, maildrop);
    this.#folder = folder;
    this.#maildrop = maildrop;
    this.others = messages.filter((each) => !isOurs(each));
    this.#othersDoubts = doubts.filter((each) => !isOurs(each));
    this.#state = { messages: new Map(), doubts: doubts.filter(isOurs).map(bare), facts };
    for (const each of messages) if (isOurs(each)) put(this.#state, each);
  }

  /** For what comes from one maildrop. What cannot be read is an error: it is never replaced by an
   *  empty one. */
  static async open(folder: string, maildrop: Maildrop): Promise<StateFile> {
    const file = path.join(folder, 'state.json');
    const text = await readText(file);
    const none: Written = { version: 1, messages: [] };
    const written = text === null ? none : (JSON.parse(text) as Written);
    if (written.version !== 1 || !Array.isArray(written.messages)) {
      throw new Error(`${file} was not written by this version of Pillarbox.`);
    }
    return new StateFile(folder, maildrop, written);
  }

  /** As the disk has it. */
  get current(): State {
    return this.#state;
  }

  /** After everything that was asked for before. */
  async settled(): Promise<State> {
    await (this.#next ?? this.#writing).catch(() => {});
    return this.#state;
  }

  /** Durable when fulfilled. */
  change(change: Change): Promise<void> {
    this.#changes.push(change);
    this.#next ??= this.#writing
      .catch(() => {})
      .then(() => {
        this.#next = null;
        this.#writing = this.#write();
        return this.#writing;
      });
    return this.#next;
  }

  async #write(): Promise<void> {
    const changes = this.#changes;
    this.#changes = [];
    const copy: State = { ...this.#state, messages: new Map(this.#state.messages) };
    for (const change of changes) change(copy);
    await writeWhole(path.join(this.#folder, 'state.json'), JSON.stringify(this.#written(copy)));
    await flushFolder(this.#folder);
    this.#state = copy;
  }

  #written({ messages, doubts, facts }: State): Written {
    const ours = doubts.map((doubt) => ({ ...this.#maildrop, ...doubt }));
    const doubted = [...this.#othersDoubts, ...ours];
    return {
      version: 1,
      messages: [...this.others, ...[...messages.values()].flat()],
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
      ...(doubted.length > 0 ? { doubts: doubted } : {}),
    };
  }
}

const bare = ({ uidl, occurrence, sessions }: Doubt): Doubt => ({ uidl, occurrence, sessions });

export const find = ({ messages }: State, { uidl, occurrence }: MailName) =>
  messages.get(uidl)?.find((each) => each.occurrence === occurrence);

/** In the place of what had its name. */
export function put(state: State, message: StoredMessage): void {
  remove(state, message);
  const { uidl } = message;
  state.messages.set(uidl, [...(state.messages.get(uidl) ?? []), message]);
}

export function remove({ messages }: State, { uidl, occurrence }: MailName): void {
  const left = messages.get(uidl)?.filter((each) => each.occurrence !== occurrence);
  if (left !== undefined) messages.set(uidl, left);
}
