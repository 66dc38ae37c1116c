// SPDX-License-Identifier: Apache-2.0
// A MailStore in a folder: each message byte for byte in <sha256>.eml, and what is known of the
// maildrops in state.json. Messages are on the disk before the state that names them: a kill at any
// moment loses nothing, and since a file's name is its content, nothing is doubled either. One
// process at a time has the folder.
import { createHash } from 'node:crypto';
import { readdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import {
  type Doubt,
  type KnownMessage,
  likenessOf,
  type MailName,
  type MailStore,
  type ReceivedMail,
  type Saved,
} from '../worker/mail_store.ts';
import type { Maildrop } from '../worker/maildrop.ts';
import { settle, Taken } from '../worker/namesakes.ts';
import { flushFolder, makeFolder, readDurable, writeWhole } from './durable.ts';
import { lockFolder } from './folder_lock.ts';
import { find, put, remove, type State, StateFile, type StoredMessage } from './state.ts';

/** Servers are mended too. */
const kBelieveFacts = 30 * 24 * 60 * 60 * 1000;

const kUnfinished = /^([0-9a-f]{64}\.eml|state\.json)\.part$/;

/** What a mail was found to be, before it is named. */
type Kept = ReceivedMail & { sha256: string; said: Saved };

export class FileStore implements MailStore {
  readonly #folder: string;
  readonly #maildrop: Maildrop;
  readonly #file: StateFile;
  readonly #unlock: () => Promise<void>;
  readonly #taken = new Taken();
  /** Batches are put away one after the other. */
  #saving: Promise<unknown> = Promise.resolve();

  private constructor(
    folder: string,
    maildrop: Maildrop,
    file: StateFile,
    unlock: () => Promise<void>,
  ) {
    this.#folder = folder;
    this.#maildrop = maildrop;
    this.#file = file;
    this.#unlock = unlock;
  }

  /** Opens `folder` for what comes from one maildrop, making it if needed. Throws a FolderInUse if it
   *  is open already, here or elsewhere, and an Error if its state.json cannot be read. */
  static async open(folder: string, maildrop: Maildrop): Promise<FileStore> {
    await makeFolder(folder);
    const unlock = await lockFolder(folder);
    try {
      const file = await StateFile.open(folder, maildrop);
      // Of a process that was killed.
      const unfinished = (await readdir(folder)).filter((name) => kUnfinished.test(name));
      await Promise.all(unfinished.map((name) => unlink(path.join(folder, name))));
      return new FileStore(folder, maildrop, file, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** Others may have the folder, when everything that was asked for is done. */
  async close(): Promise<void> {
    await this.#saving.catch(() => {});
    await this.#file.settled();
    await this.#unlock();
  }

  async known(): Promise<KnownMessage[]> {
    // What the server has removed is not listed any more. If its UIDL comes again, it may be a new
    // message that was given an old name.
    await this.#saving.catch(() => {});
    const state = await this.#file.settled();
    this.#taken.clear();
    return all(state).filter(({ deletedAt }) => deletedAt === undefined);
  }

  save(batch: ReceivedMail[], now: number): Promise<Saved[]> {
    const saved = this.#saving.catch(() => {}).then(() => this.#save(batch, now));
    this.#saving = saved;
    return saved;
  }

  deleted(names: MailName[], now: number): Promise<void> {
    return this.#file.change((state) => {
      for (const name of names) {
        const known = find(state, name);
        if (known !== undefined) put(state, { ...known, deletedAt: now });
      }
    });
  }

  renamed(names: { from: MailName; to: MailName }[]): Promise<void> {
    return this.#file.change((state) => {
      for (const { from, to } of names) {
        const known = find(state, from);
        const taken = find(state, to);
        if (known === undefined || (taken !== undefined && taken.deletedAt === undefined)) continue;
        // The old name stays: a server that comes back to it is known again too.
        const { listedOctets: _, ...rest } = known;
        put(state, { ...rest, ...to, hint: true });
      }
    });
  }

  async doubts(): Promise<Doubt[]> {
    const { doubts } = await this.#file.settled();
    return [...doubts];
  }

  doubted({ uidl, occurrence, sessions }: Doubt): Promise<void> {
    return this.#file.change((state) => {
      const isIt = (each: MailName) => each.uidl === uidl && each.occurrence === occurrence;
      const others = state.doubts.filter((each) => !isIt(each));
      state.doubts = sessions > 0 ? [...others, { uidl, occurrence, sessions }] : others;
    });
  }

  /** What made sessions fail is to be tried again. */
  forgetDoubts(): Promise<void> {
    return this.#file.change((state) => {
      state.doubts = [];
    });
  }

  /** What is still to be believed of `host`. */
  facts(host: string, now: number): string[] {
    const learned = Object.entries(this.#file.current.facts[host] ?? {});
    return learned.filter(([, at]) => now - at < kBelieveFacts).map(([fact]) => fact);
  }

  learned(host: string, fact: string, now: number): Promise<void> {
    return this.#file.change((state) => {
      state.facts = { ...state.facts, [host]: { ...state.facts[host], [fact]: now } };
    });
  }

  async #save(batch: ReceivedMail[], now: number): Promise<Saved[]> {
    const digests = batch.map(({ raw }) => sha256Hex(raw));
    // Copies of one message, as mailing lists make them, are one file: written once.
    const files = new Map(digests.map((sha256, index) => [sha256, batch[index]?.raw]));
    const news = new Set<string>();
    await Promise.all(
      [...files].map(async ([sha256, raw]) => {
        if (raw !== undefined && (await this.#keep(sha256, raw))) news.add(sha256);
      }),
    );
    await flushFolder(this.#folder);
    const kept = batch.map((mail, index): Kept => {
      const sha256 = digests[index] as string;
      return { ...mail, sha256, said: news.delete(sha256) ? 'stored' : 'known' };
    });
    await this.#file.change((state) => this.#name(state, kept, now));
    return kept.map(({ said }) => said);
  }

  /** False if the octets are here already, as a look at them says. */
  async #keep(sha256: string, raw: Uint8Array): Promise<boolean> {
    const file = path.join(this.#folder, `${sha256}.eml`);
    const there = await readDurable(file);
    if (there !== null && sha256Hex(there) === sha256) return false;
    await writeWhole(file, raw);
    return true;
  }

  #name(state: State, kept: Kept[], now: number): void {
    const news = new Set(kept.filter(({ said }) => said === 'stored').map(({ sha256 }) => sha256));
    /** Of what was here before: when it came first, from whichever maildrop. */
    const since = new Map<string, number>();
    for (const { sha256, storedAt } of [...this.#file.others, ...all(state)]) {
      if (!news.has(sha256)) since.set(sha256, Math.min(since.get(sha256) ?? storedAt, storedAt));
    }
    for (const mail of kept) {
      const { uidl, occurrence, raw, summary, listedOctets, headerDigest, sha256 } = mail;
      const likeness = likenessOf(summary, raw.length, headerDigest);
      const entry: StoredMessage = {
        ...this.#maildrop,
        ...{ uidl, occurrence, sha256, octets: raw.length },
        storedAt: since.get(sha256) ?? now,
        ...(listedOctets === undefined ? {} : { listedOctets }),
        ...(likeness === null ? {} : { likeness }),
      };
      const namesakes = (state.messages.get(uidl) ?? []).filter(({ hint }) => hint === undefined);
      const { here, moved, displaced } = settle(namesakes, entry, this.#taken.of(uidl));
      this.#taken.add(entry);
      if (here !== null && moved) remove(state, here);
      if (displaced !== null) put(state, { ...displaced.state, occurrence: displaced.occurrence });
      put(state, entry);
    }
  }
}

const all = ({ messages }: State): StoredMessage[] => [...messages.values()].flat();

export const sha256Hex = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
