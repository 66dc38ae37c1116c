// SPDX-License-Identifier: Apache-2.0
// Scripted neighbours for the tests of order: they write down what they are asked, in one log.

import type {
  Output,
  SessionConfig,
  SessionEvent,
  Summary,
} from '../../wasm/bindings/pillarbox.d.ts';
import type { Failure } from '../../web/protocol.ts';
import type { CheckParts } from '../../web/worker/check_mail.ts';
import type { Clock } from '../../web/worker/clock.ts';
import type { MailName, ReceivedMail, Saved } from '../../web/worker/mail_store.ts';
import type { TransportListener } from '../../web/worker/transport.ts';

export const summary: Summary = {
  from: { name: 'Ana', address: 'ana@example.org' },
  subject: 'Hello',
  date: Date.UTC(2024, 0, 2),
  received: [],
  messageId: 'one@example.org',
  inReplyTo: '',
  references: [],
  preview: 'Hello there',
  attachments: false,
};

export const config: SessionConfig = {
  host: 'mail.example.org',
  security: 'implicit',
  allowPlaintext: false,
  user: 'ana',
  password: 'secret',
  auth: 'auto',
  afterDownload: 'delete',
  deleteAfterDays: 0,
  maxOctets: 0,
  pin: '',
  anchors: new Uint8Array(),
};

export const message = (number: number, octets = 10): SessionEvent => ({
  type: 'message',
  number,
  uidl: `u${number}`,
  occurrence: 0,
  raw: new Uint8Array(octets).fill(number),
  summary,
});

export const output = (events: SessionEvent[] = [], more: Partial<Output> = {}): Output => ({
  send: new Uint8Array(),
  events,
  close: false,
  deadline: null,
  log: '',
  ...more,
});

/** Time that moves when it is told to. */
export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  #timers = new Set<{ at: number; call: () => void }>();

  now() {
    return this.#now;
  }
  after(milliseconds: number, call: () => void) {
    const timer = { at: this.#now + milliseconds, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
  pass(milliseconds: number) {
    this.#now += milliseconds;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.call();
    }
  }
  get waiting() {
    return this.#timers.size;
  }
}

/** Promises that have something to do have done it. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

export function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export class Scene {
  readonly log: string[] = [];
  readonly clock = new FakeClock();
  readonly stop = new AbortController();
  /** What the session answers to the next frames, in order. */
  readonly frames: Output[] = [];
  readonly onConfirm: Output[] = [];
  /** Saves under way; the test decides how they end. */
  readonly saves: {
    mails: ReceivedMail[];
    done: (said?: Saved[]) => void;
    failed: (error: unknown) => void;
  }[] = [];
  started = output();
  closed = output([{ type: 'failed', code: 'protocol.closed', detail: '', certificate: null }], {
    close: true,
  });
  relay!: TransportListener;

  /** The instance that the session is in. */
  readonly core = new AbortController();

  readonly parts: CheckParts = {
    config,
    clock: this.clock,
    signal: this.stop.signal,
    listener: {
      stored: (batch) => this.note(`stored ${batch.map((mail) => mail.uidl)}`),
      known: (batch) => this.note(`known ${batch.map((mail) => mail.uidl)}`),
      skipped: (mail, reason) => this.note(`skipped ${mail.uidl} ${reason}`),
    },
    store: {
      known: async () => [{ uidl: 'old', occurrence: 1, storedAt: 5 }],
      save: (mails) => {
        this.note(`save ${mails.map((mail) => mail.uidl)}`);
        return new Promise((resolve, reject) => {
          const done = (said: Saved[] = mails.map(() => 'stored')) => resolve(said);
          this.saves.push({ mails, done, failed: reject });
        });
      },
      deleted: async (mails: MailName[]) => {
        this.note(`deleted ${mails.map((mail) => mail.uidl)}`);
      },
    },
    connect: (listener) => {
      this.relay = listener;
      return {
        send: (octets) => {
          if (octets.length > 0) this.note(`send ${new TextDecoder().decode(octets)}`);
        },
        close: () => this.note('hang up'),
      };
    },
    core: {
      broken: this.core.signal,
      createSession: () => ({
        remember: (uidl, occurrence, storedAt) =>
          this.note(`remember ${uidl} ${occurrence} ${storedAt}`),
        resemble: () => {},
        discard: (uidl, occurrence) => this.note(`discard ${uidl} ${occurrence}`),
        want: () => {},
        rememberHeader: () => {},
        doubt: (uidl, occurrence, sessions) => this.note(`doubt ${uidl} ${occurrence} ${sessions}`),
        start: () => this.note('start', this.started),
        inbox: (octets) => new Uint8Array(octets),
        receive: () => this.frames.shift() ?? output(),
        closed: () => this.note('closed', this.closed),
        confirm: (numbers) => this.note(`confirm ${numbers}`, this.onConfirm.shift()),
        storageFailed: () =>
          this.note(
            'storageFailed',
            output(
              [{ type: 'failed', code: 'storage.failed', detail: 'core', certificate: null }],
              { close: true, send: new TextEncoder().encode('RSET') },
            ),
          ),
        cancel: () =>
          this.note(
            'cancel',
            output([{ type: 'failed', code: 'cancelled', detail: 'Stopped.', certificate: null }], {
              close: true,
            }),
          ),
        tick: () => this.note('tick'),
        delete: () => this.note('delete'),
      }),
    },
  };

  note(line: string, answer: Output = output()): Output {
    this.log.push(line);
    return answer;
  }

  /** A frame arrives, and the session makes this of it. */
  frame(answer: Output): void {
    this.frames.push(answer);
    this.relay.received(new Uint8Array([1, 2, 3]));
  }

  hangUp(failure: Failure | null = null): void {
    this.relay.closed(failure);
  }
}

export const listed = (fetch: number): SessionEvent => ({
  type: 'listed',
  listed: fetch,
  fetch,
  fetchOctets: fetch * 10,
});

export const done = output([{ type: 'done' }], { close: true });
