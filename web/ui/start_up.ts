// SPDX-License-Identifier: Apache-2.0
// The start of the app: what it is at, or what stands in its way. One table, one signal; the view of
// it (start_view.tsx) says what is being waited for, and offers a way out when it takes long.
//
//   worker → database → accounts → ready       the usual way
//            blocked, upgrade                  between the last two, where an older version was here
//   trouble  code, database                    until somebody tries again, or it passes by itself
//   trouble  newer                             for good: only a reload brings the newer app
//
// Before `worker` there is no code yet: that stage is in index.html.

import { signal } from '@preact/signals';
import type { OpeningStage } from '../protocol.ts';

export type Stage = 'worker' | OpeningStage;

/** code: the worker did not load. */
export type Trouble = 'code' | 'database' | 'newer';

export type StartUp =
  /** Waited for since then, by the clock of `performance`. */
  | { at: Stage; since: number }
  | { at: 'ready' }
  | { at: 'trouble'; trouble: Trouble; detail: string };

export type StartEvent =
  /** A worker is being started, for the first time or anew. */
  | { type: 'begun' }
  | { type: 'opening'; stage: OpeningStage }
  | { type: 'state' }
  | { type: 'crashed'; detail: string }
  | { type: 'databaseUnavailable'; newer: boolean; detail: string };

export function next(now: StartUp, event: StartEvent, time: number): StartUp {
  // Whatever fails after it fails because of it.
  if (now.at === 'trouble' && now.trouble === 'newer') return now;
  switch (event.type) {
    case 'begun':
      return { at: 'worker', since: time };
    case 'opening': {
      // What is said of the start afterwards is late.
      if (now.at === 'ready') return now;
      // The person waits for the whole of it. Only an upgrade may take its own time.
      const goesOn = now.at !== 'trouble' && event.stage !== 'upgrade';
      return { at: event.stage, since: goesOn ? now.since : time };
    }
    case 'state':
      return { at: 'ready' };
    case 'crashed':
      // Afterwards what is on the screen stays.
      if (now.at === 'ready') return now;
      return { at: 'trouble', trouble: 'code', detail: event.detail };
    case 'databaseUnavailable': {
      const trouble = event.newer ? 'newer' : 'database';
      return { at: 'trouble', trouble, detail: event.detail };
    }
  }
}

export const startUp = signal<StartUp>({ at: 'worker', since: 0 });

export function happened(event: StartEvent): void {
  startUp.value = next(startUp.value, event, performance.now());
}
