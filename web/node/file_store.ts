// SPDX-License-Identifier: Apache-2.0
// A MailStore in a folder: each message byte for byte in <sha256>.eml, and what is known of the
// maildrop in state.json. Both are written beside their place, flushed to the disk and renamed,
// messages before the state that names them: a kill at any moment loses nothing, and since a
// file's name is its content, a message that was written but not yet named is not doubled.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import {
  type KnownMessage,
  type Likeness,
  likenessOf,
  type MailName,
  type MailStore,
  type ReceivedMail,
} from '../worker/mail_store.ts';
import { settle, Taken } from '../worker/namesakes.ts';

interface StoredMessage {
  /** The maildrop it was fetched from: another one may use the same UIDLs for other messages. */
  server: string;
  user: string;
  uidl: string;
  occurrence: number;
  sha256: string;
  octets: number;
  /** Milliseconds since 1970. */
  storedAt: number;
  listedOctets?: number;
  likeness?: Likeness;
  /** When the server confirmed its deletion. */
  deletedAt?: number;
}

interface State {
  version: 1;
  messages: StoredMessage[];
  /** What was learned of each host (wasm/pop3/facts.h), and when. */
  facts?: Record<string, Record<string, number>>;
}

/** Servers are mended too. */
const kBelieveFacts = 30 * 24 * 60 * 60 * 1000;

export interface Maildrop {
  server: string;
  user: string;
}

/** The messages of a maildrop under one UIDL, by occurrence. */
type Namesakes = Map<number, StoredMessage>;

export class FileStore implements MailStore {
  readonly #folder: string;
  readonly #maildrop: Maildrop;
  /** By UIDL. */
  readonly #messages = new Map<string, Namesakes>();
  /** Of other maildrops. */
  readonly #others: StoredMessage[];
  readonly #taken = new Taken();
  readonly #facts: Record<string, Record<string, number>>;

  private constructor(folder: string, maildrop: Maildrop, { messages, facts = {} }: State) {
    this.#folder = folder;
    this.#maildrop = maildrop;
    this.#facts = facts;
    const ours = ({ server, user }: Maildrop) =>
      server === maildrop.server && user === maildrop.user;
    this.#others = messages.filter((each) => !ours(each));
    for (const each of messages) if (ours(each)) this.#put(each);
  }

  /** Opens `folder` for what comes from one maildrop, making it if needed. A state.json that cannot be read is an error: it is
   *  never replaced by an empty one. */
  static async open(folder: string, maildrop: Maildrop): Promise<FileStore> {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'state.json');
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return new FileStore(folder, maildrop, { version: 1, messages: [] });
      }
      throw error;
    }
    const state = JSON.parse(text) as State;
    if (state.version !== 1 || !Array.isArray(state.messages)) {
      throw new Error(`${file} was not written by this version of Pillarbox.`);
    }
    return new FileStore(folder, maildrop, state);
  }

  async known(): Promise<KnownMessage[]> {
    // What the server has removed is not listed any more. If its UIDL comes again, it is a new
    // message that was given an old name.
    this.#taken.clear();
    return this.#all().filter(({ deletedAt }) => deletedAt === undefined);
  }

  async save(batch: ReceivedMail[], now: number): Promise<void> {
    const named = batch.map(({ uidl, occurrence, raw, summary, listedOctets, headerDigest }) => {
      const likeness = likenessOf(summary, raw.length, headerDigest);
      const entry: StoredMessage = {
        ...this.#maildrop,
        uidl,
        occurrence,
        sha256: sha256Hex(raw),
        octets: raw.length,
        storedAt: now,
      };
      if (listedOctets !== undefined) entry.listedOctets = listedOctets;
      if (likeness !== null) entry.likeness = likeness;
      return { raw, entry };
    });
    // Copies of one message, as mailing lists make them, are one file: written once.
    const files = new Map(named.map(({ raw, entry }) => [entry.sha256, raw]));
    await Promise.all([...files].map(([sha256, raw]) => this.#write(`${sha256}.eml`, raw)));
    await this.#flushNames();
    for (const { entry } of named) {
      const namesakes = this.#namesakes(entry.uidl);
      const taken = this.#taken.of(entry.uidl);
      const { here, moved, displaced } = settle([...namesakes.values()], entry, taken);
      if (here !== null && moved) namesakes.delete(here.occurrence);
      if (displaced !== null) this.#put({ ...displaced.state, occurrence: displaced.occurrence });
      // The same message again (its server did not delete it after all): it is as old as it was.
      this.#put({ ...entry, storedAt: here?.storedAt ?? now });
      this.#taken.add(entry);
    }
    await this.#writeState();
  }

  async deleted(messages: MailName[], now: number): Promise<void> {
    for (const { uidl, occurrence } of messages) {
      const known = this.#messages.get(uidl)?.get(occurrence);
      if (known) known.deletedAt = now;
    }
    await this.#writeState();
  }

  async renamed(names: { from: MailName; to: MailName }[]): Promise<void> {
    for (const { from, to } of names) {
      const known = this.#messages.get(from.uidl)?.get(from.occurrence);
      if (known === undefined) continue;
      // The old name stays: a server that comes back to it is known again too.
      const { listedOctets: _, ...rest } = known;
      this.#put({ ...rest, ...to });
    }
    await this.#writeState();
  }

  /** What is still to be believed of `host`. */
  facts(host: string, now: number): string[] {
    const learned = Object.entries(this.#facts[host] ?? {});
    return learned.filter(([, at]) => now - at < kBelieveFacts).map(([fact]) => fact);
  }

  /** Written with the next change of the state. */
  learned(host: string, fact: string, now: number): void {
    const known = this.#facts[host] ?? {};
    known[fact] = now;
    this.#facts[host] = known;
  }

  /** For what was learned when nothing else changes. */
  async flush(): Promise<void> {
    await this.#writeState();
  }

  #namesakes(uidl: string): Namesakes {
    const before = this.#messages.get(uidl);
    if (before !== undefined) return before;
    const none: Namesakes = new Map();
    this.#messages.set(uidl, none);
    return none;
  }

  #put(message: StoredMessage): void {
    this.#namesakes(message.uidl).set(message.occurrence, message);
  }

  #all(): StoredMessage[] {
    return [...this.#messages.values()].flatMap((namesakes) => [...namesakes.values()]);
  }

  async #writeState(): Promise<void> {
    const messages = [...this.#others, ...this.#all()];
    const learned = Object.keys(this.#facts).length > 0;
    const state: State = learned
      ? { version: 1, messages, facts: this.#facts }
      : { version: 1, messages };
    await this.#write('state.json', JSON.stringify(state));
    await this.#flushNames();
  }

  async #write(name: string, content: Uint8Array | string): Promise<void> {
    const file = path.join(this.#folder, name);
    const handle = await open(`${file}.part`, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.part`, file);
  }

  /** A rename is only durable when the folder is. */
  async #flushNames(): Promise<void> {
    const handle = await open(this.#folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

export const sha256Hex = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
