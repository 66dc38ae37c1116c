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

const key = ({ server, user, uidl, occurrence }: Maildrop & MailName) =>
  JSON.stringify([server, user, uidl, occurrence]);

export class FileStore implements MailStore {
  readonly #folder: string;
  readonly #maildrop: Maildrop;
  readonly #messages: Map<string, StoredMessage>;
  readonly #facts: Record<string, Record<string, number>>;

  private constructor(folder: string, maildrop: Maildrop, { messages, facts = {} }: State) {
    this.#folder = folder;
    this.#maildrop = maildrop;
    this.#facts = facts;
    this.#messages = new Map(messages.map((each) => [key(each), each]));
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
    const { server, user } = this.#maildrop;
    return [...this.#messages.values()].filter(
      (each) => each.server === server && each.user === user && each.deletedAt === undefined,
    );
  }

  async save(batch: ReceivedMail[], now: number): Promise<void> {
    const named = batch.map(({ uidl, occurrence, raw, summary, listedOctets }) => {
      const likeness = likenessOf(summary, raw.length);
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
      const before = this.#messages.get(key(entry));
      // The same message again (its server did not delete it after all): it is as old as it was.
      const storedAt = before?.sha256 === entry.sha256 ? before.storedAt : now;
      this.#messages.set(key(entry), { ...entry, storedAt });
    }
    await this.#writeState();
  }

  async deleted(messages: { uidl: string; occurrence: number }[], now: number): Promise<void> {
    for (const { uidl, occurrence } of messages) {
      const known = this.#messages.get(key({ ...this.#maildrop, uidl, occurrence }));
      if (known) known.deletedAt = now;
    }
    await this.#writeState();
  }

  async renamed(names: { from: MailName; to: MailName }[]): Promise<void> {
    for (const { from, to } of names) {
      const known = this.#messages.get(key({ ...this.#maildrop, ...from }));
      if (known === undefined) continue;
      // The old name stays: a server that comes back to it is known again too.
      const { listedOctets: _, ...rest } = known;
      const renamed = { ...rest, ...to };
      this.#messages.set(key(renamed), renamed);
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

  async #writeState(): Promise<void> {
    const messages = [...this.#messages.values()];
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
