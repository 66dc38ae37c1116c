// SPDX-License-Identifier: Apache-2.0
// The worker: opens the database and hands every command to the App. Commands that come before
// it is open wait in line; what keeps them waiting is told.

import type { Command, Event, OpeningStage } from '../protocol.ts';
import { App } from './app.ts';
import { systemClock } from './clock.ts';
import { theAnchors, theCore } from './engine_browser.ts';
import { once } from './once.ts';
import { DatabaseUnavailable, openDatabase } from './store/database.ts';
import { beginFreshLog } from './store/fresh_log.ts';
import type { SocketConstructor } from './transport.ts';

declare const self: DedicatedWorkerGlobalScope;

let app: Promise<App | null> | null = null;
/** A newer page has the database: every call fails from now on, and none of that is news. */
let isRetired = false;

const emit = (event: Event, moved: ArrayBufferLike[] = []) => {
  if (!isRetired) self.postMessage(event, moved as ArrayBuffer[]);
};

const opening = (stage: OpeningStage) => emit({ type: 'opening', stage });

const unavailable = (newer: boolean, detail: string) =>
  emit({ type: 'databaseUnavailable', newer, detail });

function retire(): void {
  unavailable(true, 'A newer version is open in another tab: reload.');
  isRetired = true;
  void app?.then((opened) => opened?.retire());
}

async function open(): Promise<App | null> {
  opening('database');
  try {
    const database = await openDatabase({
      blocked: () => opening('blocked'),
      upgrading: () => opening('upgrade'),
      superseded: retire,
      terminated: () => unavailable(false, 'The browser has closed the database.'),
    });
    opening('accounts');
    return new App({
      database,
      core: theCore,
      anchors: theAnchors,
      freshLog: once(beginFreshLog),
      locks: navigator.locks,
      network: {
        WebSocket: WebSocket as SocketConstructor,
        fetch: (url, init) => fetch(url, init),
      },
      site: self.location,
      clock: systemClock,
      storage: navigator.storage,
      online: () => navigator.onLine,
      emit,
    });
  } catch (error) {
    const newer = error instanceof DatabaseUnavailable && error.newer;
    unavailable(newer, error instanceof Error ? error.message : String(error));
    return null;
  }
}

self.onmessage = async ({ data: command }: MessageEvent<Command>) => {
  app ??= open();
  const opened = await app;
  if (opened === null) {
    app = null;
    if ('request' in command) {
      const { request } = command;
      const reason = 'The database cannot be opened.';
      emit({ type: 'refused', request, code: 'storage.failed', reason });
    }
    return;
  }
  if (command.type === 'open') return;
  try {
    await opened.handle(command);
  } catch (error) {
    // A command without an answer that failed: only the database can have made it so. If that has
    // passed, the next state says so.
    unavailable(false, String(error));
    opened.lookAgain();
  }
};
