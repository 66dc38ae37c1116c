// SPDX-License-Identifier: Apache-2.0
// The worker as the user interface sees it: commands that want no answer are sent, commands that
// want one are asked and give a promise; everything else arrives at `onEvent`.

import type { Answers, Command, Event, FailureCode } from '../protocol.ts';

type Asking = Extract<Command, { request: number }>;
type Telling = Exclude<Command, Asking>;
type Question = {
  [K in Asking['type']]: Omit<Extract<Asking, { type: K }>, 'request'>;
}[Asking['type']];

/** The worker could not do what it was asked. */
export class Refused extends Error {
  constructor(
    readonly code: FailureCode,
    reason: string,
  ) {
    super(reason);
  }
}

/** What was asked was the affair of a worker that is gone. */
export const isGone = (error: unknown): boolean =>
  error instanceof Refused && error.code === 'cancelled';

export interface Client {
  tell(command: Telling): void;
  ask<K extends Question['type']>(question: Extract<Question, { type: K }>): Promise<Answers[K]>;
  /** Ends the worker, whatever it is at, and starts another. What was asked is refused. */
  restart(): void;
}

type Waiting = { answer: (event: Event) => void; refuse: (refused: Refused) => void };

export function connect(
  onEvent: (event: Event) => void,
  onCrash: (detail: string) => void,
): Client {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let worker = start();

  function start(): Worker {
    const mine = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' });
    let hasSpoken = false;
    mine.onmessage = ({ data: event }: MessageEvent<Event>) => {
      if (mine !== worker) return;
      hasSpoken = true;
      if (event.type !== 'answer' && event.type !== 'refused') {
        onEvent(event);
        return;
      }
      const asked = waiting.get(event.request);
      waiting.delete(event.request);
      if (event.type === 'refused') asked?.refuse(new Refused(event.code, event.reason));
      else asked?.answer(event);
    };
    mine.onerror = (error) => {
      if (mine !== worker) return;
      // One that did not even load answers nobody.
      if (!hasSpoken) refuseAll();
      onCrash(error.message ?? 'the worker did not start');
    };
    return mine;
  }

  function refuseAll(): void {
    const refused = [...waiting.values()];
    waiting.clear();
    for (const { refuse } of refused) refuse(new Refused('cancelled', 'The worker is gone.'));
  }

  return {
    tell(command) {
      worker.postMessage(command);
    },
    ask<K extends Question['type']>(question: Extract<Question, { type: K }>) {
      last += 1;
      const request = last;
      return new Promise<Answers[K]>((resolve, reject) => {
        // The protocol promises that the answer to a K carries Answers[K].
        waiting.set(request, {
          answer: (event) => resolve(event as Event & Answers[K]),
          refuse: reject,
        });
        worker.postMessage({ ...question, request });
      });
    },
    restart() {
      worker.terminate();
      worker = start();
      refuseAll();
    },
  };
}
