// SPDX-License-Identifier: Apache-2.0
// The page of worker.test.ts: the real worker, commands in, events out.

import type { Answers, Command, Event } from '../../../web/protocol.ts';

const worker = new Worker(new URL('../../../web/worker/main.ts', import.meta.url), {
  type: 'module',
});
const events: Event[] = [];
const waiting: (() => void)[] = [];

worker.onmessage = ({ data }: MessageEvent<Event>) => {
  events.push(data);
  for (const wake of waiting.splice(0)) wake();
};
worker.onerror = (error) => {
  throw new Error(`worker: ${error.message}`);
};

type Asking = Extract<Command, { request: number }>;
type Question = {
  [K in Asking['type']]: Omit<Extract<Asking, { type: K }>, 'request'>;
}[Asking['type']];
let requests = 0;

/** The first event from place `from` that `fits`; waits for it. */
async function next(from: number, fits: (event: Event) => boolean): Promise<Event> {
  for (let at = from; ; at += 1) {
    while (at >= events.length) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    const event = events[at] as Event;
    if (fits(event)) return event;
  }
}

const app = {
  events,
  tell: (command: Command) => worker.postMessage(command),
  next: (from: number, types: Event['type'][]) => next(from, ({ type }) => types.includes(type)),
  async ask<K extends Question['type']>(
    question: Extract<Question, { type: K }>,
  ): Promise<Answers[K] | Extract<Event, { type: 'refused' }>> {
    requests += 1;
    const request = requests;
    const from = events.length;
    worker.postMessage({ ...question, request });
    const event = await next(from, (event) => 'request' in event && event.request === request);
    return event as Event & Answers[K];
  },
  async sha256(bytes: Uint8Array): Promise<string> {
    const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
    return Array.from(new Uint8Array(digest), (octet) => octet.toString(16).padStart(2, '0')).join(
      '',
    );
  },
};

export type AppPage = typeof app;
Object.assign(globalThis, { app });
worker.postMessage({ type: 'open' });
