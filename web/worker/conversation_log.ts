// SPDX-License-Identifier: Apache-2.0
// What was said in the last checks of an account, to be copied into a letter to whoever helps. The
// core gives the lines, without secrets and without mail (wasm/pop3/log.h).

import type { Failure } from '../protocol.ts';
import { settingName } from './store/account_settings.ts';
import type { Database } from './store/schema.ts';

/** Enough to compare one that failed with one that did not. */
export const kSessions = 5;
/** Of one check: how it began and how it ended. In between there is a RETR for every message. */
export const kFirstLines = 150;
export const kLastLines = 150;
/** A sentence. What is longer repeats what the server sent. */
const kDetailCharacters = 300;

const nameOf = (account: number) => settingName('log', account);

export class ConversationLog {
  readonly #title: string;
  readonly #startedAt: number;
  readonly #first: string[] = [];
  readonly #last: string[] = [];
  #leftOut = 0;

  constructor(title: string, now: number) {
    this.#title = title;
    this.#startedAt = now;
  }

  /** Lines that each end with a line feed. */
  say(lines: string, now: number): void {
    const time = ((now - this.#startedAt) / 1000).toFixed(3).padStart(8);
    let from = 0;
    for (let end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', from)) {
      this.#add(`${time} ${lines.slice(from, end)}`);
      from = end + 1;
    }
  }

  end(failure: Failure | null, counted: string, now: number): void {
    this.say(`* ${failure === null ? `done: ${counted}` : `failed: ${told(failure)}`}\n`, now);
  }

  get text(): string {
    const cut = this.#leftOut > 0 ? [`         … ${this.#leftOut} lines left out …`] : [];
    const date = new Date(this.#startedAt).toISOString();
    return [`${date} ${this.#title}`, ...this.#first, ...cut, ...this.#last].join('\n');
  }

  #add(line: string): void {
    if (this.#first.length < kFirstLines) {
      this.#first.push(line);
      return;
    }
    this.#last.push(line);
    if (this.#last.length <= kLastLines) return;
    this.#last.shift();
    this.#leftOut += 1;
  }
}

// What is not POP3 is quoted in its detail, and may be a piece of a mail.
function told({ code, detail }: Failure): string {
  if (detail === '' || code === 'protocol.malformed') return code;
  const words = detail.replace(/\p{Cc}/gu, ' ').slice(0, kDetailCharacters);
  return `${code}: ${words}`;
}

interface Kept {
  text: string;
  /** Nothing was done and nothing failed. */
  uneventful: boolean;
}

/** The newest first. Of uneventful ones in a row only the last is kept, or an hour of checks that
 *  find nothing would push out the one that failed. */
export async function keepLog(database: Database, account: number, log: Kept): Promise<void> {
  const transaction = database.transaction('settings', 'readwrite');
  const before = ((await transaction.store.get(nameOf(account))) ?? []) as Kept[];
  if (log.uneventful && before[0]?.uneventful) before.shift();
  void transaction.store.put([log, ...before].slice(0, kSessions), nameOf(account));
  await transaction.done;
}

export async function readLog(database: Database, account: number): Promise<string> {
  const kept = ((await database.get('settings', nameOf(account))) ?? []) as Kept[];
  return kept.map(({ text }) => text).join('\n\n');
}
