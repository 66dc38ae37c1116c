// SPDX-License-Identifier: Apache-2.0
// Passwords: in memory for this session, and in the database only if the person asked for it,
// under an AES-GCM key that the browser keeps and never hands out. That protects copies of the
// database and a stolen backup, not a browser profile that somebody else can use.

import { settingName } from './store/account_settings.ts';
import type { Database } from './store/schema.ts';

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  octets: ArrayBuffer;
}

const kKeyName = 'passwordKey';
const nameOf = (account: number) => settingName('password', account);
/** Bound to its account: a sealed password moved to another one does not open. */
const boundTo = (account: number) => new TextEncoder().encode(nameOf(account));

export class Secrets {
  readonly #database: Database;
  readonly #memory = new Map<number, string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The password of this session, else the remembered one, else null. */
  async password(account: number): Promise<string | null> {
    const held = this.#memory.get(account);
    if (held !== undefined) return held;
    const sealed = (await this.#database.get('settings', nameOf(account))) as Sealed | undefined;
    const key = await this.#key();
    if (sealed === undefined || key === null) return null;
    try {
      const algorithm = { name: 'AES-GCM', iv: sealed.iv, additionalData: boundTo(account) };
      const octets = await crypto.subtle.decrypt(algorithm, key, sealed.octets);
      return new TextDecoder().decode(octets);
    } catch {
      // A key that was lost with part of the site's data: the person is asked again.
      return null;
    }
  }

  /** For this session. */
  hold(account: number, password: string): void {
    this.#memory.set(account, password);
  }

  drop(account: number): void {
    this.#memory.delete(account);
  }

  async remember(account: number, password: string): Promise<void> {
    const key = (await this.#key()) ?? (await this.#makeKey());
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const algorithm = { name: 'AES-GCM', iv, additionalData: boundTo(account) };
    const octets = await crypto.subtle.encrypt(algorithm, key, new TextEncoder().encode(password));
    const sealed: Sealed = { iv, octets };
    const transaction = this.#database.transaction(['accounts', 'settings'], 'readwrite');
    // It may have been removed meanwhile, and nothing of it is to be left.
    const isThere = (await transaction.objectStore('accounts').getKey(account)) !== undefined;
    if (isThere) await transaction.objectStore('settings').put(sealed, nameOf(account));
    await transaction.done;
  }

  async forget(account: number): Promise<void> {
    await this.#database.delete('settings', nameOf(account));
  }

  async #key(): Promise<CryptoKey | null> {
    return ((await this.#database.get('settings', kKeyName)) as CryptoKey | undefined) ?? null;
  }

  async #makeKey(): Promise<CryptoKey> {
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    // Another tab may have been faster: the key that is there wins.
    const transaction = this.#database.transaction('settings', 'readwrite', {
      durability: 'strict',
    });
    const there = (await transaction.store.get(kKeyName)) as CryptoKey | undefined;
    if (there === undefined) await transaction.store.put(made, kKeyName);
    await transaction.done;
    return there ?? made;
  }
}
