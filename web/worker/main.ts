// SPDX-License-Identifier: Apache-2.0
// The worker: opens the database and hands every command to the App. Commands that come before
// it is open wait in line.

import type { Command, Event } from '../protocol.ts';
import { App } from './app.ts';
import { systemClock } from './clock.ts';
import { theAnchors, theCore } from './engine_browser.ts';
import { DatabaseUnavailable, openDatabase } from './store/database.ts';
import type { SocketConstructor } from './transport.ts';

declare const self: DedicatedWorkerGlobalScope;

const emit = (event: Event, moved: ArrayBufferLike[] = []) =>
  self.postMessage(event, moved as ArrayBuffer[]);

const unavailable = (newer: boolean, detail: string) =>
  emit({ type: 'databaseUnavailable', newer, detail });

let app: Promise<App | null> | null = null;

async function open(): Promise<App | null> {
  try {
    const database = await openDatabase({
      blocked: () => unavailable(false, 'An older version is open in another tab: close it.'),
      superseded: () => unavailable(true, 'A newer version is open in another tab: reload.'),
      terminated: () => unavailable(false, 'The browser has closed the database.'),
    });
    return new App({
      database,
      core: theCore,
      anchors: theAnchors,
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
    // A command without an answer that failed: only the database can have made it so.
    unavailable(false, String(error));
  }
};
