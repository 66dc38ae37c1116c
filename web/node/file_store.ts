// SPDX-License-Identifier: Apache-2.0
// A MailStore in a folder: each message byte for byte in <sha256>.eml, and what is known of the
// maildrop in state.json. Both are written beside their place, flushed to the disk and renamed,
// messages before the state that names them: a kill at any moment loses nothing, and since a
// file's name is its content, a message that was written but not yet named is not doubled.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { KnownMessage, MailName, MailStore, ReceivedMail } from '../worker/mail_store.ts';

interface StoredMessage {
  uidl: string;
  occurrence: number;
  sha256: string;
  octets: number;
  /** Milliseconds since 1970. */
  storedAt: number;
  listedOctets?: number;
  likeness?: { messageId: string; date: number; octets: number };
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

const key = (uidl: string, occurrence: number) => `${occurrence} ${uidl}`;

export class FileStore implements MailStore {
  readonly #folder: string;
  readonly #messages: Map<string, StoredMessage>;
  readonly #facts: Record<string, Record<string, number>>;

  private constructor(folder: string, { messages, facts = {} }: State) {
    this.#folder = folder;
    this.#facts = facts;
    this.#messages = new Map(messages.map((each) => [key(each.uidl, each.occurrence), each]));
  }

  /** Opens `folder`, making it if needed. A state.json that cannot be read is an error: it is
   *  never replaced by an empty one. */
  static async open(folder: string): Promise<FileStore> {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'state.json');
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        return new FileStore(folder, { version: 1, messages: [] });
      throw error;
    }
    const state = JSON.parse(text) as State;
    if (state.version !== 1 || !Array.isArray(state.messages)) {
      throw new Error(`${file} was not written by this version of Pillarbox.`);
    }
    return new FileStore(folder, state);
  }

  async known(): Promise<KnownMessage[]> {
    // What the server has removed is not listed any more. If its UIDL comes again, it is a new
    // message that was given an old name.
    return [...this.#messages.values()].filter((each) => each.deletedAt === undefined);
  }

  async save(batch: ReceivedMail[], now: number): Promise<void> {
    const stored = await Promise.all(
      batch.map(async ({ uidl, occurrence, raw, summary, listedOctets }) => {
        const sha256 = sha256Hex(raw);
        await this.#write(`${sha256}.eml`, raw);
        const { messageId, date } = summary;
        const likeness = date === null ? undefined : { messageId, date, octets: raw.length };
        const stored: StoredMessage = {
          uidl,
          occurrence,
          sha256,
          octets: raw.length,
          storedAt: now,
        };
        if (listedOctets !== undefined) stored.listedOctets = listedOctets;
        if (likeness !== undefined && messageId !== '') stored.likeness = likeness;
        return stored;
      }),
    );
    await this.#flushNames();
    for (const each of stored) this.#messages.set(key(each.uidl, each.occurrence), each);
    await this.#writeState();
  }

  async deleted(messages: { uidl: string; occurrence: number }[], now: number): Promise<void> {
    for (const { uidl, occurrence } of messages) {
      const known = this.#messages.get(key(uidl, occurrence));
      if (known) known.deletedAt = now;
    }
    await this.#writeState();
  }

  async renamed(names: { from: MailName; to: MailName }[]): Promise<void> {
    for (const { from, to } of names) {
      const known = this.#messages.get(key(from.uidl, from.occurrence));
      if (known === undefined) continue;
      // The old name stays: a server that comes back to it is known again too.
      const { listedOctets: _, ...rest } = known;
      this.#messages.set(key(to.uidl, to.occurrence), { ...rest, ...to });
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
